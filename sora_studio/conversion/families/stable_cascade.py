# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""Stable Cascade: its prior, its decoder and its VQGAN."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import diffusers
import torch
from diffusers.models.unets.unet_stable_cascade import SDCascadeAttnBlock, SDCascadeResBlock
from diffusers.pipelines.deprecated.wuerstchen.modeling_paella_vq_model import PaellaVQModel
from torch import Tensor, nn

from sora_studio.conversion.families.clip import TOKENS, encoded
from sora_studio.conversion.part import OTHER_SIDES, SIDES, TIMESTEP, Inputs, Part, Wrapped, loaded

_PRIOR_SIDES, _OTHER_PRIOR_SIDES = (6, 9), (12, 3)


class _Told(Wrapped):
    """A model that is told the time in full, and goes on in its own precision."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__(model)
        self.model.get_timestep_ratio_embedding = partial(_embedded, self.model)


class _Prior(_Told):
    """Without a picture to be steered by, as a text alone is drawn."""

    def forward(self, sample: Tensor, timestep: Tensor, clip_text_pooled: Tensor, clip_text: Tensor) -> Tensor:
        summary = clip_text_pooled.unsqueeze(1)
        none = torch.zeros(1, 1, self.model.config.clip_image_in_channels, dtype=sample.dtype)
        return self.model(sample, timestep, summary, clip_text=clip_text, clip_img=none, return_dict=False)[0]


class _Decoder(_Told):
    def __init__(self, model: nn.Module) -> None:
        super().__init__(model)
        self.model._up_decode = partial(_risen, self.model)

    def forward(self, sample: Tensor, timestep: Tensor, clip_text_pooled: Tensor, effnet: Tensor) -> Tensor:
        return self.model(sample, timestep, clip_text_pooled.unsqueeze(1), effnet=effnet, return_dict=False)[0]


class _Vqgan(Wrapped):
    """Pictures in [-1, 1], as other decoders give them."""

    def forward(self, latent_sample: Tensor) -> Tensor:
        return 2.0 * self.model.decode(latent_sample).sample.clamp(0.0, 1.0) - 1.0


def _embedded(unet: Any, time: Tensor) -> Tensor:
    return type(unet).get_timestep_ratio_embedding(unet, time).to(unet.dtype)


def _risen(unet: Any, levels: list[Tensor], told: Tensor, text: Tensor) -> Tensor:
    """The half of the U-Net that enlarges, for sides it can halve as often as it does: so no two levels differ in size,
    which a graph would be asked of, and answer for one size only.
    """
    x = levels[0]
    for level, blocks, larger, mappers in zip(
        levels, unet.up_blocks, unet.up_upscalers, unet.up_repeat_mappers, strict=True
    ):
        for repeat in range(len(mappers) + 1):
            for place, block in enumerate(blocks):
                if isinstance(block, SDCascadeResBlock):
                    x = block(x, level if place == 0 and level is not levels[0] else None)
                else:
                    x = block(x, text if isinstance(block, SDCascadeAttnBlock) else told)
            if repeat < len(mappers):
                x = mappers[repeat](x)
        x = larger(x)
    return x


def _prior(part: str) -> Callable[[Path], Part]:
    def load(folder: Path) -> Part:
        model = loaded(diffusers.StableCascadeUNet, folder, part)
        config = model.config

        def inputs(sides: tuple[int, int], timestep: float) -> Inputs:
            return {
                "sample": torch.randn(1, config.in_channels, *sides),
                TIMESTEP: torch.tensor([timestep]),
                "clip_text_pooled": torch.randn(1, config.clip_text_pooled_in_channels),
                "clip_text": torch.randn(1, TOKENS, config.clip_text_in_channels),
            }

        given = inputs(_PRIOR_SIDES, 0.7), inputs(_OTHER_PRIOR_SIDES, 0.02)
        return Part(part, _Prior(model), given[0], ("out_sample",), given[1], {"sample": (2, 3)})

    return load


def _decoder(folder: Path) -> Part:
    model = loaded(diffusers.StableCascadeUNet, folder, "decoder")
    config = model.config

    def inputs(thirds: tuple[int, int], timestep: float) -> Inputs:
        return {
            "sample": torch.randn(1, config.in_channels, *(32 * side for side in thirds)),
            TIMESTEP: torch.tensor([timestep]),
            "clip_text_pooled": torch.randn(1, config.clip_text_pooled_in_channels),
            "effnet": torch.randn(1, config.effnet_in_channels, *(3 * side for side in thirds)),
        }

    given = inputs((1, 2), 0.7), inputs((3, 1), 0.02)
    varying = {"sample": (2, 3), "effnet": (2, 3)}
    return Part("decoder", _Decoder(model), given[0], ("out_sample",), given[1], varying)


def _vqgan(folder: Path) -> Part:
    model = loaded(PaellaVQModel, folder, "vqgan")
    channels = model.config.latent_channels
    given = [{"latent_sample": torch.randn(1, channels, *sides)} for sides in (SIDES, OTHER_SIDES)]
    return Part("vqgan", _Vqgan(model), given[0], ("sample",), given[1], {"latent_sample": (2, 3)})


_FINISH: Mapping[str, Callable[[Path], Part]] = {"decoder": _decoder, "vqgan": _vqgan}
# The two pipelines saved as one, which reads with the prior's encoder; and the decoder's with the prior's in a folder.
COMBINED_CASCADE: Mapping[str, Callable[[Path], Part]] = {
    "prior_text_encoder": encoded("prior_text_encoder"),
    "prior_prior": _prior("prior_prior"),
    **_FINISH,
}
STABLE_CASCADE: Mapping[str, Callable[[Path], Part]] = {
    "text_encoder": encoded("text_encoder"),
    "prior/prior": _prior("prior/prior"),
    **_FINISH,
}
