"""How the concepts of a scene lie in one flat vector: per attribute its probabilities, one attribute after another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sora_studio.training.world.attributes import ATTRIBUTES


@dataclass(frozen=True, slots=True)
class ConceptLayout:
    """Names and sizes of the attributes; index 0 of each means "unspecified"."""

    names: tuple[str, ...]
    sizes: tuple[int, ...]

    @property
    def width(self) -> int:
        return sum(self.sizes)

    def slices(self) -> tuple[slice, ...]:
        edges = np.cumsum((0, *self.sizes)).tolist()
        return tuple(slice(start, stop) for start, stop in pairwise(edges))

    def slice_of(self, name: str) -> slice:
        return self.slices()[self.names.index(name)]

    def one_hot(self, indices: np.ndarray) -> np.ndarray:
        """Indices (..., attributes) to certain concepts (..., width), float32."""
        parts = [np.eye(size, dtype=np.float32)[indices[..., i]] for i, size in enumerate(self.sizes)]
        return np.concatenate(parts, axis=-1)

    def nothing(self) -> np.ndarray:
        """The concepts (1, width) of a text that asks for nothing."""
        return self.one_hot(np.zeros((1, len(self.sizes)), np.int64))


def layout_of(attributes: Mapping[str, Sequence[str]]) -> ConceptLayout:
    return ConceptLayout(tuple(attributes), tuple(len(values) for values in attributes.values()))


LAYOUT = layout_of(ATTRIBUTES)
