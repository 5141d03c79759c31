# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""Stable Diffusion XL and its turbo models, and the refiner in a folder of its own."""

from collections.abc import Callable, Mapping
from pathlib import Path

import diffusers
import torch
import transformers
from torch import Tensor

from sora_studio.conversion.families.clip import TOKENS, last_but_one
from sora_studio.conversion.families.image_vae import image_vae
from sora_studio.conversion.part import OTHER_SIDES, SIDES, TIMESTEP, Inputs, Part, Wrapped, loaded

_NUMBERS_OF_SIZE = 6


class _UNetOfSize(Wrapped):
    def forward(
        self, sample: Tensor, timestep: Tensor, encoder_hidden_states: Tensor, text_embeds: Tensor, time_ids: Tensor
    ) -> Tensor:
        told = {"text_embeds": text_embeds, "time_ids": time_ids}
        given = (sample, timestep, encoder_hidden_states)
        return self.model(*given, added_cond_kwargs=told, return_dict=False)[0]


def _base(folder: Path) -> Part:
    return _unet(folder, "unet")


def _refiner(folder: Path) -> Part:
    return _unet(folder, "refiner/unet")


def _unet(folder: Path, name: str) -> Part:
    model = loaded(diffusers.UNet2DConditionModel, folder, name)
    config = model.config
    pooled = transformers.CLIPTextConfig.from_pretrained(folder / "text_encoder_2").projection_dim
    # What tells of the picture, number by number, each embedded in as many and laid beside the text: a base is told six
    # sides, a refiner four and a score.
    numbers = (config.projection_class_embeddings_input_dim - pooled) // config.addition_time_embed_dim

    def inputs(sides: tuple[int, int], timestep: float) -> Inputs:
        height, width = (8.0 * side for side in sides)
        told = [height, width, 0.0, 0.0, *((height, width) if numbers == _NUMBERS_OF_SIZE else (6.0,))]
        return {
            "sample": torch.randn(1, config.in_channels, *sides),
            TIMESTEP: torch.tensor([timestep]),
            "encoder_hidden_states": torch.randn(1, TOKENS, config.cross_attention_dim),
            "text_embeds": torch.randn(1, pooled),
            "time_ids": torch.tensor([told]),
        }

    return Part(
        name,
        _UNetOfSize(model),
        inputs(SIDES, 500.5),
        ("out_sample",),
        inputs(OTHER_SIDES, 20.0),
        {"sample": (2, 3)},
        batched=True,
    )


STABLE_DIFFUSION_XL: Mapping[str, Callable[[Path], Part | tuple[Part, ...]]] = {
    "text_encoder": last_but_one("text_encoder", projected=False),
    "text_encoder_2": last_but_one("text_encoder_2", projected=True),
    "unet": _base,
    "refiner/unet": _refiner,
    "vae": image_vae,
}
