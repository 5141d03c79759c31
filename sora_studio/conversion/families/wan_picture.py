# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""Wan 2.1 and 2.2, clips from pictures: beside what is drawn lie a whole clip's latents, of which one is given.

Of the small model of 2.2, which is one for texts and pictures alike, another file tells.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import diffusers
import torch
from torch import Tensor

from sora_studio.conversion.checkpoint import settings_of, weights_variant
from sora_studio.conversion.families.clip_vision import picture_reader, read_cut
from sora_studio.conversion.families.wan import LATENTS, OTHER_LATENTS, TOKENS, WAN
from sora_studio.conversion.families.wan_vae import wan_decoder, wan_vae
from sora_studio.conversion.families.wan_vae_clip import wan_clip_encoder
from sora_studio.conversion.part import ODD_SIDES, SIDES, TIMESTEP, Inputs, Part, Wrapped, loaded
from sora_studio.errors import PackError
from sora_studio.inference.pipeline_folder import pipeline_folder

_READER, _PROCESSOR = "image_encoder", "image_processor"
_FRAMES_PER_LATENT = 4


class _Transformer(Wrapped):
    def __init__(self, model: Any, told_frames: int) -> None:
        super().__init__(model)
        self.told_frames = told_frames

    def forward(
        self,
        hidden_states: Tensor,
        timestep: Tensor,
        encoder_hidden_states: Tensor,
        first_frame: Tensor,
        has_first_frame: Tensor,
        picture_states: Tensor | None = None,
    ) -> Tensor:
        _, _, latents, height, width = hidden_states.shape
        # Of each latent's frames, whether they are given: all of the first, for it is one frame.
        is_first = torch.arange(latents) == 0
        given = (is_first * has_first_frame).view(1, 1, -1, 1, 1).expand(1, self.told_frames, latents, height, width)
        whole = torch.cat([hidden_states, given, first_frame], dim=1)
        return self.model(whole, timestep, encoder_hidden_states, picture_states, return_dict=False)[0]


def _transformer(part: str) -> Callable[[Path], Part | tuple[Part, ...]]:
    def load(folder: Path) -> Part | tuple[Part, ...]:
        if _is_small(folder):
            return WAN[part](folder)
        _refuse_unlike(folder, part)
        model = loaded(diffusers.WanTransformer3DModel, folder, part)
        config, channels = model.config, model.config.out_channels

        def inputs(latents: int, sides: tuple[int, int], timestep: float, has: float) -> Inputs:
            seen = {} if config.image_dim is None else {"picture_states": torch.randn(1, latents, config.image_dim)}
            return {
                "hidden_states": torch.randn(1, channels, latents, *sides),
                TIMESTEP: torch.tensor([timestep]),
                "encoder_hidden_states": torch.randn(1, TOKENS, config.text_dim),
                "first_frame": torch.randn(1, channels, latents, *sides),
                "has_first_frame": torch.tensor([has]),
                **seen,
            }

        return Part(
            part,
            _Transformer(model, config.in_channels - 2 * channels),
            inputs(LATENTS, SIDES, 500.5, 1.0),
            ("out_sample",),
            inputs(OTHER_LATENTS, ODD_SIDES, 20.0, 0.0),
            {"hidden_states": (2, 3, 4), "first_frame": (2, 3, 4), "picture_states": (1,)},
        )

    return load


def _is_small(folder: Path) -> bool:
    return settings_of(folder).flag("expand_timesteps")


def _refuse_unlike(folder: Path, part: str) -> None:
    """Raise PackError, before anything large is read, for a transformer that isn't told a picture as these are."""
    root = pipeline_folder(folder)
    settings, vae = root.settings_of(part), root.settings_of("vae")
    takes, drawn = settings.integer("in_channels", 1, 1 << 12), settings.integer("out_channels", 1, 1 << 12)
    wanted = 2 * drawn + vae.integer_or("scale_factor_temporal", _FRAMES_PER_LATENT, 64)
    if takes != wanted:
        raise PackError(
            f"{folder.name}/{part}/config.json: the transformer takes {takes} channels, and one of clips from pictures "
            f"takes {wanted}.",
            "Take all parts from one checkpoint; where it draws from texts alone, its model_index.json names "
            "WanPipeline.",
        )
    if settings.has("pos_embed_seq_len"):
        raise PackError(
            f"{folder.name}/{part}/config.json: this model joins a first picture and a last, which can't be asked for "
            "here.",
            "Take Wan's model from one picture to clip.",
        )
    if settings.has("image_dim"):
        weights_variant(folder, _READER)
        read_cut(folder, _PROCESSOR)


def _vae(folder: Path) -> tuple[Part, ...]:
    return wan_vae(folder) if _is_small(folder) else (wan_decoder(folder), wan_clip_encoder(folder))


# The transformer first: where the checkpoint lacks something, it is told before anything takes long.
WAN_PICTURE: Mapping[str, Callable[[Path], Part | tuple[Part, ...]]] = {
    "transformer": _transformer("transformer"),
    "transformer_2": _transformer("transformer_2"),
    "text_encoder": WAN["text_encoder"],
    _READER: picture_reader(_READER, _PROCESSOR),
    "vae": _vae,
}
