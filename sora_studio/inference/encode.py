"""Stage A: a text to the conditioning the other stages are steered by."""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import refuse_blank
from sora_studio.inference.events import OnTruncated, OnUnknown, TextTruncated, WordsUnknown
from sora_studio.inference.pack import EncodeStage, Join, ModelPack
from sora_studio.inference.runtime import Array
from sora_studio.inference.session import SessionCache
from sora_studio.inference.tokenizer import Tokens, count_tokens, tokenize
from sora_studio.inference.words import unknown_words

Conditioning: TypeAlias = Mapping[str, Array]

# What the later stages know a second reader's own results by, where it is told of alone.
SECOND_STATES, SECOND_POOLED = "second_states", "second_pooled"


def encode_text(
    sessions: SessionCache,
    pack: ModelPack,
    text: str,
    *,
    on_truncated: OnTruncated | None = None,
    on_unknown: OnUnknown | None = None,
    cancel: CancelToken | None = None,
) -> Conditioning:
    """The encoding of `text`, by the name of the encoder's output, in one run of each model that reads it.

    `on_truncated` is told of a text longer than the model reads, `on_unknown` of words it can't draw.
    Raises PackError, GenerationError, Cancelled.
    """
    stage, cancel = pack.encode, cancel or CancelToken()
    tokens, count = tokenize(stage, text), count_tokens(pack, text)
    if count.truncated and on_truncated is not None:
        on_truncated(TextTruncated(text, count.tokens, count.limit))
    found = _read(sessions, stage, tokens, cancel)
    if stage.heard:
        words = unknown_words(text, tokens.offsets, found.pop(stage.heard).reshape(-1))
        if words and on_unknown is not None:
            on_unknown(WordsUnknown(text, words))
    alone: dict[str, Array] = {}
    for reader in stage.readers[1:]:
        also = _read(sessions, reader, tokenize(reader, text), cancel)
        if reader.alone:
            alone = {SECOND_STATES: also[reader.output], SECOND_POOLED: also[reader.pooled]}
        found[stage.output] = _joined(found[stage.output], also.pop(reader.output), reader.joined)
        for name, pooled in also.items():
            found[name] = np.concatenate([found[name], pooled], axis=-1) if name in found else pooled
    if stage.room:
        states = found[stage.output]
        found[stage.output] = np.pad(
            states, [(0, 0), *((0, room - side) for room, side in zip(stage.room, states.shape[1:], strict=True))]
        )
    if stage.empty_is_zero and not text:
        found = {name: np.zeros_like(array) for name, array in found.items()}
    return found | alone


def _joined(states: Array, others: Array, join: Join) -> Array:
    """States (1, n, width) with those of another reader of the same text."""
    if join == "apart":
        return states
    if join == "beside":
        return np.concatenate([states, others], axis=-1)
    width = max(states.shape[-1], others.shape[-1])
    filled = [np.pad(each, ((0, 0), (0, 0), (0, width - each.shape[-1]))) for each in (states, others)]
    return np.concatenate(filled, axis=1)


def _read(sessions: SessionCache, stage: EncodeStage, tokens: Tokens, cancel: CancelToken) -> dict[str, Array]:
    """What one model gives for a text, by the names of its tensors."""
    ids = tokens.ids
    seen = np.ones_like(ids)
    if stage.padding is not None:
        room = ((0, 0), (0, stage.max_tokens - ids.shape[1]))
        ids, seen = np.pad(ids, room, constant_values=stage.padding), np.pad(seen, room)
    filled = {"input_ids": ids, "attention_mask": seen}
    with sessions.lease(stage.model) as model:
        outputs = [name for name in (stage.output, stage.pooled, stage.heard) if name]
        model.require(stage.inputs.values(), *outputs)
        tensors = {name: filled[role] for role, name in stage.inputs.items()}
        found = dict(zip(outputs, model.run_on(tensors, outputs, cancel), strict=True))
    refuse_blank(found[stage.output], "text")
    return found
