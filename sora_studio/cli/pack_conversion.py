"""`sora-studio packs convert`: a checkpoint to a pack, part by part."""

import argparse
from pathlib import Path

from sora_studio.cli.output import Output
from sora_studio.errors import SoraError


def convert_checkpoint(checkpoint: str, arguments: argparse.Namespace, output: Output) -> None:
    """Raises SoraError."""
    from sora_studio.conversion.card import how
    from sora_studio.conversion.convert import convert
    from sora_studio.conversion.recipe import Lora, PartDone, Recipe

    if arguments.out is None:
        raise SoraError("Where should the pack go?", "Name a folder: --out PACK_FOLDER")

    def told(done: PartDone) -> None:
        size_mb = sum(file.stat().st_size for file in done.file.parent.glob(f"{done.file.name}*")) / 1e6
        data = {"part": done.name, "difference": done.difference, "size_mb": size_mb}
        output.line(
            f"{done.name}: {size_mb:.1f} MB in {how(done)}; differs from torch by {done.difference:.1e} of its "
            "largest value",
            {**data, "precision": done.precision, "fused": done.is_fused, "left_out": list(done.left_out)},
        )

    precision = "half" if arguments.fp16 else "int8" if arguments.int8 else "full"
    loras = tuple(Lora(*_file_and_weight(text)) for text in arguments.lora)
    pack = convert(Path(checkpoint), arguments.out, Recipe(precision, arguments.optimise, loras), told)
    output.line(
        f"The pack is {pack.folder}. To use it: sora-studio render SCRIPT --out FILM.mp4 --pack {arguments.out}",
        {"event": "done", "pack": str(pack.folder)},
    )


def _file_and_weight(text: str) -> tuple[Path, float]:
    """FILE:WEIGHT, or FILE alone, in which there may be a colon too."""
    file, _, weight = text.rpartition(":")
    try:
        return Path(file or text), float(weight) if file else 1.0
    except ValueError:
        return Path(text), 1.0
