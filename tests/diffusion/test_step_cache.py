"""The step cache's rule: what may be left out, and when."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_studio.diffusion import StepCache, Trend
from sora_studio.errors import GenerationError


def open_ones(evaluations: int, threshold: float = 0.1) -> list[int]:
    return [at for at in range(evaluations) if StepCache(threshold).is_open(at, evaluations)]


def test_how_far_an_output_has_moved_is_told_from_its_input() -> None:
    # Half as fast as the input, and twice as large as one unit of it.
    trend = Trend(input_change=0.4, output_change=0.2, output_size=2.0)
    assert trend.output_moved(0.8) == pytest.approx(0.5 * 0.8 / 2.0)
    assert StepCache(0.21).takes_over(trend, 0.8)
    assert not StepCache(0.19).takes_over(trend, 0.8)


def test_what_tells_no_rate_of_change_is_not_trusted() -> None:
    for trend in (Trend(0.0, 0.2, 1.0), Trend(0.4, 0.2, 0.0), Trend(math.nan, 0.2, 1.0)):
        assert not StepCache(1.0).takes_over(trend, 0.1)


@given(st.integers(1, 200))
def test_a_run_begins_and_ends_with_what_is_calculated(evaluations: int) -> None:
    can_be_left_out = open_ones(evaluations)
    assert not {0, 1, evaluations - 1} & {*can_be_left_out}
    assert can_be_left_out == list(range(evaluations))[slice(*_ends(can_be_left_out))], "all between, without a gap"
    assert evaluations < 4 or can_be_left_out


def _ends(numbers: list[int]) -> tuple[int, int]:
    return (numbers[0], numbers[-1] + 1) if numbers else (0, 0)


def test_of_fifty_steps_the_first_eight_and_the_last_two_are_calculated() -> None:
    assert open_ones(50) == list(range(8, 48))


def test_at_nought_it_is_off() -> None:
    assert open_ones(50, threshold=0.0) == []


@pytest.mark.parametrize("threshold", [-0.1, 1.1, math.nan, math.inf])
def test_thresholds_that_say_nothing_are_refused(threshold: float) -> None:
    with pytest.raises(GenerationError, match="step cache"):
        StepCache(threshold)
