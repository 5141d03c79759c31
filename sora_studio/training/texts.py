# pyright: basic, reportMissingImports=false
"""Texts the encoder has read, with what each asks for and which of its tokens name nothing that can be drawn."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from sora_studio.training import lexicon, undrawable
from sora_studio.training.encoder import Embedder
from sora_studio.training.world.attributes import ATTRIBUTES, UNSPECIFIED
from sora_studio.training.world.captions import caption
from sora_studio.training.world.scene_choice import sample_scene

TEXTS_PER_FILE = 2000
NAME_SHARE, OWN_WORDS_SHARE, UNDRAWABLE_SHARE = 0.3, 0.27, 0.13
# What a token is part of; the last two are heard.
UNDRAWABLE, PLAIN, NAME = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Texts:
    """Tokens of many texts end to end (tokens, TOKEN_WIDTH) float16, where each starts, targets (n, A), and per
    token what it is part of (tokens,) int8."""

    tokens: np.ndarray
    starts: np.ndarray
    targets: np.ndarray
    kinds: np.ndarray

    @property
    def lengths(self) -> np.ndarray:
        return self.starts[1:] - self.starts[:-1]

    def batch(self, which: np.ndarray) -> tuple[Tensor, Tensor, Tensor]:
        lengths = self.starts[which + 1] - self.starts[which]
        tokens = np.zeros((len(which), int(lengths.max()), self.tokens.shape[1]), np.float32)
        mask = np.zeros(tokens.shape[:2], np.float32)
        for row, (i, length) in enumerate(zip(which, lengths, strict=True)):
            tokens[row, :length] = self.tokens[self.starts[i] : self.starts[i] + length]
            mask[row, :length] = 1
        return torch.from_numpy(tokens), torch.from_numpy(mask), torch.from_numpy(self.targets[which])


def one_text(rng: np.random.Generator) -> tuple[str, dict[str, str]]:
    """A text to learn from and what it states: a name alone, other people's words, undrawable things, or a caption."""
    kind = rng.random() - NAME_SHARE
    if kind < 0:
        return lexicon.name_alone(rng)
    if kind < OWN_WORDS_SHARE:
        return lexicon.sentence(rng)
    if kind < OWN_WORDS_SHARE + UNDRAWABLE_SHARE:
        return undrawable.sentence(rng)
    return caption(sample_scene(rng), rng)


def embed_texts(folder: Path, embed: Embedder, minutes: float) -> None:
    """Fills the gaps among the numbered files of `folder` for `minutes`; a file's number is its seed."""
    folder.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + minutes * 60
    for number in count():
        file = folder / f"{number:04}.npz"
        if file.exists():
            continue
        if time.monotonic() > deadline:
            return
        rng = np.random.default_rng([7, number])
        tokens, targets, kinds = [], [], []
        for _ in range(TEXTS_PER_FILE):
            text, stated = one_text(rng)
            embedded, offsets = embed.with_offsets(text)
            tokens.append(embedded.astype(np.float16))
            targets.append(target_of(stated))
            kinds.append(kinds_of(text, offsets))
        lengths = np.array([len(t) for t in tokens])
        part = file.with_suffix(".part.npz")
        np.savez(
            part,
            tokens=np.concatenate(tokens),
            lengths=lengths,
            targets=np.array(targets),
            kinds=np.concatenate(kinds),
        )
        part.rename(file)
        print(f"{(number + 1) * TEXTS_PER_FILE} texts", flush=True)


def kinds_of(text: str, offsets: list[tuple[int, int]]) -> np.ndarray:
    """Per token (tokens,) int8: a piece of a noun nobody can draw, of a figure's or place's name, or of neither."""
    kinds = np.full(len(offsets), PLAIN, np.int8)
    for kind, spans in ((NAME, undrawable.drawable_spans(text)), (UNDRAWABLE, undrawable.unheard_spans(text))):
        for i, (start, stop) in enumerate(offsets):
            if any(start < b and stop > a for a, b in spans):
                kinds[i] = kind
    return kinds


def target_of(stated: Mapping[str, str]) -> list[int]:
    """What the painters are told of a text: a place with nobody named is empty, one figure named stands alone."""
    asked = {name: value for name, value in stated.items() if value != UNSPECIFIED}
    if "setting" in asked:
        asked.setdefault("subject", "none")
    if "subject" in asked:
        asked.setdefault("companion", "none")
    return [values.index(asked.get(name, UNSPECIFIED)) for name, values in ATTRIBUTES.items()]


def read_texts(folder: Path) -> Texts:
    tokens, lengths, targets, kinds = [], [], [], []
    for file in sorted(folder.glob("[0-9][0-9][0-9][0-9].npz")):
        with np.load(file) as arrays:
            tokens.append(arrays["tokens"])
            lengths.append(arrays["lengths"])
            targets.append(arrays["targets"])
            kinds.append(arrays["kinds"])
    starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths))])
    return Texts(np.concatenate(tokens), starts, np.concatenate(targets), np.concatenate(kinds))
