# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""The decoder of a VAE of stills."""

from pathlib import Path

import diffusers
import torch
from torch import Tensor

from sora_studio.conversion.part import OTHER_SIDES, SIDES, Part, Wrapped, loaded


class _Decoder(Wrapped):
    def forward(self, latent_sample: Tensor) -> Tensor:
        return self.model.decode(latent_sample, return_dict=False)[0]


def vae_decoder(folder: Path) -> Part:
    """Latents to pictures."""
    model = loaded(diffusers.AutoencoderKL, folder, "vae")
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
