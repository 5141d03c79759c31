"""How many film frames playback can show on this machine as busy as it is: all of them, every second, every fourth."""

from collections import deque
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import TypeVar

Made = TypeVar("Made")

REMEMBERED = 8
# Steps double, so that a frame due at a long one is due at all shorter ones too.
LONGEST = 16
# Some of a frame's time is the window's own.
SHARE = 0.8


class Pace:
    """Learns from what is made, on any thread, how long a frame takes."""

    def __init__(self) -> None:
        self._seconds: deque[float] = deque(maxlen=REMEMBERED)

    def timed(self, make: Callable[[], Made]) -> Callable[[], Made]:
        """`make`, with its time noted."""

        def made() -> Made:
            started = perf_counter()
            result = make()
            self._seconds.append(perf_counter() - started)
            return result

        return made

    def stride(self, step: int, frames_per_second: float) -> int:
        """Every how many-th film frame can be made in time, of a film that plays `step` times its rate; `step` or more.

        A picture that comes too late isn't seen at all, and the one after it would be late as well.
        """
        stride = max(1, abs(step))
        # A take read from the disk now and then must not count: the median leaves it out.
        seconds = median(self._seconds.copy()) if self._seconds else 0.0
        passing = frames_per_second * stride
        longest = stride * LONGEST
        while stride < longest and seconds * passing > SHARE * stride:
            stride *= 2
        return stride
