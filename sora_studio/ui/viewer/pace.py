"""How fine the pictures are while the film plays: coarser as soon as too many come late, fine again at rest. No Qt."""

from collections import deque
from dataclasses import dataclass

LOOK_BACK_FRAMES, TOO_MANY_LATE = 12, 4


@dataclass(frozen=True, slots=True)
class Fineness:
    """The share of the height that is asked for, and whether in-between frames follow the motion or are mixed."""

    share: float
    exact: bool


# Mixing in place of following the motion is hardly seen and four times faster; smallness is seen, so it comes later.
STEPS = (Fineness(1.0, True), Fineness(1.0, False), Fineness(0.5, False), Fineness(0.25, False))


class Pace:
    """Told of every frame that was due while playing."""

    def __init__(self) -> None:
        self._step = 0
        self._late: deque[bool] = deque(maxlen=LOOK_BACK_FRAMES)

    @property
    def fineness(self) -> Fineness:
        return STEPS[self._step]

    def due(self, late: bool) -> None:
        """A frame was due; `late` when it had not been made yet."""
        self._late.append(late)
        if sum(self._late) >= TOO_MANY_LATE and self._step < len(STEPS) - 1:
            self._step += 1
            self._late.clear()

    def rest(self) -> None:
        """The film stands still."""
        self._step = 0
        self._late.clear()
