# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""Wan's VAE: its encoder, for a whole clip of which one picture is given and the rest is grey.

Published, it encodes the first frame and then four at a time, and remembers what each of its convolutions saw last. The
exported graph does the same in a loop of its own, so that a clip takes no more memory than four of its frames do.
"""

from pathlib import Path

import diffusers
import torch
from diffusers.models.autoencoders.autoencoder_kl_wan import patchify
from torch import Tensor
from torch._higher_order_ops.scan import scan
from torch.nn import functional

from sora_studio.conversion.part import Inputs, Part, Wrapped, loaded

# Most convolutions look back that far; those that halve time remember one frame, which they find last.
_REMEMBERED = 2
_LATENTS, _OTHER_LATENTS = 3, 4
_SIDES, _OTHER_SIDES = (4, 6), (8, 4)


class _Clip(Wrapped):
    """A picture (1, 3, H, W) and which frames it is `given` for (F,), to latents, measured: (1, C, F', h, w)."""

    def forward(self, picture: Tensor, given: Tensor) -> Tensor:
        frame = picture.unsqueeze(2)
        # What is exported is compared with what the library itself gives.
        latents = self._in_turn(frame, given) if torch.compiler.is_exporting() else self._whole(frame, given)
        means, deviations = (
            torch.tensor(each).view(1, -1, 1, 1, 1)
            for each in (self.model.config.latents_mean, self.model.config.latents_std)
        )
        return (latents - means) / deviations

    def _whole(self, frame: Tensor, given: Tensor) -> Tensor:
        return self.model.encode(frame * given.view(1, 1, -1, 1, 1)).latent_dist.mode()

    def _in_turn(self, frame: Tensor, given: Tensor) -> Tensor:
        memory: list[Tensor | None] = [None] * len(list(self.model.encoder.modules()))
        first = self._encoded(frame * given[0], memory)
        used = [index for index, seen in enumerate(memory) if seen is not None]

        def further(before: list[Tensor], which: Tensor) -> tuple[list[Tensor], Tensor]:
            seen: list[Tensor | None] = [None] * len(memory)
            for index, each in zip(used, before, strict=True):
                seen[index] = each
            latent = self._encoded(frame * which.view(1, 1, -1, 1, 1), seen)
            return _remembered(seen), latent

        fours = given[1:].unflatten(0, (-1, self.model.config.scale_factor_temporal))
        _, rest = scan(further, _remembered(memory), fours)
        return torch.cat([first, rest.squeeze(3).permute(1, 2, 0, 3, 4)], dim=2)

    def _encoded(self, frames: Tensor, memory: list[Tensor | None]) -> Tensor:
        """One latent in time of frames that follow on those in `memory`, which is changed."""
        patch = self.model.config.patch_size
        squares = frames if patch is None else patchify(frames, patch)
        moments = self.model.quant_conv(self.model.encoder(squares, feat_cache=memory, feat_idx=[0]))
        return moments[:, : self.model.config.z_dim].clone()


def _remembered(memory: list[Tensor | None]) -> list[Tensor]:
    """What is in the memory, each of as many frames: before the first of a clip lie zeros."""
    known = [seen for seen in memory if seen is not None]
    return [
        functional.pad(seen, (0, 0, 0, 0, _REMEMBERED - seen.shape[2], 0)).clone(memory_format=torch.contiguous_format)
        for seen in known
    ]


def wan_clip_encoder(folder: Path) -> Part:
    """vae_encoder, of a clip of any length and size."""
    model = loaded(diffusers.AutoencoderKLWan, folder, "vae")
    scale, per_latent = model.config.scale_factor_spatial, model.config.scale_factor_temporal

    def inputs(latents: int, sides: tuple[int, int]) -> Inputs:
        given = torch.zeros(1 + (latents - 1) * per_latent)
        given[0] = 1.0
        return {"picture": torch.randn(1, 3, *(scale * side for side in sides)), "given": given}

    return Part(
        "vae_encoder",
        _Clip(model),
        inputs(_LATENTS, _SIDES),
        ("latent",),
        inputs(_OTHER_LATENTS, _OTHER_SIDES),
        {"picture": (2, 3), "given": (0,)},
        keeps_precision=True,
    )
