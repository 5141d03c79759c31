import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sora_studio.diffusion import SCHEDULES, make_schedule, plan
from sora_studio.errors import GenerationError


@given(st.sampled_from(sorted(SCHEDULES)), st.integers(1, 60))
@settings(max_examples=80, deadline=None)
def test_noise_falls_to_nothing(kind: str, steps: int) -> None:
    schedule = make_schedule(kind, steps)
    assert schedule.alphas.shape == schedule.sigmas.shape == (steps + 1,)
    assert schedule.timesteps.shape == (steps,)
    assert (np.diff(schedule.sigmas) < 0).all()
    assert (np.diff(schedule.timesteps) < 0).all()
    if kind == "cosine":
        np.testing.assert_allclose(schedule.sigmas[-1], 0.01, rtol=1e-9)
    else:
        assert (schedule.alphas[-1], schedule.sigmas[-1]) == (1.0, 0.0)


@pytest.mark.parametrize("scaler", [0.5, 1.0, 2.0])
def test_the_signal_of_a_cosine_is_one(scaler: float) -> None:
    time = np.linspace(1.0, 0.0, 11)
    bent = 1.0 - (1.0 - time) ** scaler if scaler > 1.0 else time**scaler
    cosine = np.cos((bent + 0.008) / 1.008 * math.pi / 2) / math.cos(0.008 / 1.008 * math.pi / 2)
    schedule = make_schedule("cosine", 10, scaler=scaler)
    np.testing.assert_allclose(schedule.alphas**2, np.clip(cosine**2, 1e-4, 1.0 - 1e-4), rtol=2e-5)
    np.testing.assert_allclose(schedule.timesteps, time[:-1], rtol=1e-12)


def test_the_last_step_of_ddpm_adds_no_noise() -> None:
    rows = plan("ddpm", make_schedule("cosine", 5)).rows
    assert [len(row.noise) for row in rows] == [1, 1, 1, 1, 0]
    assert rows[:-1] == plan("euler_ancestral", make_schedule("cosine", 5)).rows[:-1]


def test_a_flow_runs_on_a_straight_line() -> None:
    schedule = make_schedule("flow", 4)
    np.testing.assert_array_equal(schedule.sigmas, [1.0, 0.75, 0.5, 0.25, 0.0])
    np.testing.assert_array_equal(schedule.alphas, 1.0 - schedule.sigmas)
    np.testing.assert_array_equal(schedule.timesteps, schedule.sigmas[:-1])


def test_shift_spends_more_steps_in_the_noise() -> None:
    schedule = make_schedule("flow", 2, shift=3.0, timestep_scale=1000.0)
    np.testing.assert_allclose(schedule.sigmas, [1.0, 0.75, 0.0])
    np.testing.assert_allclose(schedule.timesteps, [1000.0, 750.0])


def test_a_run_ends_where_it_is_stretched_to_unless_it_is_one_step() -> None:
    schedule = make_schedule("flow", 4, terminal=0.1)
    np.testing.assert_allclose(schedule.sigmas, [1.0, 0.7, 0.4, 0.1, 0.0], rtol=1e-12)
    np.testing.assert_array_equal(make_schedule("flow", 1, terminal=0.1).sigmas, [1.0, 0.0])


@pytest.mark.parametrize("steps", [2, 5, 10, 50])
def test_a_flow_can_go_slowly_for_half_of_its_steps(steps: int) -> None:
    sigmas = make_schedule("flow", steps, spacing="linear_quadratic").sigmas
    half = steps // 2
    np.testing.assert_allclose(sigmas[: half + 1], 1.0 - 0.025 * np.arange(half + 1) / half)
    # From there its falls grow by the same from step to step.
    np.testing.assert_allclose(np.diff(sigmas[half:], 3), 0.0, atol=1e-12)
    assert sigmas[-1] == 0.0
    np.testing.assert_array_equal(make_schedule("flow", 1, spacing="linear_quadratic").sigmas, [1.0, 0.0])


def test_karras_sigmas_follow_their_formula() -> None:
    schedule = make_schedule("karras", 5, sigma_min=0.1, sigma_max=10.0, form="exploding")
    expected = [(10 ** (1 / 7) + i / 4 * (0.1 ** (1 / 7) - 10 ** (1 / 7))) ** 7 for i in range(5)]
    np.testing.assert_allclose(schedule.sigmas, [*expected, 0.0], rtol=1e-12)
    np.testing.assert_array_equal(schedule.alphas, np.ones(6))


def test_a_model_can_be_told_the_nearest_trained_timestep() -> None:
    exact, whole = make_schedule("karras", 8), make_schedule("karras", 8, whole_timesteps=True)
    np.testing.assert_array_equal(whole.timesteps, np.round(exact.timesteps))
    np.testing.assert_array_equal(whole.sigmas, exact.sigmas)


