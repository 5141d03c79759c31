# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""The decoder of Wan's VAE, for a whole clip at once.

Published, it decodes latent by latent and remembers the two frames before for each of its convolutions, in a loop that
an exported graph would hold for one length only. As every one of them looks back alone, the same comes out of one pass
over the whole clip with nothing before it; but for where time is doubled, which leaves the first frame out.
"""

from functools import partial
from pathlib import Path
from typing import Any

import diffusers
import torch
from diffusers.models.autoencoders.autoencoder_kl_wan import WanResample, unpatchify
from torch import Tensor, nn

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
