"""What holds for the table of every sampler on every schedule."""

import math
import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sora_studio.diffusion import PREDICTIONS, SAMPLERS, SCHEDULES, denoised, make_schedule, plan, sample
from sora_studio.diffusion.combine import Floats
from sora_studio.errors import GenerationError

samplers = st.sampled_from(sorted(SAMPLERS))
kinds = st.sampled_from(sorted(SCHEDULES))
# A cosine ends where a ten-thousandth of the variance is still noise.
clean_kinds = st.sampled_from(sorted(SCHEDULES.keys() - {"cosine"}))
step_counts = st.integers(1, 50)
values = st.floats(-3.0, 3.0)

PROCESS = make_schedule("karras", 1).process


def unit_noise(stream: int) -> Floats:
    return np.random.default_rng(stream).standard_normal((2, 3))


@given(samplers, clean_kinds, step_counts, values)
@settings(max_examples=150, deadline=None)
def test_a_model_that_always_sees_one_picture_paints_it(sampler: str, kind: str, steps: int, value: float) -> None:
    run = plan(sampler, make_schedule(kind, steps))
    picture = np.full((2, 3), value)
    x = sample(run, run.initial_scale * unit_noise(99), lambda x, timestep: picture, unit_noise)
    # LCM's boundary condition keeps the state itself at the lowest timesteps, so it is exact on a flow alone.
    if sampler != "lcm" or kind == "flow":
        np.testing.assert_allclose(x, picture, rtol=0, atol=1e-11)


@given(samplers, kinds, step_counts)
@settings(max_examples=150, deadline=None)
def test_every_weight_is_finite_and_every_history_exists(sampler: str, kind: str, steps: int) -> None:
    run = plan(sampler, make_schedule(kind, steps))
    assert run.steps == steps
    assert [row.step for row in run.rows] == sorted(row.step for row in run.rows)
    for index, row in enumerate(run.rows):
        weights = [*row.keep, *row.pull, *(term.weight for term in row.noise)]
        assert all(math.isfinite(weight) for weight in weights)
        assert 1 <= len(row.keep) <= index + 1
        assert 1 <= len(row.pull) <= index + 1
        assert math.isfinite(row.evaluate.timestep)


@given(samplers, kinds, step_counts)
@settings(max_examples=60, deadline=None)
def test_a_plan_is_a_value(sampler: str, kind: str, steps: int) -> None:
    run = plan(sampler, make_schedule(kind, steps))
    assert run == plan(sampler, make_schedule(kind, steps))
    assert pickle.loads(pickle.dumps(run)) == run


@given(samplers, st.sampled_from(["scaled_linear", "karras", "exponential"]), st.integers(2, 20))
@settings(max_examples=60, deadline=None)
def test_alpha_may_be_kept_at_one(sampler: str, kind: str, steps: int) -> None:
    """The same model seen through a variance that is kept or one that explodes paints the same picture."""

    def model(x: Floats, timestep: float) -> Floats:
        return np.tanh(x + timestep / 1000.0)

    finals = list[Floats]()
    for form in ("preserving", "exploding"):
        run = plan(sampler, make_schedule(kind, steps, form=form))
        finals.append(sample(run, run.initial_scale * unit_noise(1), model, unit_noise, prediction="velocity"))
    np.testing.assert_allclose(finals[0], finals[1], rtol=0, atol=1e-8)


@given(st.sampled_from(["preserving", "exploding"]), st.sampled_from(sorted(PREDICTIONS)), values, values)
def test_what_a_perfect_model_says_is_the_picture(form: str, prediction: str, x0: float, eps: float) -> None:
    for level in make_schedule("karras", 7, form=form).levels[:-1]:
        x = level.alpha * x0 + level.sigma * eps
        length = math.hypot(level.alpha, level.sigma)
        outputs = {
            "epsilon": eps,
            "velocity": (level.alpha * eps - level.sigma * x0) / length,
            "flow": eps - x0,
            "sample": x0,
        }
        on_x, on_output = denoised(prediction, level.alpha, level.sigma)
        assert on_x * x + on_output * outputs[prediction] == pytest.approx(x0, abs=1e-9)


