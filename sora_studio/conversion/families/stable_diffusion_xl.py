# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""Stable Diffusion XL and its turbo models."""

from collections.abc import Callable, Mapping
from pathlib import Path

import diffusers
import torch
from torch import Tensor

from sora_studio.conversion.families.clip import TOKENS, last_but_one
from sora_studio.conversion.families.image_vae import vae_decoder
from sora_studio.conversion.part import OTHER_SIDES, SIDES, TIMESTEP, Inputs, Part, Wrapped, loaded

_SIZE_NUMBERS = 6


class _UNetOfSize(Wrapped):
    def forward(
        self, sample: Tensor, timestep: Tensor, encoder_hidden_states: Tensor, text_embeds: Tensor, time_ids: Tensor
    ) -> Tensor:
        told = {"text_embeds": text_embeds, "time_ids": time_ids}
        given = (sample, timestep, encoder_hidden_states)
        return self.model(*given, added_cond_kwargs=told, return_dict=False)[0]


def _unet(folder: Path) -> Part:
    model = loaded(diffusers.UNet2DConditionModel, folder, "unet")
    config = model.config
    # The size's numbers are embedded, each in as many, and laid beside the text's.
    pooled = config.projection_class_embeddings_input_dim - _SIZE_NUMBERS * config.addition_time_embed_dim

    def inputs(sides: tuple[int, int], timestep: float) -> Inputs:
        height, width = (8.0 * side for side in sides)
        return {
            "sample": torch.randn(1, config.in_channels, *sides),
            TIMESTEP: torch.tensor([timestep]),
            "encoder_hidden_states": torch.randn(1, TOKENS, config.cross_attention_dim),
            "text_embeds": torch.randn(1, pooled),
            "time_ids": torch.tensor([[height, width, 0.0, 0.0, height, width]]),
        }

    return Part(
        "unet", _UNetOfSize(model), inputs(SIDES, 500.5), ("out_sample",), inputs(OTHER_SIDES, 20.0), {"sample": (2, 3)}
    )


STABLE_DIFFUSION_XL: Mapping[str, Callable[[Path], Part]] = {
    "text_encoder": last_but_one("text_encoder", projected=False),
    "text_encoder_2": last_but_one("text_encoder_2", projected=True),
    "unet": _unet,
    "vae": vae_decoder,
}
