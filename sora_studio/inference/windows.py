"""A clip longer than a model's longest is drawn as a chain of windows, each beginning with the last frame before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sora_studio.inference.clip import Floats


@dataclass(frozen=True, slots=True)
class Window:
    """The frames [start, stop) of a clip; each window shares its first frame with the one before."""

    start: int
    stop: int

    def times(self, frames_per_second: float) -> Floats:
        """When its frames are, in seconds since its first: a model knows no time beyond its longest clip."""
        return (np.arange(self.stop - self.start) / frames_per_second).astype(np.float32)


def windows(frame_count: int, frames_max: int) -> tuple[Window, ...]:
    """The chain that covers a clip: as few windows as there can be, and as even, for two frames alone hardly move."""
    if frame_count <= frames_max:
        return (Window(0, frame_count),)
    steps = frame_count - 1
    count = -(-steps // (frames_max - 1))
    seams = [steps * seam // count for seam in range(count + 1)]
    return tuple(Window(start, min(stop + 1, frame_count)) for start, stop in pairwise(seams))


def clip_times(chain: Sequence[Window], frames_per_second: float) -> Floats:
    """The time every frame of the clip was drawn at (F,): a shared frame keeps that of the window it was drawn in."""
    times = np.zeros(chain[-1].stop, np.float32)
    for window in reversed(chain):
        times[window.start : window.stop] = window.times(frames_per_second)
    return times
