"""How long a render still takes, from what it has timed so far; unknown rather than invented."""

import time
from collections.abc import Callable, Mapping
from threading import Lock

# Stage A takes no time worth counting.
TIMED: tuple[str, ...] = ("draft", "refine")


class TimeLeft:
    """What each stage costs: the mean of its own measured shares of a take. Any thread may ask."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._done = dict.fromkeys(TIMED, 0.0)
        self._spent_s = dict.fromkeys(TIMED, 0.0)
        self._running = dict.fromkeys(TIMED, 0.0)
        self._clock = clock
        self._last_s = clock()
        self._lock = Lock()

    def stage_begins(self) -> None:
        """What passed since the last step (loading a model, saving a take) belongs to no step."""
        with self._lock:
            self._running = dict.fromkeys(TIMED, 0.0)
            self._last_s = self._clock()

    # A task that is over is counted no more by whoever counts the takes; neither are its shares.
    stage_ends = stage_begins

    def advance(self, stage: str, share: float) -> None:
        """`share` of one take (a step: 1 / steps) is done in the stage."""
        with self._lock:
            now_s = self._clock()
            self._spent_s[stage] += now_s - self._last_s
            self._done[stage] += share
            self._running[stage] += share
            self._last_s = now_s

    def waited(self) -> None:
        """Time went by in which nothing was made: a pause costs no step anything."""
        with self._lock:
            self._last_s = self._clock()

    def seconds(self, to_do: Mapping[str, float]) -> float | None:
        """For so many takes by stage, the running one counted whole; None until every stage left has been timed."""
        with self._lock:
            left = {stage: max(0.0, to_do.get(stage, 0) - min(1.0, self._running[stage])) for stage in TIMED}
            waiting = [stage for stage in TIMED if left[stage] > 1e-6]
            if any(not self._done[stage] for stage in waiting):
                return None
            return sum(left[stage] * self._spent_s[stage] / self._done[stage] for stage in waiting)
