"""A take at the film's frame rate."""

from fractions import Fraction

from sora_studio.errors import ExportError
from sora_studio.film.flow import Motion, between, find_motion
from sora_studio.film.plan import FilmShot, Frame, Frames
from sora_studio.film.transitions import dissolve
from sora_studio.timeline.retime import Between
from sora_studio.timeline.time import FrameRate

# Closer to one of the take's own frames than this, that frame is shown untouched.
NEAR_ENOUGH = Fraction(1, 100)


class RetimedTake:
    """The frames of one take, asked for by film frame; holds the take and the motion last looked at."""

    def __init__(self, shot: FilmShot, rate: FrameRate) -> None:
        self._frames = shot.load()
        if self._frames.ndim != 4 or self._frames.shape[3] != 3 or not self._frames.size:
            raise ExportError("A take has no pictures in it.", "Render the shot again.")
        self._per_film_frame = shot.take_frames_per_film_frame(rate)
        self._motion: tuple[int, Motion] | None = None

    @property
    def own_frames(self) -> Frames:
        """All of the take's own frames, (F, h, w, 3)."""
        return self._frames

    @property
    def bytes(self) -> int:
        """What it holds in memory."""
        return self._frames.nbytes

    def frame(self, film_frame: Fraction | int, as_between: Between = "flow") -> Frame:
        """(h, w, 3) at `film_frame` film frames after the take's first; held before its start and past its end."""
        if as_between == "blend":
            return self.mixed(film_frame)
        index, time = self._place(film_frame)
        if not time or as_between == "repeat":
            return self._frames[index]
        return between(self._frames[index], self._frames[index + 1], self._motion_after(index), time)

    def mixed(self, film_frame: Fraction | int) -> Frame:
        """As `frame`, at a tenth of its cost: what lies between two frames is a plain mix of them."""
        index, time = self._place(film_frame)
        return dissolve(self._frames[index], self._frames[index + 1], time) if time else self._frames[index]

    def own(self, index: int) -> Frame:
        """The take's own frame of that index, the first or last for one beyond it."""
        return self._frames[min(max(index, 0), len(self._frames) - 1)]

    def _place(self, film_frame: Fraction | int) -> tuple[int, float]:
        """The take's own frame before, and how far on towards the next: 0 when it is shown untouched."""
        last = len(self._frames) - 1
        position = min(max(film_frame * self._per_film_frame, Fraction(0)), Fraction(last))
        nearest = round(position)
        if abs(position - nearest) < NEAR_ENOUGH:
            return nearest, 0.0
        return int(position), float(position - int(position))

    def _motion_after(self, index: int) -> Motion:
        # Read and written whole, for a viewer may ask from more than one thread.
        known = self._motion
        if known is None or known[0] != index:
            known = self._motion = index, find_motion(self._frames[index], self._frames[index + 1])
        return known[1]
