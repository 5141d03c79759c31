# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""Stable Diffusion 3 and 3.5."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import diffusers
import torch
from torch import Tensor, nn

from sora_studio.conversion.families.clip import TOKENS, last_but_one
from sora_studio.conversion.families.image_vae import image_vae
from sora_studio.conversion.families.t5 import t5_encoder
from sora_studio.conversion.part import ODD_SIDES, SIDES, TIMESTEP, Inputs, Part, Wrapped, loaded

_T5_TOKENS = 256


class _Transformer(Wrapped):
    def __init__(self, model: nn.Module) -> None:
        super().__init__(model)
        self.model.pos_embed.cropped_pos_embed = partial(_middle, self.model.pos_embed)

    def forward(
        self, hidden_states: Tensor, timestep: Tensor, encoder_hidden_states: Tensor, pooled_projections: Tensor
    ) -> Tensor:
        return self.model(
            hidden_states=hidden_states,
            timestep=timestep,
            encoder_hidden_states=encoder_hidden_states,
            pooled_projections=pooled_projections,
            return_dict=False,
        )[0]


def _middle(places: Any, height: int, width: int) -> Tensor:
    """As PatchEmbed.cropped_pos_embed, but with no negative number halved, which ONNX rounds the other way."""
    most = places.pos_embed_max_size

    def cut(side: int) -> slice:
        tokens = side // places.patch_size
        first = most // 2 - (tokens + 1 - most % 2) // 2
        return slice(first, first + tokens)

    grid = places.pos_embed.reshape(1, most, most, -1)
    return grid[:, cut(height), cut(width)].flatten(1, 2)


def _transformer(folder: Path) -> Part:
    model = loaded(diffusers.SD3Transformer2DModel, folder, "transformer")
    config = model.config

    def inputs(sides: tuple[int, int], timestep: float) -> Inputs:
        return {
            "hidden_states": torch.randn(1, config.in_channels, *sides),
            TIMESTEP: torch.tensor([timestep]),
            "encoder_hidden_states": torch.randn(1, TOKENS + _T5_TOKENS, config.joint_attention_dim),
            "pooled_projections": torch.randn(1, config.pooled_projection_dim),
        }

    return Part(
        "transformer",
        _Transformer(model),
        inputs(SIDES, 500.5),
        ("out_sample",),
        inputs(ODD_SIDES, 20.0),
        {"hidden_states": (2, 3)},
        batched=True,
    )


STABLE_DIFFUSION_3: Mapping[str, Callable[[Path], Part | tuple[Part, ...]]] = {
    "text_encoder": last_but_one("text_encoder", projected=True),
    "text_encoder_2": last_but_one("text_encoder_2", projected=True),
    "text_encoder_3": t5_encoder("text_encoder_3", _T5_TOKENS),
    "transformer": _transformer,
    "vae": image_vae,
}
