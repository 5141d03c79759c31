"""A take at the film's frame rate."""

from fractions import Fraction

from sora_studio.errors import ExportError
from sora_studio.film.flow import Motion, between, find_motion
from sora_studio.film.plan import FilmShot, Frame
from sora_studio.timeline.time import FrameRate

# Closer to one of the take's own frames than this, that frame is shown untouched.
NEAR_ENOUGH = Fraction(1, 100)


class RetimedTake:
    """The frames of one take, asked for by film frame; holds the take and the motion last looked at."""

    def __init__(self, shot: FilmShot, rate: FrameRate) -> None:
        self._frames = shot.load()
        if self._frames.ndim != 4 or self._frames.shape[3] != 3 or not self._frames.size:
            raise ExportError("A take has no pictures in it.", "Render the shot again.")
        # A rate such as 23.976 in floating point stands for the nearest simple fraction.
        self._per_film_frame = Fraction(shot.frames_per_second).limit_denominator(1001) / rate.per_second
        self._motion: tuple[int, Motion] | None = None

    def frame(self, film_frame: int) -> Frame:
        """(h, w, 3) at `film_frame` film frames after the take's first; held before its start and past its end."""
        last = len(self._frames) - 1
        position = min(max(film_frame * self._per_film_frame, Fraction(0)), Fraction(last))
        nearest = round(position)
        if abs(position - nearest) < NEAR_ENOUGH:
            return self._frames[nearest]
        index = int(position)
        first, second = self._frames[index], self._frames[index + 1]
        return between(first, second, self._motion_after(index), float(position - index))

    def _motion_after(self, index: int) -> Motion:
        if self._motion is None or self._motion[0] != index:
            self._motion = index, find_motion(self._frames[index], self._frames[index + 1])
        return self._motion[1]
