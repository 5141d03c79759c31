"""CARD.md: what a pack was converted from and how, and how near it is."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from sora_studio.conversion.recipe import PartDone, Recipe
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pipeline_folder import PipelineFolder

_PRECISIONS = {"full": "float32", "half": "float16", "int8": "int8"}


def write_card(
    pack: ModelPack, source: PipelineFolder, folder: Path, figures: Sequence[PartDone], recipe: Recipe
) -> None:
    """Write it into the pack's folder, with the checkpoint's licence beside it."""
    for licence in sorted(source.root.glob("LICENSE*")):
        shutil.copyfile(licence, folder / licence.name)
    rows = "\n".join(f"| {done.name} | {how(done)} | {done.difference:.1e} |" for done in figures)
    (folder / "CARD.md").write_text(
        f"# {pack.title}\n\n{pack.description}\n\n"
        f"Converted from {pack.source} ({source.class_name})"
        f"{' in half precision, for GPUs' if recipe.precision == 'half' else ''}; licence: {pack.licence}.\n\n"
        f"{''.join(f'With the LoRA {lora.file.name} at {lora.weight:g}.{chr(10) * 2}' for lora in recipe.loras)}"
        f"Largest difference of each part from torch, as a share of torch's largest number, at two sizes:\n\n"
        f"| part | weights | difference |\n|---|---|---|\n{rows}\n",
        encoding="utf-8",
    )


def how(done: PartDone) -> str:
    """In which form a part is, and what of the recipe was left out."""
    fused = ("fused operators",) if done.is_fused else ()
    return ", ".join((_PRECISIONS[done.precision], *fused, *done.left_out))
