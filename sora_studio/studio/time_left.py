"""How long a render still takes, from what it has timed so far; unknown rather than invented."""

import time
from collections.abc import Callable, Mapping


class TimeLeft:
    """Counts takes by stage, in shares of a take. A stage's cost is the mean of its own measured shares."""

    def __init__(self, takes: Mapping[str, int], clock: Callable[[], float] = time.monotonic) -> None:
        self._to_do = {stage: float(count) for stage, count in takes.items()}
        self._done = dict.fromkeys(takes, 0.0)
        self._spent_s = dict.fromkeys(takes, 0.0)
        self._clock = clock
        self._last_s = clock()

    def stage_begins(self) -> None:
        """What passed since the last step (loading a model, saving a take) belongs to no step."""
        self._last_s = self._clock()

    def advance(self, stage: str, share: float) -> None:
        """`share` of one take (a step: 1 / steps) is done in the stage."""
        now_s = self._clock()
        self._spent_s[stage] += now_s - self._last_s
        self._done[stage] += share
        self._to_do[stage] = max(0.0, self._to_do[stage] - share)
        self._last_s = now_s

    def skip(self, stage: str) -> None:
        """A take that won't pass this stage: its shot failed, or its draft was there."""
        self._to_do[stage] = max(0.0, self._to_do[stage] - 1)

    @property
    def seconds(self) -> float | None:
        """None until every stage with something left has been timed."""
        waiting = [stage for stage, takes in self._to_do.items() if takes > 1e-6]
        if any(not self._done[stage] for stage in waiting):
            return None
        return sum(self._to_do[stage] * self._spent_s[stage] / self._done[stage] for stage in waiting)
