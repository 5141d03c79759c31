"""Two things timed side by side: A B B A ..., the ratio pair by pair, its median with a bootstrap interval."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

PAIRS = 9
RESAMPLES = 2000
# An A/A control whose interval leaves this band says the machine is too noisy for the run to count.
CONTROL_BAND = 0.05


@dataclass(frozen=True, slots=True)
class Ratio:
    """Median of A/B over the pairs, with its 95% bootstrap interval."""

    median: float
    low: float
    high: float
    pairs: int

    def __str__(self) -> str:
        return f"{self.median:.3f} [{self.low:.3f}, {self.high:.3f}]"

    @property
    def steady(self) -> bool:
        """Whether this, as an A/A control, is narrow enough for other ratios to be believed."""
        return abs(self.low - 1) <= CONTROL_BAND and abs(self.high - 1) <= CONTROL_BAND


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def paired_seconds(
    a: Callable[[], object], b: Callable[[], object], pairs: int = PAIRS
) -> tuple[list[float], list[float]]:
    """Times of A and of B, taken here."""
    return alternated(lambda: seconds(a), lambda: seconds(b), pairs)


def alternated(a: Callable[[], float], b: Callable[[], float], pairs: int = PAIRS) -> tuple[list[float], list[float]]:
    """Times of A and of B, which each call gives, for it may be another process that takes it.

    The order is turned round at every pair so that drift hits both alike. One warm-up each.
    """
    a()
    b()
    times_a: list[float] = []
    times_b: list[float] = []
    for pair in range(pairs):
        order = ((a, times_a), (b, times_b)) if pair % 2 == 0 else ((b, times_b), (a, times_a))
        for timed, times in order:
            times.append(timed())
    return times_a, times_b


def ratio(times_a: list[float], times_b: list[float]) -> Ratio:
    """The ratio pair by pair. The bootstrap resamples pairs, not times."""
    ratios = np.array(times_a) / np.array(times_b)
    picks = np.random.default_rng(0).integers(0, len(ratios), (RESAMPLES, len(ratios)))
    low, high = np.percentile(np.median(ratios[picks], axis=1), [2.5, 97.5])
    return Ratio(float(np.median(ratios)), float(low), float(high), len(ratios))


def compare(a: Callable[[], object], b: Callable[[], object], pairs: int = PAIRS) -> Ratio:
    """The ratio of A's time to B's."""
    return ratio(*paired_seconds(a, b, pairs))
