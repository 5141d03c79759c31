"""The scrub bar's arithmetic: frames to pixels and back, its cuts, and what each shot shows. No Qt."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

COLUMN = 2


@dataclass(frozen=True, slots=True)
class ScrubBar:
    """A film of `duration_frames` laid over `width` logical pixels, `margin` free at either end."""

    duration_frames: int
    width: float
    margin: float = 0.0

    @property
    def _room(self) -> float:
        return max(1.0, self.width - 2 * self.margin)

    @property
    def frames_per_pixel(self) -> float:
        return self.duration_frames / self._room

    def x(self, frame: float) -> float:
        """Where a frame begins; the film's end for its duration."""
        return self.margin + self._room * frame / max(1, self.duration_frames)

    def frame(self, x: float) -> int:
        """The frame under a pixel, held to the film."""
        at = int((x - self.margin) / self._room * self.duration_frames)
        return min(max(at, 0), max(0, self.duration_frames - 1))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring shots that look alike on the bar: where they lie, and their badge."""

    start: int
    stop: int
    badge: str


def stretches(cuts: Sequence[int], bar: ScrubBar, badge: Callable[[int], str]) -> tuple[Stretch, ...]:
    """The film in stretches of one badge; `badge` tells it by a shot's place.

    In a film of thousands of shots many share `COLUMN` pixels: the first is enough, and no other is asked about.
    """
    joined: list[Stretch] = []
    # Whole frames, which compare faster: a shot that begins within a column belongs to it.
    place, last, column = 0, len(cuts) - 1, ceil(COLUMN * bar.frames_per_pixel)
    start, same = 0, badge(0) if last else ""
    while place < last:
        this = badge(place)
        if this != same:
            joined.append(Stretch(start, cuts[place], same))
            start, same = cuts[place], this
        place = bisect_left(cuts, cuts[place] + column, place + 1, last)
    if last:
        joined.append(Stretch(start, cuts[last], same))
    return tuple(joined)


def cuts_apart(cuts: Sequence[int], bar: ScrubBar, apart: float = 4.0) -> tuple[float, ...]:
    """Where to draw the inner cuts; none where they would lie closer than `apart` pixels and only blur."""
    if len(cuts) < 3 or bar.width / (len(cuts) - 1) < apart:
        return ()
    return tuple(bar.x(cut) for cut in cuts[1:-1])


def next_cut(cuts: Sequence[int], frame: int) -> int:
    """The first frame of the next shot; the film's last frame from its last shot."""
    at = bisect_right(cuts, frame)
    return cuts[at] if at < len(cuts) - 1 else max(0, cuts[-1] - 1)


def previous_cut(cuts: Sequence[int], frame: int) -> int:
    """The first frame of the shot, or of the one before from there."""
    return cuts[max(0, bisect_left(cuts, frame) - 1)]


def shot_index(cuts: Sequence[int], frame: int) -> int:
    """Which shot (from 0) a frame of the film belongs to."""
    return min(max(0, bisect_right(cuts, frame) - 1), max(0, len(cuts) - 2))
