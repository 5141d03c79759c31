"""Sound that gives way while someone speaks."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# Film samples a second; `sound`, which mixes these in, has the same.
SAMPLE_RATE = 48_000
# Down by the time the voice begins, up again at leisure: what mixers set by ear.
FALL, RISE = SAMPLE_RATE // 5, SAMPLE_RATE // 2


@dataclass(frozen=True, slots=True)
class Ducking:
    """`gain` (linear) during the spans of film samples, which are in order and leave room to come up in between."""

    gain: float
    spans: tuple[tuple[int, int], ...]

    def gains(self, at: int, count: int) -> NDArray[np.float32]:
        """The gain of each film sample from `at` on."""
        if not self.spans:
            return np.ones(count, np.float32)
        turns = [place for start, stop in self.spans for place in (start - FALL, start, stop, stop + RISE)]
        levels = [1.0, self.gain, self.gain, 1.0] * len(self.spans)
        return np.interp(np.arange(at, at + count), turns, levels).astype(np.float32)


def joined_spans(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in order, those too close together for the sound to come up in between as one."""
    in_order = sorted(spans)
    joined: list[tuple[int, int]] = in_order[:1]
    for _, (start, stop) in pairwise(in_order):
        last_start, last_stop = joined[-1]
        if start - FALL <= last_stop + RISE:
            joined[-1] = (last_start, max(stop, last_stop))
        else:
            joined.append((start, stop))
    return tuple(joined)
