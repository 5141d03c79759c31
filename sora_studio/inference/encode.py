"""Stage A: a text to the conditioning the other stages are steered by."""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import refuse_blank
from sora_studio.inference.events import OnTruncated, OnUnknown, TextTruncated, WordsUnknown
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.runtime import Array
from sora_studio.inference.session import SessionCache
from sora_studio.inference.tokenizer import tokenize
from sora_studio.inference.words import unknown_words

Conditioning: TypeAlias = Mapping[str, Array]


def encode_text(
    sessions: SessionCache,
    pack: ModelPack,
    text: str,
    *,
    on_truncated: OnTruncated | None = None,
    on_unknown: OnUnknown | None = None,
    cancel: CancelToken | None = None,
) -> Conditioning:
    """The encoding of `text`, by the name of the encoder's output, in one model run.

    `on_truncated` is told of a text longer than the model reads, `on_unknown` of words it can't draw.
    Raises PackError, GenerationError, Cancelled.
    """
    stage = pack.encode
    tokens = tokenize(pack, text)
    ids, count = tokens.ids, tokens.count
    if count.truncated and on_truncated is not None:
        on_truncated(TextTruncated(text, count.tokens, count.limit))
    seen = np.ones_like(ids)
    if stage.padding is not None:
        room = ((0, 0), (0, stage.max_tokens - ids.shape[1]))
        ids, seen = np.pad(ids, room, constant_values=stage.padding), np.pad(seen, room)
    filled = {"input_ids": ids, "attention_mask": seen}
    with sessions.lease(stage.model) as model:
        outputs = [stage.output, stage.heard] if stage.heard else [stage.output]
        model.require(stage.inputs.values(), *outputs)
        tensors = {name: filled[role] for role, name in stage.inputs.items()}
        encoded, *heard = model.run_on(tensors, outputs, cancel or CancelToken())
    refuse_blank(encoded, "text")
    words = unknown_words(text, tokens.offsets, heard[0].reshape(-1)) if heard else ()
    if words and on_unknown is not None:
        on_unknown(WordsUnknown(text, words))
    return {stage.output: encoded}
