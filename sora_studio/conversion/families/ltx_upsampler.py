# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""The latent upsampler of LTX-Video, which lies in a folder of the model's own."""

from pathlib import Path
from typing import Any

import diffusers
import torch
from diffusers.pipelines.ltx.modeling_latent_upsampler import LTXLatentUpsamplerModel
from torch import Tensor, nn

from sora_studio.conversion.part import OTHER_SIDES, SIDES, Inputs, Part, Wrapped, loaded
from sora_studio.errors import PackError

_PART = "upsampler/latent_upsampler"
_LATENTS, _OTHER_LATENTS = 3, 4
_GET_THE_OTHER = "Put the folder of the spatial upscaler that belongs to the model there, or none."


class _Upsampler(Wrapped):
    """Latents of unit variance to such twice as high and wide: it was taught them as the VAE gives them."""

    def __init__(self, model: nn.Module, vae: Any) -> None:
        super().__init__(model)
        self.register_buffer("mean", vae.latents_mean.view(1, -1, 1, 1, 1))
        self.register_buffer("deviation", (vae.latents_std / vae.config.scaling_factor).view(1, -1, 1, 1, 1))

    def forward(self, latent_sample: Tensor) -> Tensor:
        return (self.model(latent_sample * self.deviation + self.mean) - self.mean) / self.deviation


def ltx_upsampler(folder: Path) -> Part:
    """Latents to those of twice the size, a clip in one run. Raises PackError for one that isn't the model's."""
    model, vae = loaded(LTXLatentUpsamplerModel, folder, _PART), loaded(diffusers.AutoencoderKLLTXVideo, folder, "vae")
    config, channels = model.config, vae.config.latent_channels
    if config.temporal_upsample or not config.spatial_upsample:
        raise PackError(f"{_PART} enlarges clips in time, and what doubles their sides is wanted.", _GET_THE_OTHER)
    if config.in_channels != channels:
        raise PackError(f"{_PART} enlarges {config.in_channels} channels, and the VAE has {channels}.", _GET_THE_OTHER)

    def inputs(latents: int, sides: tuple[int, int]) -> Inputs:
        return {"latent_sample": torch.randn(1, channels, latents, *sides)}

    return Part(
        _PART,
        _Upsampler(model, vae),
        inputs(_LATENTS, SIDES),
        ("out_latents",),
        inputs(_OTHER_LATENTS, OTHER_SIDES),
        {"latent_sample": (2, 3, 4)},
    )
