"""What is laid over the film's frames after they are cut together: a matte, fades at its ends, words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sora_studio.film.plan import Frame


class Overlay(Protocol):
    """`key` names all that is drawn over `frames` frames of the film from `start` on; equal keys, equal pictures.

    `draw` gives the frame (h, w, 3) with it; the one it was given may be shared, and is never changed.
    """

    def key(self, start: int, frames: int) -> object: ...
    def draw(self, frame: Frame, film_frame: int) -> Frame: ...


def key_of(overlays: Sequence[Overlay], start: int, frames: int) -> list[object]:
    """Names all that they draw over those frames, as plain values."""
    return [key for each in overlays if (key := each.key(start, frames)) is not None]


def drawn(overlays: Sequence[Overlay], frame: Frame, film_frame: int) -> Frame:
    """The frame with all of them, the first lowest."""
    for each in overlays:
        frame = each.draw(frame, film_frame)
    return frame


@dataclass(frozen=True, slots=True)
class Matte:
    """Black bars that leave a picture of that shape, width by height."""

    shape: float

    def key(self, start: int, frames: int) -> object:
        return ["matte", self.shape]

    def draw(self, frame: Frame, film_frame: int) -> Frame:
        height, width = frame.shape[:2]
        # Even bars keep the edge on a chroma sample.
        across = round((width - height * self.shape) / 4) * 2
        down = round((height - width / self.shape) / 4) * 2
        if max(across, down) <= 0:
            return frame
        frame = frame.copy()
        if across > 0:
            frame[:, :across] = frame[:, width - across :] = 0
        if down > 0:
            frame[:down] = frame[height - down :] = 0
        return frame


@dataclass(frozen=True, slots=True)
class EndFades:
    """From black at the beginning and to black at the end of a film of `duration_frames`."""

    fade_in: int
    fade_out: int
    duration_frames: int

    def key(self, start: int, frames: int) -> object:
        seen = [self._gain(at) for at in range(start, start + frames)] if self._touches(start, frames) else []
        return ["fade", seen] if any(gain < 1 for gain in seen) else None

    def draw(self, frame: Frame, film_frame: int) -> Frame:
        gain = self._gain(film_frame)
        return frame if gain >= 1 else (frame * np.float32(gain) + np.float32(0.5)).astype(np.uint8)

    def _touches(self, start: int, frames: int) -> bool:
        return start < self.fade_in or start + frames > self.duration_frames - self.fade_out

    def _gain(self, film_frame: int) -> float:
        """The first frame of a fade in and the last of a fade out are black."""
        gains = [1.0]
        if self.fade_in:
            gains.append(film_frame / self.fade_in)
        if self.fade_out:
            gains.append((self.duration_frames - 1 - film_frame) / self.fade_out)
        return max(0.0, min(gains))
