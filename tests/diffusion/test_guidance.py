import numpy as np
import pytest

from sora_studio.diffusion import Guidance, Level, combine, make_schedule, rescaled
from sora_studio.errors import GenerationError

MIDDLE = Level(alpha=0.5, sigma=0.5, timestep=0.5)


def test_guidance_goes_past_the_conditional_output() -> None:
    on_conditional, on_unconditional = Guidance(3.0).weights(MIDDLE)
    assert on_conditional * 1.5 + on_unconditional * 1.0 == 1.0 + 3.0 * (1.5 - 1.0)


def test_no_guidance_needs_no_unconditional_run() -> None:
    assert Guidance(1.0).weights(MIDDLE) == (1.0, 0.0)


def test_guidance_acts_in_its_interval_alone() -> None:
    guidance = Guidance(4.0, lowest_ratio=0.3, highest_ratio=5.0)
    levels = make_schedule("karras", 12).levels[:-1]
    for level in levels:
        inside = 0.3 < level.ratio <= 5.0
        assert guidance.weights(level) == ((4.0, -3.0) if inside else (1.0, 0.0))
    assert {guidance.weights(level)[0] for level in levels} == {1.0, 4.0}


def test_guidance_reaches_a_flows_pure_noise() -> None:
    assert Guidance(2.0).weights(make_schedule("flow", 3).levels[0]) == (2.0, -1.0)


def test_rescaling_restores_the_contrast_of_each_sample() -> None:
    rng = np.random.default_rng(0)
    contrasts = np.array([1.0, 2.0], np.float32).reshape(2, 1, 1, 1)
    conditional = contrasts * rng.standard_normal((2, 3, 8, 8)).astype(np.float32)
    guided = conditional * np.float32(5.0)
    whole = rescaled(guided, conditional, 1.0)
    np.testing.assert_allclose(whole, conditional, rtol=1e-5)
    assert whole.dtype == np.float32
    np.testing.assert_allclose(rescaled(guided, conditional, 0.7), guided * (0.7 / 5 + 0.3), rtol=1e-5)
    np.testing.assert_array_equal(rescaled(guided, conditional, 0.0), guided)


def test_a_flat_output_stays_as_it_is() -> None:
    flat = np.zeros((1, 2, 2))
    np.testing.assert_array_equal(rescaled(flat, np.random.default_rng(0).standard_normal((1, 2, 2)), 0.7), flat)


@pytest.mark.parametrize(
    "wrong",
    [{"scale": -1.0}, {"scale": float("nan")}, {"lowest_ratio": 2.0, "highest_ratio": 1.0}, {"rescale": 1.1}],
)
def test_impossible_guidance_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(GenerationError) as caught:
        Guidance(**wrong)
    assert caught.value.hint


def test_combine_keeps_the_tensors_type_and_inputs() -> None:
    first, second = np.ones((2, 2), np.float32), np.full((2, 2), 3.0, np.float32)
    total = combine([0.5, 2.0], [first, second])
    assert total.dtype == np.float32
    np.testing.assert_array_equal(total, np.full((2, 2), 6.5))
    np.testing.assert_array_equal(first, np.ones((2, 2)))


def test_combine_refuses_what_does_not_fit() -> None:
    with pytest.raises(GenerationError, match=r"\(2, 3\)"):
        combine([1.0, 1.0], [np.ones((2, 3)), np.ones((3,))])
    with pytest.raises(GenerationError, match="2 weights"):
        combine([1.0, 1.0], [np.ones(3)])
    with pytest.raises(GenerationError):
        combine([], [])