def test_exponential_sigmas_keep_their_ratio() -> None:
    sigmas = make_schedule("exponential", 6, form="exploding").sigmas[:-1]
    np.testing.assert_allclose(sigmas[1:] / sigmas[:-1], sigmas[1] / sigmas[0], rtol=1e-12)


def test_trained_levels_have_the_alphas_of_training() -> None:
    signal = np.cumprod(1.0 - np.linspace(1e-4, 0.02, 1000))
    schedule = make_schedule("linear", 3, timesteps=[900, 500, 10])
    np.testing.assert_allclose(schedule.alphas[:-1] ** 2, signal[[900, 500, 10]], rtol=1e-12)
    np.testing.assert_allclose(schedule.alphas**2 + schedule.sigmas**2, 1.0, rtol=1e-12)


def test_zero_terminal_snr_leaves_no_signal_and_keeps_the_cleanest_level() -> None:
    usual = make_schedule("scaled_linear", 1000)
    rescaled = make_schedule("scaled_linear", 1000, zero_terminal_snr=True)
    assert rescaled.alphas[0] < 3e-4 < usual.alphas[0]
    assert rescaled.alphas[-2] == pytest.approx(usual.alphas[-2], abs=1e-12)
    np.testing.assert_array_less(rescaled.alphas[:-2], usual.alphas[:-2])


def test_a_run_starts_from_noise_of_the_levels_size() -> None:
    assert plan("euler", make_schedule("flow", 4)).initial_scale == 1.0
    assert plan("euler", make_schedule("scaled_linear", 4)).initial_scale == pytest.approx(1.0)
    schedule = make_schedule("karras", 4, form="exploding", sigma_max=3.0)
    assert plan("euler", schedule).initial_scale == pytest.approx(math.sqrt(10.0))


def test_in_between_levels_sit_between_timesteps() -> None:
    process = make_schedule("scaled_linear", 2).process
    half_way = process.at_ratio(math.sqrt(process.at_timestep(400).ratio * process.at_timestep(401).ratio))
    assert half_way.timestep == pytest.approx(400.5)


def test_one_trailing_step_starts_at_the_last_timestep() -> None:
    assert make_schedule("scaled_linear", 1, spacing="trailing").timesteps.tolist() == [999.0]


def test_a_run_may_end_at_the_first_timestep() -> None:
    schedule = make_schedule("scaled_linear", 4, final="first")
    assert schedule.alphas[-1] == pytest.approx(math.sqrt(1 - 0.00085))


def test_skipping_steps_starts_in_the_middle() -> None:
    whole = make_schedule("flow", 10, shift=2.0)
    rest = whole.skip(6)
    assert rest.steps == 4
    np.testing.assert_array_equal(rest.sigmas, whole.sigmas[6:])
    assert plan("heun", rest).rows[0].evaluate == whole.levels[6]


@pytest.mark.parametrize(
    ("kind", "steps", "params", "said", "hinted"),
    [
        ("kerras", 5, {}, "kerras", "karras"),
        ("flow", 0, {}, "0 steps", "1 step or more"),
        ("flow", -3, {}, "-3 steps", "1 step or more"),
        ("flow", 4, {"shift": 0.0}, "shift", "Use 1"),
        ("flow", 4, {"shft": 2.0}, "shft", "shift"),
        ("flow", 4, {"timestep_scale": 0.0}, "scale", "1000"),
        ("flow", 3, {"sigmas": [1.0, 0.5]}, "2 noise levels", "one for each step"),
        ("flow", 2, {"sigmas": [0.5, 0.8]}, "2 steps", "fall at every step"),
        ("flow", 2, {"sigmas": [1.5, 0.8]}, "out of range", "between 0 and 1"),
        ("linear", 1001, {}, "1000 noise levels", "fewer steps"),
        ("linear", 3, {"spacing": "trailling"}, "trailling", "Did you mean trailing"),
        ("linear", 51, {"spacing": "distilled"}, "51 steps", "1 to 8"),
        ("linear", 3, {"final": "last"}, "last", "first, zero"),
        ("linear", 3, {"beta_start": 0.5, "beta_end": 0.1}, "Betas", "rise"),
        ("karras", 3, {"sigma_min": 2.0, "sigma_max": 1.0}, "from 1 to 2", "below"),
        ("karras", 3, {"rho": 0.0}, "rho", "7"),
        ("karras", 3, {"betas": "cosine"}, "cosine", "scaled_linear"),
    ],
)
def test_mistakes_in_a_schedule_say_what_to_do(
    kind: str, steps: int, params: dict[str, Any], said: str, hinted: str
) -> None:
    with pytest.raises(GenerationError) as caught:
        make_schedule(kind, steps, **params)
    assert said in caught.value.message
    assert hinted in caught.value.hint


def test_the_last_level_of_any_shape_can_be_skipped_no_further() -> None:
    with pytest.raises(GenerationError, match="can't be skipped"):
        make_schedule("flow", 4).skip(4)
