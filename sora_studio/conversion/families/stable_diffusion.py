# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""Stable Diffusion 1 and 2, and latent consistency models."""

from collections.abc import Callable, Mapping
from pathlib import Path

import diffusers
import torch
from torch import Tensor

from sora_studio.conversion.families.clip import TOKENS, last_layer
from sora_studio.conversion.families.image_vae import image_vae
from sora_studio.conversion.part import OTHER_SIDES, SIDES, TIMESTEP, Inputs, Part, Wrapped, loaded


class _UNet(Wrapped):
    def forward(
        self, sample: Tensor, timestep: Tensor, encoder_hidden_states: Tensor, timestep_cond: Tensor | None = None
    ) -> Tensor:
        told = {} if timestep_cond is None else {"timestep_cond": timestep_cond}
        return self.model(sample, timestep, encoder_hidden_states, return_dict=False, **told)[0]


def _unet(folder: Path) -> Part:
    model = loaded(diffusers.UNet2DConditionModel, folder, "unet")
    config = model.config

    def inputs(sides: tuple[int, int], timestep: float) -> Inputs:
        told = {"timestep_cond": torch.randn(1, config.time_cond_proj_dim)} if config.time_cond_proj_dim else {}
        return {
            "sample": torch.randn(1, config.in_channels, *sides),
            # Not a whole number: some samplers look between the trained timesteps.
            TIMESTEP: torch.tensor([timestep]),
            "encoder_hidden_states": torch.randn(1, TOKENS, config.cross_attention_dim),
            **told,
        }

    return Part(
        "unet",
        _UNet(model),
        inputs(SIDES, 500.5),
        ("out_sample",),
        inputs(OTHER_SIDES, 20.0),
        {"sample": (2, 3)},
        batched=True,
    )


STABLE_DIFFUSION: Mapping[str, Callable[[Path], Part | tuple[Part, ...]]] = {
    "text_encoder": last_layer,
    "unet": _unet,
    "vae": image_vae,
}
