# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""A checkpoint of Stable Diffusion 1.5's size with random weights, from diffusers' own classes: nothing is downloaded.

`python -m benchmarks.checkpoint FOLDER [tiny]` writes FOLDER/checkpoint, FOLDER/converted as `packs convert` makes it,
and that again without copies: FOLDER/laid-out as Optimum wants it, FOLDER/small as a pack that draws small latents. It
needs what the extra `convert` installs, 9 GB of disk and 16 GB of memory.
"""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sora_studio.conversion.convert import convert
from sora_studio.conversion.recipe import Recipe
from sora_studio.conversion.write_pack import DESCRIPTION, write_description
from sora_studio.inference.packs import load_pack
from tests.inference.tiny_pipeline import END, START, TOKENS, clip_vocabulary, write_clip_tokenizer

CHECKPOINT, CONVERTED, LAID_OUT, SMALL = "checkpoint", "converted", "laid-out", "small"
_SEED = 15
# Of the published model; the U-Net's other settings are the defaults of its class.
_STATES, _VAE_WIDTHS = 768, (128, 256, 512, 512)


def save_sd15(folder: Path) -> None:
    """Write it as diffusers saves a pipeline."""
    import diffusers
    import torch
    import transformers

    torch.manual_seed(_SEED)
    write_clip_tokenizer(folder / "tokenizer", "!")
    files = {"vocab": str(folder / "tokenizer/vocab.json"), "merges": str(folder / "tokenizer/merges.txt")}
    vocabulary = clip_vocabulary()
    reader = transformers.CLIPTextConfig(
        hidden_size=_STATES,
        intermediate_size=4 * _STATES,
        num_hidden_layers=12,
        num_attention_heads=12,
        bos_token_id=vocabulary[START],
        eos_token_id=vocabulary[END],
    )
    vae: Any = diffusers.AutoencoderKL
    pipeline: Any = diffusers.StableDiffusionPipeline
    pipeline(
        vae=vae(
            block_out_channels=_VAE_WIDTHS,
            down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4,
            layers_per_block=2,
            latent_channels=4,
            sample_size=512,
        ),
        text_encoder=transformers.CLIPTextModel(reader),
        tokenizer=transformers.CLIPTokenizer(**files, model_max_length=TOKENS, pad_token="!"),
        unet=diffusers.UNet2DConditionModel(sample_size=64, cross_attention_dim=_STATES),
        scheduler=diffusers.EulerDiscreteScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1
        ),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    ).save_pretrained(folder, safe_serialization=True)


def tiny(folder: Path) -> None:
    """One whose model runs cost next to nothing, so that what lies between them shows."""
    from tests.conversion.checkpoints import save_stable_diffusion

    save_stable_diffusion(folder)


def lay_out(folder: Path) -> None:
    """The converted files, no copies, where Optimum looks for them."""
    checkpoint, converted, laid_out = (folder / name for name in (CHECKPOINT, CONVERTED, LAID_OUT))
    for model in converted.glob("*.onnx*"):
        part = model.name.split(".onnx")[0]
        (laid_out / part).mkdir(parents=True, exist_ok=True)
        os.link(model, laid_out / part / ("model.onnx" if model.suffix == ".onnx" else model.name))
    for part in ("text_encoder", "unet", "vae_decoder"):
        os.link(checkpoint / part.removesuffix("_decoder") / "config.json", laid_out / part / "config.json")
    for part in ("tokenizer", "scheduler"):
        shutil.copytree(checkpoint / part, laid_out / part)
    os.link(checkpoint / "model_index.json", laid_out / "model_index.json")


def draw_small(folder: Path, side: int) -> None:
    """The pack once more, without copies, drawing latents of `side` x `side` that Stage C only decodes."""
    pack = load_pack(folder / CONVERTED)
    assert pack.refine.decoder is not None
    scale = pack.refine.decoder.scale
    small = replace(
        pack,
        draft=replace(pack.draft, latent_scale=scale),
        refine=replace(pack.refine, strength=0.0),
        native_sizes=((side * scale, side * scale),),
    )
    (folder / SMALL).mkdir()
    for file in (folder / CONVERTED).iterdir():
        if file.name != DESCRIPTION:
            os.link(file, folder / SMALL / file.name)
    write_description(small, folder / SMALL, SMALL)


def main(folder: Path, kind: str = "sd15") -> None:
    """Make what is not there yet."""
    save, side = KINDS[kind]
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / CHECKPOINT / "model_index.json").is_file():
        save(folder / CHECKPOINT)
    if not (folder / CONVERTED).is_dir():
        convert(folder / CHECKPOINT, folder / CONVERTED, Recipe(), lambda part: print(part, file=sys.stderr))
    if not (folder / LAID_OUT).is_dir():
        lay_out(folder)
    if not (folder / SMALL).is_dir():
        draw_small(folder, side)


KINDS: dict[str, tuple[Callable[[Path], None], int]] = {"sd15": (save_sd15, 16), "tiny": (tiny, 8)}

if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
