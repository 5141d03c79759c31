# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""CLIP's text encoders, with what the families take of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
import transformers
from torch import Tensor

from sora_studio.conversion.part import Inputs, Part, Wrapped, loaded

TOKENS = 77
# Our own name, where exporters number the states of every layer.
PENULTIMATE = "penultimate_hidden_state"


class _LastLayer(Wrapped):
    def forward(self, input_ids: Tensor) -> Tensor:
        return self.model(input_ids=input_ids, return_dict=False)[0]


class _SummedUp(Wrapped):
    def forward(self, input_ids: Tensor) -> tuple[Tensor, ...]:
        return tuple(self.model(input_ids=input_ids, return_dict=False)[:2])


class _LastButOne(Wrapped):
    """The states of the last layer but one, and of a model with a projection what sums the text up."""

    def forward(self, input_ids: Tensor) -> tuple[Tensor, ...]:
        found = self.model(input_ids=input_ids, output_hidden_states=True, return_dict=True)
        states = found.hidden_states[-2]
        return (states, found.text_embeds) if hasattr(found, "text_embeds") else (states,)


class _LastAndSummary(Wrapped):
    """The states of the last layer as they come, and the summary; blind to what a text is filled up with."""

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, ...]:
        found = self.model(
            input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True, return_dict=True
        )
        return found.hidden_states[-1], found.text_embeds


def last_layer(folder: Path) -> Part:
    """text_encoder, the states of its last layer."""
    model = loaded(transformers.CLIPTextModel, folder, "text_encoder")
    return Part("text_encoder", _LastLayer(model), {"input_ids": _ids(model)}, ("last_hidden_state",))


def summed_up(folder: Path) -> Part:
    """text_encoder, the states of its last layer and the whole text as one."""
    model = loaded(transformers.CLIPTextModel, folder, "text_encoder")
    outputs = ("last_hidden_state", "pooler_output")
    return Part("text_encoder", _SummedUp(model), {"input_ids": _ids(model)}, outputs)


def last_but_one(part: str, *, projected: bool) -> Callable[[Path], Part]:
    """The states of the last layer but one; of a `projected` model the summed-up text, too."""
    kind = transformers.CLIPTextModelWithProjection if projected else transformers.CLIPTextModel
    outputs = (PENULTIMATE, "text_embeds") if projected else (PENULTIMATE,)

    def load(folder: Path) -> Part:
        model = loaded(kind, folder, part)
        return Part(part, _LastButOne(model), {"input_ids": _ids(model)}, outputs)

    return load


def encoded(part: str) -> Callable[[Path], Part]:
    """The states of the last layer, and the summed-up text, seen without what it is filled up with."""

    def load(folder: Path) -> Part:
        model = loaded(transformers.CLIPTextModelWithProjection, folder, part)

        def inputs(words: int) -> Inputs:
            return {"input_ids": _ids(model), "attention_mask": (torch.arange(TOKENS) < words).long().unsqueeze(0)}

        return Part(part, _LastAndSummary(model), inputs(9), ("last_hidden_state", "text_embeds"), inputs(TOKENS))

    return load


def _ids(model: Any) -> Tensor:
    return torch.arange(TOKENS).unsqueeze(0) % model.config.vocab_size
