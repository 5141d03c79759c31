"""What stage A knows of single words beyond its text encoder: a table from a word to its vector.

The encoder is small: it splits rare words into pieces and knows little of them. Here each word has a vector of its own,
found by a number made of the word's pieces, so that the pieces are all that is needed. Where the vectors come from:
word_vectors.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

# How many numbers a word has.
MEANING = 128
# Words of more pieces than this are unknown.
MOST_PIECES = 6
# A polynomial over the pieces modulo a prime; the largest product, FACTOR * PRIME, stays below 2^63.
FACTOR, PRIME = 40_009, 140_737_488_355_213


@dataclass(frozen=True, slots=True)
class WordMemory:
    """Of n words: keys (n,) int64; vectors (n, MEANING) int8, to be multiplied by scales (MEANING,) float32.

    `continues` (vocabulary,) says which pieces go on with the word before them.
    """

    keys: np.ndarray
    vectors: np.ndarray
    scales: np.ndarray
    continues: np.ndarray

    def read(self, ids: Sequence[int]) -> np.ndarray:
        """Per piece of a text the vector of the word it is part of (pieces, MEANING) float32: nought where unknown."""
        rows = {key: row for row, key in enumerate(self.keys.tolist())}
        result = np.zeros((len(ids), self.vectors.shape[1]), np.float32)
        starts = [i for i, piece in enumerate(ids) if i == 0 or not self.continues[piece]]
        for start, stop in zip(starts, [*starts[1:], len(ids)], strict=True):
            row = rows.get(key_of(ids[start:stop])) if stop - start <= MOST_PIECES else None
            if row is not None:
                result[start:stop] = self.vectors[row] * self.scales
        return result

    def save(self, file: Path) -> None:
        np.savez_compressed(file, keys=self.keys, vectors=self.vectors, scales=self.scales, continues=self.continues)


def load_memory(file: Path) -> WordMemory:
    with np.load(file) as arrays:
        return WordMemory(**{name: arrays[name] for name in ("keys", "vectors", "scales", "continues")})


def key_of(pieces: Sequence[int]) -> int:
    key = 0
    for piece in pieces:
        key = (key * FACTOR + piece + 1) % PRIME
    return key


def make_memory(pieces: Sequence[Sequence[int]], vectors: np.ndarray, continues: np.ndarray) -> WordMemory:
    """Of words given by their pieces, the more important first, and their vectors (n, MEANING) float32."""
    first = {key_of(word): row for row, word in reversed(list(enumerate(pieces))) if len(word) <= MOST_PIECES}
    rows = sorted(first.values())
    kept = vectors[rows]
    scales = (np.abs(kept).max(0) / 127).astype(np.float32)
    keys = np.array([key_of(pieces[row]) for row in rows], np.int64)
    return WordMemory(keys, np.rint(kept / scales).astype(np.int8), scales, continues)


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
