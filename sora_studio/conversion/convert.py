"""From a checkpoint's folder to a pack's: whole, or not at all."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from sora_studio.conversion.card import write_card
from sora_studio.conversion.checkpoint import check_checkpoint, file_of
from sora_studio.conversion.preview import preview_mix
from sora_studio.conversion.recipe import PartDone, Recipe
from sora_studio.conversion.write_pack import write_description
from sora_studio.errors import PackError, SoraError
from sora_studio.inference.clip_tokenizer import clip_tokenizer
from sora_studio.inference.families import read_pipeline
from sora_studio.inference.families.xl_refiner import refuse_lone_refiner
from sora_studio.inference.pack import DraftStage, EncodeStage, ModelPack
from sora_studio.inference.pack_files import found_file
from sora_studio.inference.packs import load_pack
from sora_studio.inference.pipeline_folder import PipelineFolder

NEEDED = ("torch", "diffusers", "transformers", "onnx", "onnxscript")
TOKENIZER = "tokenizer.json"
_READER = "text_encoder"


def convert(checkpoint: Path, out: Path, recipe: Recipe, on_part: Callable[[PartDone], None]) -> ModelPack:
    """Write the pack of a diffusers checkpoint into `out`, which must not be there, and read it back.

    Raises PackError for a checkpoint that can't be used, SoraError where what converts it isn't installed.
    """
    needed = (*NEEDED, "peft") if recipe.loras else NEEDED
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        raise SoraError(
            f"Converting needs {' and '.join(missing)}, which Sora Studio does not need otherwise.",
            "In Sora Studio's folder: .venv/bin/python -m pip install '.[convert]'",
        )
    checkpoint, out = checkpoint.resolve(), out.resolve()
    if out.exists():
        raise PackError(f"{out} is there already.", "Choose another folder, or remove that one.")
    out.parent.mkdir(parents=True, exist_ok=True)
    # Beside the place it will have, so that the finished folder only takes another name.
    with TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as unfinished:
        folder = Path(unfinished) / out.name
        folder.mkdir()
        if recipe.loras:
            check_checkpoint(checkpoint, ())
            merge = import_module("sora_studio.conversion.merge_lora").merged_checkpoint
            # Of the same name, which the pack is called by.
            checkpoint = merge(checkpoint, recipe.loras, Path(unfinished) / "merged" / checkpoint.name)
        _fill(checkpoint, folder, recipe, on_part)
        folder.rename(out)
    return load_pack(out)


def _fill(checkpoint: Path, folder: Path, recipe: Recipe, on_part: Callable[[PartDone], None]) -> None:
    source = PipelineFolder(checkpoint, lambda part: (folder, file_of(part)))
    check_checkpoint(checkpoint, ())
    families = import_module("sora_studio.conversion.families")
    parts: Mapping[str, Mapping[str, Callable[[Path], Any]]] = families.PARTS
    if source.class_name not in parts:
        raise PackError(
            f"Models of the kind `{source.class_name}` can't be converted yet.", f"These can: {', '.join(parts)}."
        )
    refuse_lone_refiner(source)
    own, optional = parts[source.class_name], families.OPTIONAL
    wanted = {name: load for name, load in own.items() if name not in optional or (checkpoint / name).is_dir()}
    check_checkpoint(checkpoint, tuple(wanted))
    export = import_module("sora_studio.conversion.export").export_part
    _write_tokenizers(checkpoint, folder, tuple(wanted))
    figures: list[PartDone] = []
    for load in wanted.values():
        # One at a time in memory: some alone are nearly all there is.
        for part in _each(load(checkpoint)):
            figures.append(export(part, folder / file_of(part.name), recipe))
            on_part(figures[-1])
    pack = read_pipeline(source)
    pack = replace(pack, encode=_with_written_tokenizers(pack.encode, folder), draft=_with_preview(pack))
    write_card(pack, source, folder, figures, recipe)
    write_description(pack, folder, folder.name)


def _each(loaded: Any) -> tuple[Any, ...]:
    """The parts of one folder: a VAE's are two."""
    return cast(tuple[Any, ...], loaded) if isinstance(loaded, tuple) else (loaded,)


def _with_preview(pack: ModelPack) -> DraftStage:
    """Stage B; where nobody has published what its latents look like, that is found out."""
    return pack.draft if pack.draft.preview_mix else replace(pack.draft, preview_mix=preview_mix(pack))


def _write_tokenizers(checkpoint: Path, folder: Path, parts: tuple[str, ...]) -> None:
    """That of each text encoder, as it is in the checkpoint or made of CLIP's two files. Raises PackError."""
    for part in (part.replace(_READER, "tokenizer") for part in parts if _READER in part):
        own, target = checkpoint / part, folder / f"{part}.json"
        if (own / TOKENIZER).is_file():
            shutil.copyfile(own / TOKENIZER, target)
        elif (own / "vocab.json").is_file() and (own / "merges.txt").is_file():
            clip_tokenizer(own / "vocab.json", own / "merges.txt").save(str(target))
        else:
            raise PackError(f"The checkpoint has no {part}.", f"The folder {part} holds tokenizer.json, or vocab.json.")


def _with_written_tokenizers(stage: EncodeStage, folder: Path) -> EncodeStage:
    """The stage, reading with the tokenizers written into `folder` in place of those they were made of."""
    written = found_file(folder / f"{stage.tokenizer.path.parent.name}.json")
    second = stage.second and _with_written_tokenizers(stage.second, folder)
    return replace(stage, tokenizer=written, second=second)
