"""Frames of a film being written, in order: holds the takes they come from, heeds a cancel, tells of progress."""

from collections import OrderedDict
from collections.abc import Callable, Generator, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Protocol

from sora_studio.errors import Cancelled, ExportError
from sora_studio.film.overlays import Overlay, drawn, key_of
from sora_studio.film.plan import FilmShot, FilmSize, Frame, Segment, plan_segments

if TYPE_CHECKING:
    from sora_studio.film.retime import RetimedTake

Progress = Callable[[int, int], None]
# A transition needs two takes; any other frame needs one.
TAKES_IN_MEMORY = 2
LARGEST_SIDE = 8192


class CancelSignal(Protocol):
    @property
    def cancelled(self) -> bool: ...


class TakeFrames:
    """One film under way. `on_progress` is told frames done and frames in all."""

    def __init__(
        self,
        shots: Sequence[FilmShot],
        size: FilmSize,
        on_progress: Progress | None = None,
        cancel: CancelSignal | None = None,
        overlays: Sequence[Overlay] = (),
    ) -> None:
        """`overlays` lie over the frames, the first lowest.

        Raises ExportError where there is nothing to show, or not in that size.
        """
        if not shots:
            raise ExportError("The film has no finished shots.", "Render a shot first.")
        if size.width % 2 or size.height % 2 or not (min(size.width, size.height) >= 2):
            raise _no_size(size)
        if max(size.width, size.height) > LARGEST_SIDE:
            raise _no_size(size)
        plan = plan_segments(shots)
        starts = list(accumulate((segment.frames for segment in plan), initial=0))
        # Each segment behind the film frame it begins with.
        self.plan, self.size = tuple(zip(starts, plan, strict=False)), size
        self.total = starts[-1]
        self._overlays = tuple(overlays)
        self._on_progress, self._cancel = on_progress, cancel
        self._done = 0
        self._takes: OrderedDict[str, RetimedTake] = OrderedDict()

    def laid_over(self, start: int, segment: Segment) -> list[object]:
        """Names all that is drawn over a segment's frames."""
        return key_of(self._overlays, start, segment.frames)

    def frames(self, start: int, segment: Segment, step: int = 1) -> Generator[Frame]:
        """The segment's frames, (height, width, 3): every `step`th of the film, the first of it being one of them.

        Raises Cancelled.
        """
        from sora_studio.film.compose import film_frame

        at = 0
        for index in range(-start % step, segment.frames, step):
            self.check_cancel()
            self.advance(index - at)
            yield drawn(self._overlays, film_frame(segment, index, self._take_frame, self.size), start + index)
            at = index
        self.advance(segment.frames - at)

    def all_frames(self, step: int = 1) -> Generator[Frame]:
        """Every `step`th frame of the whole film."""
        for start, segment in self.plan:
            yield from self.frames(start, segment, step)

    def advance(self, frames: int) -> None:
        if frames:
            self._done += frames
            if self._on_progress is not None:
                self._on_progress(self._done, self.total)

    def check_cancel(self) -> None:
        if self._cancel is not None and self._cancel.cancelled:
            raise Cancelled

    def _take_frame(self, shot: FilmShot, position: Fraction | int) -> Frame:
        return self._take(shot).frame(position, shot.between)

    def _take(self, shot: FilmShot) -> "RetimedTake":
        from sora_studio.film.retime import RetimedTake

        name = f"{shot.key} {shot.frames_per_second}"
        if name not in self._takes:
            while len(self._takes) >= TAKES_IN_MEMORY:
                self._takes.popitem(last=False)
            self._takes[name] = RetimedTake(shot, self.size.rate)
        self._takes.move_to_end(name)
        return self._takes[name]


def _no_size(size: FilmSize) -> ExportError:
    return ExportError(
        f"A film can't be {size.width}x{size.height}.", f"Both sides must be even numbers, up to {LARGEST_SIDE}."
    )
