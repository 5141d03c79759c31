# pyright: basic, reportMissingImports=false, reportPrivateImportUsage=false
"""T5's encoder."""

from collections.abc import Callable
from pathlib import Path

import torch
import transformers
from torch import Tensor

from sora_studio.conversion.part import Part, Wrapped, loaded


class _Encoder(Wrapped):
    def forward(self, input_ids: Tensor) -> Tensor:
        return self.model(input_ids=input_ids, return_dict=False)[0]


def t5_encoder(part: str, tokens: int) -> Callable[[Path], Part]:
    """The states of the last layer for `tokens` ids, those it is filled up with seen like any other."""

    def load(folder: Path) -> Part:
        model = loaded(transformers.T5EncoderModel, folder, part)
        ids = torch.arange(tokens).unsqueeze(0) % model.config.vocab_size
        # Some of its layers go beyond what half precision can count to.
        return Part(part, _Encoder(model), {"input_ids": ids}, ("last_hidden_state",), keeps_precision=True)

    return load
