# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""A VAE of stills: its decoder, and its encoder for pictures that are drawn over."""

from pathlib import Path
from typing import Any

import diffusers
import torch
from torch import Tensor

from sora_studio.conversion.part import OTHER_SIDES, SIDES, Inputs, Part, Wrapped, loaded


class _Decoder(Wrapped):
    def forward(self, latent_sample: Tensor) -> Tensor:
        return self.model.decode(latent_sample, return_dict=False)[0]


class _Encoder(Wrapped):
    """A picture to the middle of what its latent may be, and how sure of that the VAE is, channels behind channels."""

    def forward(self, sample: Tensor) -> Tensor:
        return self.model.encode(sample).latent_dist.parameters


def image_vae(folder: Path) -> tuple[Part, ...]:
    """Latents to pictures, and back. Each with a model of its own, for one may be halved before the other."""
    return _decoder(_loaded(folder)), _encoder(_loaded(folder))


def _loaded(folder: Path) -> Any:
    return loaded(diffusers.AutoencoderKL, folder, "vae")


def _decoder(model: Any) -> Part:
    channels = model.config.latent_channels
    return Part(
        "vae_decoder",
        _Decoder(model),
        {"latent_sample": torch.randn(1, channels, *SIDES)},
        ("sample",),
        {"latent_sample": torch.randn(1, channels, *OTHER_SIDES)},
        {"latent_sample": (2, 3)},
        keeps_precision=bool(model.config.force_upcast),
    )


def _encoder(model: Any) -> Part:
    scale = 2 ** (len(model.config.block_out_channels) - 1)

    def inputs(sides: tuple[int, int]) -> Inputs:
        return {"sample": torch.randn(1, 3, *(scale * side for side in sides)).clamp(-1.0, 1.0)}

    return Part(
        "vae_encoder",
        _Encoder(model),
        inputs(SIDES),
        ("latent_parameters",),
        inputs(OTHER_SIDES),
        {"sample": (2, 3)},
        keeps_precision=bool(model.config.force_upcast),
    )
