"""A clip longer than a model's longest is drawn as a chain of windows, each beginning with the last frame before it.

Where that is a picture, and latents are several frames each, its latent is another than the one it was decoded from:
then windows have no latent in common, and the first picture of each but the first is left out of the film.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sora_studio.inference.clip import Floats
from sora_studio.inference.pack import DraftStage


@dataclass(frozen=True, slots=True)
class Window:
    """The frames [start, stop) of a clip; each window may share its first frame with the one before."""

    start: int
    stop: int

    def times(self, frames_per_second: float) -> Floats:
        """When its frames are, in seconds since its first: a model knows no time beyond its longest clip."""
        return (np.arange(self.stop - self.start) / frames_per_second).astype(np.float32)


def windows(frame_count: int, frames_max: int, shared: int = 1) -> tuple[Window, ...]:
    """The chain that covers a clip: as few windows as there can be, and as even, for two frames alone hardly move.

    `shared` is how many frames each has in common with the one before.
    """
    if frame_count <= frames_max:
        return (Window(0, frame_count),)
    steps = frame_count - shared
    count = -(-steps // (frames_max - shared))
    seams = [steps * seam // count for seam in range(count + 1)]
    return tuple(Window(start, min(stop + shared, frame_count)) for start, stop in pairwise(seams))


def windows_of(stage: DraftStage, latents: int) -> tuple[Window, ...]:
    """The chain in which the stage draws so many latents in time."""
    return windows(latents, stage.latents_max, shared=0 if stage.begins_with_pictures else 1)


def finished_apart(stage: DraftStage, latents: int) -> tuple[Window, ...]:
    """What of so many latents is made pictures of by itself: windows with nothing in common, else all of them."""
    return windows_of(stage, latents) if stage.begins_with_pictures else (Window(0, latents),)


def clip_times(chain: Sequence[Window], frames_per_second: float) -> Floats:
    """The time every frame of the clip was drawn at (F,): a shared frame keeps that of the window it was drawn in."""
    times = np.zeros(chain[-1].stop, np.float32)
    for window in reversed(chain):
        times[window.start : window.stop] = window.times(frames_per_second)
    return times
