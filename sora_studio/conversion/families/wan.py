# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""Wan 2.1 and 2.2, clips from texts."""

from collections.abc import Callable, Mapping
from pathlib import Path

import diffusers
import torch
import transformers
from torch import Tensor

from sora_studio.conversion.checkpoint import settings_of
from sora_studio.conversion.families.first_frame import VARYING, begun, given_first, told
from sora_studio.conversion.families.wan_vae import wan_vae
from sora_studio.conversion.part import ODD_SIDES, SIDES, TIMESTEP, Inputs, Part, Wrapped, loaded

TOKENS = 512
LATENTS, OTHER_LATENTS = 3, 4


class _Encoder(Wrapped):
    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        states = self.model(input_ids=input_ids, attention_mask=attention_mask, return_dict=False)[0]
        return states * attention_mask.unsqueeze(-1)


class _Transformer(Wrapped):
    def forward(self, hidden_states: Tensor, timestep: Tensor, encoder_hidden_states: Tensor) -> Tensor:
        return self.model(hidden_states, timestep, encoder_hidden_states, return_dict=False)[0]


class _BegunTransformer(_Transformer):
    def forward(
        self,
        hidden_states: Tensor,
        timestep: Tensor,
        encoder_hidden_states: Tensor,
        first_frame: Tensor,
        has_first_frame: Tensor,
    ) -> Tensor:
        _, _, latents, height, width = hidden_states.shape
        _, tall, wide = self.model.config.patch_size
        tokens = told(timestep, has_first_frame, latents, (height // tall) * (width // wide))
        return super().forward(begun(hidden_states, first_frame, has_first_frame), tokens, encoder_hidden_states)


def _text_encoder(folder: Path) -> Part:
    model = loaded(transformers.UMT5EncoderModel, folder, "text_encoder")

    def inputs(words: int) -> Inputs:
        ids = torch.arange(TOKENS).unsqueeze(0) % model.config.vocab_size
        return {"input_ids": ids, "attention_mask": (torch.arange(TOKENS) < words).long().unsqueeze(0)}

    # Some of its layers go beyond what half precision can count to.
    return Part("text_encoder", _Encoder(model), inputs(40), ("last_hidden_state",), inputs(9), keeps_precision=True)


def _transformer(part: str) -> Callable[[Path], Part]:
    def load(folder: Path) -> Part:
        model = loaded(diffusers.WanTransformer3DModel, folder, part)
        config = model.config
        # Only the small model of 2.2 was taught to begin with a frame.
        begins = settings_of(folder).flag("expand_timesteps")

        def inputs(latents: int, sides: tuple[int, int], timestep: float, has: float) -> Inputs:
            return {
                "hidden_states": torch.randn(1, config.in_channels, latents, *sides),
                TIMESTEP: torch.tensor([timestep]),
                "encoder_hidden_states": torch.randn(1, TOKENS, config.text_dim),
                **(given_first(config.in_channels, sides, has) if begins else {}),
            }

        given = inputs(LATENTS, SIDES, 500.5, 1.0), inputs(OTHER_LATENTS, ODD_SIDES, 20.0, 0.0)
        module = _BegunTransformer(model) if begins else _Transformer(model)
        varying = {"hidden_states": (2, 3, 4), **(VARYING if begins else {})}
        return Part(part, module, given[0], ("out_sample",), given[1], varying)

    return load


WAN: Mapping[str, Callable[[Path], Part | tuple[Part, ...]]] = {
    "text_encoder": _text_encoder,
    "transformer": _transformer("transformer"),
    "transformer_2": _transformer("transformer_2"),
    "vae": wan_vae,
}
