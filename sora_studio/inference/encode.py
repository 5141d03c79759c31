"""Stage A: a text to the conditioning the other stages are steered by."""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import refuse_blank
from sora_studio.inference.events import OnTruncated, TextTruncated
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.runtime import Array
from sora_studio.inference.session import SessionCache
from sora_studio.inference.tokenizer import tokenize

Conditioning: TypeAlias = Mapping[str, Array]


def encode_text(
    sessions: SessionCache,
    pack: ModelPack,
    text: str,
    *,
    on_truncated: OnTruncated | None = None,
    cancel: CancelToken | None = None,
) -> Conditioning:
    """The encoding of `text`, by the name of the encoder's output; one model run, told to nobody but `on_truncated`.

    Raises PackError, GenerationError, Cancelled.
    """
    stage = pack.encode
    ids, count = tokenize(pack, text)
    if count.truncated and on_truncated is not None:
        on_truncated(TextTruncated(text, count.tokens, count.limit))
    filled = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
    with sessions.lease(stage.model) as model:
        model.require(stage.inputs.values(), stage.output)
        tensors = {name: filled[role] for role, name in stage.inputs.items()}
        [encoded] = model.run_on(tensors, [stage.output], cancel or CancelToken())
    refuse_blank(encoded, "text")
    return {stage.output: encoded}
