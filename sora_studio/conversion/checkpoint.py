"""What may be read of a checkpoint's folder: settings in JSON and weights in safetensors, and nothing that can run."""

from pathlib import Path

from sora_studio.errors import PackError
from sora_studio.inference.pipeline_folder import COPY_AGAIN, MODEL_INDEX, pipeline_folder
from sora_studio.inference.toml_table import TomlTable

_WEIGHTS = ("diffusion_pytorch_model", "model", "pytorch_model")
_PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")


def file_of(part: str) -> str:
    """A part's ONNX file in a pack, where all files lie in one folder: refiner/unet is refiner_unet.onnx."""
    return f"{part.replace('/', '_')}.onnx"


def settings_of(folder: Path) -> TomlTable:
    """What a checkpoint's index says of the whole pipeline. Raises PackError."""
    return pipeline_folder(folder).settings(MODEL_INDEX)


def check_checkpoint(folder: Path, parts: tuple[str, ...]) -> None:
    """Raise PackError unless the folder is a diffusers checkpoint with the weights of `parts` in safetensors."""
    if not (folder / MODEL_INDEX).is_file():
        raise PackError(
            f"{folder.name or folder} is not a diffusers checkpoint: it has no {MODEL_INDEX}.",
            "Name the folder that holds model_index.json and a folder for each part.",
        )
    for part in parts:
        weights_variant(folder, part)


def weights_variant(folder: Path, part: str) -> str | None:
    """Which variant of a part's weights is there: None for the plain ones, else a word such as fp16.

    Raises PackError where none are in safetensors; a pickle is named, and not opened.
    """
    place = folder / part
    if not place.is_dir():
        raise PackError(f"The checkpoint has no folder {part}.", COPY_AGAIN)
    names = sorted(path.name for path in place.iterdir() if path.name.startswith(_WEIGHTS))
    safe = [name for name in names if name.endswith((".safetensors", ".safetensors.index.json"))]
    if not safe:
        pickles = [name for name in names if name.endswith(_PICKLES)]
        if pickles:
            raise PackError(
                f"{part}/{pickles[0]} is a pickle, which can run anything, and is not opened.",
                "Get the checkpoint's version in safetensors.",
            )
        raise PackError(f"The checkpoint has no weights in {part}.", COPY_AGAIN)
    variants = {name.split(".")[1] for name in safe}
    plain = any(variant.startswith("safetensors") or "-of-" in variant for variant in variants)
    return None if plain else sorted(variants)[0]
