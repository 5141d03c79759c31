# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""AnimateDiff."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import diffusers
import torch
from torch import Tensor

from sora_studio.conversion.families.clip import TOKENS, last_layer
from sora_studio.conversion.families.image_vae import image_vae
from sora_studio.conversion.part import OTHER_SIDES, SIDES, TIMESTEP, Inputs, Part, Wrapped, loaded

_FRAMES, _OTHER_FRAMES = 16, 9


class _UNet(Wrapped):
    def forward(self, sample: Tensor, timestep: Tensor, encoder_hidden_states: Tensor) -> Tensor:
        # The text is told to every frame alike.
        states = encoder_hidden_states.expand(sample.shape[2], -1, -1)
        return self.model(sample, timestep, encoder_hidden_states=states, return_dict=False)[0]


def _unet(folder: Path) -> Part:
    still = json.loads((folder / "unet/config.json").read_text()).get("_class_name") == "UNet2DConditionModel"
    if still:
        adapter = loaded(diffusers.MotionAdapter, folder, "motion_adapter")
        base = loaded(diffusers.UNet2DConditionModel, folder, "unet")
        model = diffusers.UNetMotionModel.from_unet2d(base, adapter).eval().requires_grad_(False)
    else:
        model = loaded(diffusers.UNetMotionModel, folder, "unet")
    config = model.config

    def inputs(frames: int, sides: tuple[int, int], timestep: float) -> Inputs:
        return {
            "sample": torch.randn(1, config.in_channels, frames, *sides),
            TIMESTEP: torch.tensor([timestep]),
            "encoder_hidden_states": torch.randn(1, TOKENS, config.cross_attention_dim),
        }

    return Part(
        "unet",
        _UNet(model),
        inputs(_FRAMES, SIDES, 500.5),
        ("out_sample",),
        inputs(_OTHER_FRAMES, OTHER_SIDES, 20.0),
        {"sample": (2, 3, 4)},
    )


ANIMATE_DIFF: Mapping[str, Callable[[Path], Part | tuple[Part, ...]]] = {
    "text_encoder": last_layer,
    "unet": _unet,
    "vae": image_vae,
}
