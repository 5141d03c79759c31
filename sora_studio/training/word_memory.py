"""What stage A knows of single words beyond its text encoder: a table from a word to its vector.

The encoder is small: it splits rare words into pieces and knows little of them. Here each word has a vector of its own,
found by a number made of the word's pieces, so that the pieces are all that is needed. Where the vectors come from:
word_vectors.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

# How many numbers say how a word is used, and what kind of thing it names.
USE, KIND = 56, 96
MEANING = USE + KIND
# Words of more pieces than this are unknown.
MOST_PIECES = 6
# A polynomial over the pieces modulo a prime; the largest product, FACTOR * PRIME, stays below 2^63.
FACTOR, PRIME = 40_009, 140_737_488_355_213


@dataclass(frozen=True, slots=True)
class WordMemory:
    """Of n words: keys (n,) int64; uses (u, USE) int8 of the first u of them; kinds (k, KIND) int8, and which of these
    each word names, kind_of (n,) int32. Its vector is its use, or nought, and its kind, times scales (MEANING,).

    `continues` (vocabulary,) says which pieces go on with the word before them.
    """

    keys: np.ndarray
    uses: np.ndarray
    kinds: np.ndarray
    kind_of: np.ndarray
    scales: np.ndarray
    continues: np.ndarray

    def vectors(self) -> np.ndarray:
        """Of every word (n, MEANING) float32."""
        uses = np.zeros((len(self.keys), self.uses.shape[1]), np.int8)
        uses[: len(self.uses)] = self.uses
        return np.concatenate([uses, self.kinds[self.kind_of]], 1) * self.scales

    def read(self, ids: Sequence[int]) -> np.ndarray:
        """Per piece of a text the vector of the word it is part of (pieces, MEANING) float32: nought where unknown."""
        rows, vectors = {key: row for row, key in enumerate(self.keys.tolist())}, self.vectors()
        result = np.zeros((len(ids), vectors.shape[1]), np.float32)
        starts = [i for i, piece in enumerate(ids) if i == 0 or not self.continues[piece]]
        for start, stop in zip(starts, [*starts[1:], len(ids)], strict=True):
            row = rows.get(key_of(ids[start:stop])) if stop - start <= MOST_PIECES else None
            if row is not None:
                result[start:stop] = vectors[row]
        return result

    def save(self, file: Path) -> None:
        np.savez_compressed(file, **{field.name: getattr(self, field.name) for field in fields(self)})


def load_memory(file: Path) -> WordMemory:
    with np.load(file) as arrays:
        return WordMemory(**{field.name: arrays[field.name] for field in fields(WordMemory)})


def key_of(pieces: Sequence[int]) -> int:
    key = 0
    for piece in pieces:
        key = (key * FACTOR + piece + 1) % PRIME
    return key


def make_memory(
    pieces: Sequence[Sequence[int]], uses: np.ndarray, kinds: np.ndarray, continues: np.ndarray
) -> WordMemory:
    """Of n words given by their pieces: uses (u, USE) of the first, kinds (n, KIND) of all, float32."""
    first = {key_of(word): row for row, word in reversed(list(enumerate(pieces))) if len(word) <= MOST_PIECES}
    kept = sorted(first.values())
    rows, keys = np.array(kept), np.array([key_of(pieces[row]) for row in kept], np.int64)
    uses, kinds = uses[rows[rows < len(uses)]], kinds[rows]
    use_scales, kind_scales = (np.maximum(np.abs(part).max(0), 1e-6) / 127 for part in (uses, kinds))
    uses = np.rint(uses / use_scales).astype(np.int8)
    alike, kind_of = np.unique(np.rint(kinds / kind_scales).astype(np.int8), axis=0, return_inverse=True)
    scales = np.concatenate([use_scales, kind_scales]).astype(np.float32)
    return WordMemory(keys, uses, alike, kind_of.ravel().astype(np.int32), scales, continues)


def find_places(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A table without collisions: (shifts (B,), rows (T,)), both int64.

    key % B names a shift, and (key * FACTOR % PRIME + shift) % T the place of the key's row plus one, for short words'
    keys lie close together; nobody's places hold 0.
    """
    bucket_count, size = len(keys) // 3 + 1, len(keys) * 5 // 4 + 1
    order = np.argsort(keys % bucket_count, kind="stable")
    _, firsts = np.unique(keys[order] % bucket_count, return_index=True)
    buckets = sorted(np.split(order, firsts[1:]), key=len, reverse=True)
    scattered = keys * FACTOR % PRIME
    while any(_clash(scattered[bucket], size) for bucket in buckets):
        size += 1
    shifts, rows = np.zeros(bucket_count, np.int64), np.zeros(size, np.int64)
    for bucket in buckets:
        homes = scattered[bucket]
        shift = next(s for s in range(size) if not rows[(homes + s) % size].any())
        shifts[keys[bucket[0]] % bucket_count] = shift
        rows[(homes + shift) % size] = bucket + 1
    return shifts, rows


def _clash(homes: np.ndarray, size: int) -> bool:
    """Whether two of a bucket would share their place whatever its shift."""
    return len(set((homes % size).tolist())) < len(homes)
