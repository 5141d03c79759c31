# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""Wan's VAE: its decoder, for a whole clip at once, and its encoder, for a clip's first frame.

Published, it decodes latent by latent and remembers the two frames before for each of its convolutions, in a loop that
an exported graph would hold for one length only. As every one of them looks back alone, the same comes out of one pass
over the whole clip with nothing before it; but for where time is doubled, which leaves the first frame out.
"""

from functools import partial
from pathlib import Path
from typing import Any

import diffusers
import torch
from diffusers.models.autoencoders.autoencoder_kl_wan import WanResample, patchify, unpatchify
from torch import Tensor, nn

from sora_studio.conversion.checkpoint import settings_of
from sora_studio.conversion.part import OTHER_SIDES, SIDES, Inputs, Part, Wrapped, loaded

_LATENTS, _OTHER_LATENTS = 3, 4


class _Decoder(Wrapped):
    def __init__(self, model: nn.Module) -> None:
        super().__init__(model)
        for module in self.model.decoder.modules():
            if isinstance(module, WanResample) and module.mode == "upsample3d":
                module.forward = partial(_doubled, module)

    def forward(self, latent_sample: Tensor) -> Tensor:
        clip = self.model.decoder(self.model.post_quant_conv(latent_sample), first_chunk=True)
        patch = self.model.config.patch_size
        return (clip if patch is None else unpatchify(clip, patch)).clamp(-1.0, 1.0)


def _doubled(resample: Any, x: Tensor, feat_cache: None = None, feat_idx: list[int] | None = None) -> Tensor:
    """(1, C, F, h, w) to (1, C', 2 F - 1, 2 h, 2 w): each frame but the first becomes two."""
    first, rest = x[:, :, :1], resample.time_conv(x[:, :, 1:])
    pairs = rest.unflatten(1, (2, -1)).permute(0, 2, 3, 1, 4, 5).flatten(2, 3)
    frames = torch.cat([first, pairs], dim=2)
    larger = resample.resample(frames.transpose(1, 2).flatten(0, 1))
    return larger.unsqueeze(0).transpose(1, 2)


class _FirstFrame(Wrapped):
    """A picture (1, 3, H, W) to its latent, measured: (1, C, h, w)."""

    def forward(self, picture: Tensor) -> Tensor:
        frame, patch = picture.unsqueeze(2), self.model.config.patch_size
        # With nothing before it, a frame is encoded alone.
        moments = self.model.quant_conv(self.model.encoder(frame if patch is None else patchify(frame, patch)))
        means, deviations = (
            torch.tensor(each).view(1, -1, 1, 1)
            for each in (self.model.config.latents_mean, self.model.config.latents_std)
        )
        return (moments[:, : self.model.config.z_dim, 0] - means) / deviations


def wan_vae(folder: Path) -> tuple[Part, ...]:
    """Latents to a clip, of any length and size; where a clip can begin with a frame, that to its latent too."""
    begins = settings_of(folder).flag("expand_timesteps")
    return (wan_decoder(folder), *([_encoder(loaded(diffusers.AutoencoderKLWan, folder, "vae"))] if begins else []))


def _encoder(model: Any) -> Part:
    scale = model.config.scale_factor_spatial
    pictures = [{"picture": torch.randn(1, 3, scale * tall, scale * wide)} for tall, wide in ((4, 6), (8, 4))]
    return Part(
        "vae_encoder",
        _FirstFrame(model),
        pictures[0],
        ("latent",),
        pictures[1],
        {"picture": (2, 3)},
        keeps_precision=True,
    )


def wan_decoder(folder: Path) -> Part:
    """Latents to a clip, of any length and size."""
    model = loaded(diffusers.AutoencoderKLWan, folder, "vae")
    channels = model.config.z_dim

    def inputs(latents: int, sides: tuple[int, int]) -> Inputs:
        return {"latent_sample": torch.randn(1, channels, latents, *sides)}

    return Part(
        "vae_decoder",
        _Decoder(model),
        inputs(_LATENTS, SIDES),
        ("sample",),
        inputs(_OTHER_LATENTS, OTHER_SIDES),
        {"latent_sample": (2, 3, 4)},
        keeps_precision=True,
    )
