# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""A checkpoint with LoRAs merged into its weights, as a checkpoint of its own to convert."""

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import diffusers
from safetensors import SafetensorError

from sora_studio.conversion.part import loaded
from sora_studio.conversion.recipe import Lora
from sora_studio.errors import PackError
from sora_studio.inference.model import first_line
from sora_studio.inference.pipeline_folder import MODEL_INDEX

_LIBRARIES = ("diffusers", "transformers")
# Small parts without weights, which a pipeline isn't made without.
_SETTINGS = ("tokenizer", "scheduler")
# A pipeline of clips makes its U-Net of two.
_BUILT_INTO_OTHERS = ("motion_adapter",)
_NAME = "merged"


def merged_checkpoint(checkpoint: Path, loras: Sequence[Lora], folder: Path) -> Path:
    """Write into `folder`, which must not be there, the checkpoint with each LoRA in it at its weight.

    What they don't change is linked, where the drive can. Raises PackError where one fits none of the parts.
    """
    for lora in loras:
        _check(lora)
    pipeline = _pipeline(checkpoint)
    changed: set[str] = set()
    for lora in loras:
        changed.update(_merge(pipeline, lora))
    kept_out_folders = {checkpoint / part for part in changed}

    def kept_out(place: str, names: list[str]) -> list[str]:
        return [name for name in names if Path(place, name) in kept_out_folders]

    shutil.copytree(checkpoint, folder, copy_function=_linked, ignore=kept_out)
    for part in changed:
        getattr(pipeline, part).save_pretrained(folder / part, safe_serialization=True)
    return folder


def _check(lora: Lora) -> None:
    if not lora.file.is_file():
        raise PackError(f"There is no LoRA {lora.file}.", "Write --lora FILE.safetensors:WEIGHT")
    if lora.file.suffix != ".safetensors":
        raise PackError(f"{lora.file.name} is not in safetensors, and is not opened.", "Get it in safetensors.")


def _pipeline(checkpoint: Path) -> Any:
    """The reference's pipeline with those parts that a LoRA can change."""
    index: Mapping[str, Any] = json.loads((checkpoint / MODEL_INDEX).read_text(encoding="utf-8"))
    name = index["_class_name"]
    kind: Any = getattr(diffusers, name, None)
    changeable: Sequence[str] = getattr(kind, "_lora_loadable_modules", ())
    if not changeable:
        raise PackError(f"No LoRA can be merged into models of the kind `{name}`.", "Convert without --lora.")
    parts = {part: named for part, named in index.items() if isinstance(named, list)}
    wanted = {*changeable, *_BUILT_INTO_OTHERS}
    models: dict[str, Any] = {}
    for part, (library, name) in parts.items():
        if part in wanted and library in _LIBRARIES:
            models[part] = loaded(getattr(import_module(library), name), checkpoint, part)
        elif not part.startswith(_SETTINGS):
            models[part] = None
    return kind.from_pretrained(checkpoint, local_files_only=True, **models)


def _merge(pipeline: Any, lora: Lora) -> list[str]:
    """Add the LoRA to the pipeline's weights; the parts it changed."""
    try:
        pipeline.load_lora_weights(
            lora.file.parent,
            weight_name=lora.file.name,
            adapter_name=_NAME,
            use_safetensors=True,
            local_files_only=True,
        )
        changed = [part for part, names in pipeline.get_list_adapters().items() if _NAME in names]
        if not changed:
            raise ValueError("its weights have other names")
        pipeline.set_adapters([_NAME], [lora.weight])
        pipeline.fuse_lora(components=changed, adapter_names=[_NAME])
        pipeline.unload_lora_weights()
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise PackError(
            f"{lora.file.name} doesn't fit this checkpoint: {first_line(error)}",
            "A LoRA fits the family of models it was made for.",
        ) from error
    return changed


def _linked(source: str, target: str) -> None:
    """Hard links take no room; where the drive has none, a copy."""
    try:
        os.link(Path(source).resolve(), target)
    except OSError:
        shutil.copyfile(source, target)