@pytest.mark.parametrize(
    ("sampler", "evaluations"),
    [("euler", 8), ("heun", 15), ("dpm2", 15), ("dpmpp_2m", 8), ("dpmpp_sde", 15), ("lms", 8), ("unipc", 8)],
)
def test_a_run_costs_what_its_paper_says(sampler: str, evaluations: int) -> None:
    assert len(plan(sampler, make_schedule("karras", 8)).rows) == evaluations


def gaussian_model(x: Floats, timestep: float) -> Floats:
    """The best estimate of x0 when pictures are normal with variance 1/4, in the process of Karras' schedule."""
    level = PROCESS.at_timestep(timestep)
    return x * 0.25 * level.alpha / (0.25 * level.alpha**2 + level.sigma**2)


@pytest.mark.parametrize("sampler", ["heun", "dpm2", "dpmpp_2m", "dpmpp_2s_ancestral", "dpmpp_3m_sde", "unipc"])
def test_higher_order_samplers_beat_euler(sampler: str) -> None:
    """For normal data the ODE's path is known: x keeps its share of the level's standard deviation."""
    options: dict[str, Any] = {"eta": 0.0} if sampler in ("dpmpp_2s_ancestral", "dpmpp_3m_sde") else {}

    def error(name: str, steps: int, **extra: Any) -> float:
        schedule = make_schedule("karras", steps)
        first, last = (
            math.hypot(0.5 * level.alpha, level.sigma) for level in (schedule.levels[0], schedule.levels[-2])
        )
        exact = gaussian_model(np.ones(1) * last / first, schedule.levels[-2].timestep)
        return abs(float((sample(plan(name, schedule, **extra), np.ones(1), gaussian_model, unit_noise) - exact)[0]))

    assert error(sampler, 24, **options) < error("euler", 24) / 3
    assert error(sampler, 48, **options) < error(sampler, 24, **options) / 2.5


@pytest.mark.parametrize(
    "sampler", ["euler_ancestral", "ddim", "dpmpp_2s_ancestral", "dpmpp_2m_sde", "dpmpp_3m_sde", "dpmpp_sde"]
)
def test_fresh_noise_keeps_the_variance_of_normal_data(sampler: str) -> None:
    run = plan(sampler, make_schedule("karras", 200), eta=1.0)
    streams = sorted({term.stream for row in run.rows for term in row.noise})
    # Followed exactly: x is a vector of weights on independent unit noises, the start's and each stream's.
    basis = np.eye(len(streams) + 1)
    x = sample(run, run.initial_scale * basis[-1], gaussian_model, lambda stream: basis[streams.index(stream)])
    assert np.sum(x**2) == pytest.approx(0.25, rel=0.05)


@pytest.mark.parametrize(
    ("sampler", "options", "said", "hinted"),
    [
        ("dpm++2m", {}, "dpm++2m", "dpmpp_2m"),
        ("Euler", {}, "Euler", "Did you mean euler"),
        ("magic", {}, "magic", "Choose one of: ddim, ddpm"),
        ("euler", {"eta": 0.5}, "eta", "no options"),
        ("ddim", {"etta": 0.5}, "etta", "It takes: eta"),
        ("ddim", {"eta": 1.5}, "1.5", "0 (no fresh noise) to 1"),
        ("lms", {"order": 5}, "order 5", "1 to 4"),
        ("unipc", {"order": 0}, "order 0", "1 to 3"),
    ],
)
def test_mistakes_in_a_sampler_say_what_to_do(sampler: str, options: dict[str, Any], said: str, hinted: str) -> None:
    with pytest.raises(GenerationError) as caught:
        plan(sampler, make_schedule("flow", 4), **options)
    assert said in caught.value.message
    assert hinted in caught.value.hint


def test_an_unknown_prediction_names_the_known_ones() -> None:
    with pytest.raises(GenerationError) as caught:
        denoised("v", 0.5, 0.5)
    assert "velocity" in caught.value.hint


def test_a_noise_prediction_cannot_start_from_nothing() -> None:
    with pytest.raises(GenerationError, match="no signal"):
        denoised("epsilon", 0.0, 1.0)
