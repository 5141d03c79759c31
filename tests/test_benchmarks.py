"""What the benchmarks measure with, measured; no test asserts a time."""

from itertools import count

import numpy as np
import pytest

from benchmarks.caching import ssim
from benchmarks.paired import alternated, ratio
from benchmarks.reference import PYTHONS, missing


def test_likeness_is_one_for_the_same_and_as_published_for_two_greys() -> None:
    random = np.random.default_rng(0)
    clip = random.integers(0, 256, (2, 24, 32, 3), np.uint8)
    assert ssim(clip, clip) == pytest.approx(1.0)
    grey, lighter = np.full_like(clip, 100), np.full_like(clip, 120)
    # Wang et al. 2004, eq. 13, where nothing varies: the luminance term alone.
    steady = (0.01 * 255) ** 2
    assert ssim(grey, lighter) == pytest.approx((2 * 100 * 120 + steady) / (100**2 + 120**2 + steady))
    assert ssim(clip, 255 - clip) < 0
    assert ssim(clip, random.integers(0, 256, clip.shape, np.uint8)) < 0.1


def test_pairs_are_taken_in_turned_order_after_one_warm_up_each() -> None:
    said: list[str] = []
    clock = count(1)

    def timed(name: str) -> float:
        said.append(name)
        return float(next(clock))

    times_a, times_b = alternated(lambda: timed("a"), lambda: timed("b"), 3)
    assert "".join(said) == "ab" + "abbaab"
    assert (times_a, times_b) == ([3.0, 6.0, 7.0], [4.0, 5.0, 8.0])


def test_a_ratio_is_taken_pair_by_pair() -> None:
    found = ratio([2.0, 20.0, 200.0], [1.0, 10.0, 100.0])
    assert (found.median, found.low, found.high) == (2.0, 2.0, 2.0)
    assert not found.steady
    assert ratio([1.0] * 9, [1.0] * 9).steady


@pytest.mark.parametrize("library", list(PYTHONS))
def test_a_reference_that_is_not_there_says_what_it_needs(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PYTHONS[library], raising=False)
    assert PYTHONS[library] in missing(library)
    monkeypatch.setenv(PYTHONS[library], "/bin/false")
    assert missing(library).startswith("needs torch")
