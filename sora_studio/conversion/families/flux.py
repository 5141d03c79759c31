# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""Flux.1 dev and schnell."""

from collections.abc import Callable, Mapping
from pathlib import Path

import diffusers
import torch
from torch import Tensor

from sora_studio.conversion.families.clip import summed_up
from sora_studio.conversion.families.image_vae import image_vae
from sora_studio.conversion.families.t5 import t5_encoder
from sora_studio.conversion.part import ODD_SIDES, SIDES, TIMESTEP, Inputs, Part, Wrapped, loaded

# How much of a text the model that is told the guidance was taught with, and the one that isn't.
_TOKENS, _TOKENS_DISTILLED = 512, 256


class _Transformer(Wrapped):
    def forward(
        self,
        hidden_states: Tensor,
        timestep: Tensor,
        encoder_hidden_states: Tensor,
        pooled_projections: Tensor,
        img_ids: Tensor,
        txt_ids: Tensor,
        guidance: Tensor | None = None,
    ) -> Tensor:
        return self.model(
            hidden_states=hidden_states,
            timestep=timestep,
            encoder_hidden_states=encoder_hidden_states,
            pooled_projections=pooled_projections,
            img_ids=img_ids,
            txt_ids=txt_ids,
            guidance=guidance,
            return_dict=False,
        )[0]


def _transformer(folder: Path) -> Part:
    model = loaded(diffusers.FluxTransformer2DModel, folder, "transformer")
    config = model.config

    def inputs(sides: tuple[int, int], timestep: float) -> Inputs:
        rows, columns = (torch.arange(float(side // 2)) for side in sides)
        grid = torch.stack([torch.zeros(len(rows), len(columns)), *torch.meshgrid(rows, columns, indexing="ij")], -1)
        return {
            "hidden_states": torch.randn(1, len(rows) * len(columns), config.in_channels),
            TIMESTEP: torch.tensor([timestep]),
            "encoder_hidden_states": torch.randn(1, _tokens(folder), config.joint_attention_dim),
            "pooled_projections": torch.randn(1, config.pooled_projection_dim),
            "img_ids": grid.reshape(-1, 3),
            "txt_ids": torch.zeros(_tokens(folder), 3),
            **({"guidance": torch.tensor([3.5])} if config.guidance_embeds else {}),
        }

    return Part(
        "transformer",
        _Transformer(model),
        inputs(SIDES, 0.5),
        ("out_sample",),
        inputs(ODD_SIDES, 0.02),
        {"hidden_states": (1,), "img_ids": (0,)},
    )


def _second(folder: Path) -> Part:
    return t5_encoder("text_encoder_2", _tokens(folder))(folder)


def _tokens(folder: Path) -> int:
    config = diffusers.FluxTransformer2DModel.load_config(folder / "transformer", local_files_only=True)
    return _TOKENS if config["guidance_embeds"] else _TOKENS_DISTILLED


FLUX: Mapping[str, Callable[[Path], Part | tuple[Part, ...]]] = {
    "text_encoder": summed_up,
    "text_encoder_2": _second,
    "transformer": _transformer,
    "vae": image_vae,
}
