"""Every step of every sampler and schedule that diffusers has too, against diffusers."""

import sys
import warnings
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sora_studio.diffusion import Plan, Schedule, make_schedule, plan, sample

pytestmark = [pytest.mark.diffusers, pytest.mark.filterwarnings("ignore")]

Array = NDArray[np.floating]

START = np.random.default_rng(0).standard_normal((2, 3, 4))
BETAS: dict[str, Any] = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
PREDICTIONS = {"epsilon": "epsilon", "v_prediction": "velocity", "sample": "sample", "flow_prediction": "flow"}
STEPS = [5, 18, 50]
STEPS_OF = {"epsilon": STEPS, "v_prediction": [6, 30], "sample": [10]}
# The reference computes in float32 where this package computes in float64.
TOLERANCE = 1e-5


@dataclass(frozen=True)
class Pair:
    """A scheduler there, and the sampler here that should do the same."""

    scheduler: str
    sampler: str
    config: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    step_options: dict[str, Any] = field(default_factory=dict)
    final: str = "zero"
    predictions: tuple[str, ...] = ("epsilon", "v_prediction", "sample")
    sigmas: bool = True  # it can also run on Karras' and exponential sigmas


NO_SAMPLE = ("epsilon", "v_prediction")
UNCLIPPED = {"clip_sample": False}
PAIRS = {
    "euler": Pair("EulerDiscreteScheduler", "euler"),
    "euler_ancestral": Pair("EulerAncestralDiscreteScheduler", "euler_ancestral", predictions=NO_SAMPLE, sigmas=False),
    "heun": Pair("HeunDiscreteScheduler", "heun", predictions=NO_SAMPLE),
    "dpm2": Pair("KDPM2DiscreteScheduler", "dpm2", predictions=NO_SAMPLE),
    "lms": Pair("LMSDiscreteScheduler", "lms"),
    "dpmpp_2m": Pair("DPMSolverMultistepScheduler", "dpmpp_2m", {"lower_order_final": False}),
    "dpmpp_2m_sde": Pair("DPMSolverMultistepScheduler", "dpmpp_2m_sde", {"algorithm_type": "sde-dpmsolver++"}),
    "dpmpp_sde": Pair("DPMSolverSDEScheduler", "dpmpp_sde", predictions=NO_SAMPLE),
    "ddim": Pair("DDIMScheduler", "ddim", UNCLIPPED, sigmas=False),
    "ddim_eta_1": Pair("DDIMScheduler", "ddim", UNCLIPPED, {"eta": 1.0}, {"eta": 1.0}, sigmas=False),
    "ddim_first": Pair("DDIMScheduler", "ddim", {**UNCLIPPED, "set_alpha_to_one": False}, final="first", sigmas=False),
    "unipc_1": Pair("UniPCMultistepScheduler", "unipc", {"solver_order": 1}, {"order": 1}),
    "unipc": Pair("UniPCMultistepScheduler", "unipc", {"solver_order": 2}),
    "unipc_3": Pair("UniPCMultistepScheduler", "unipc", {"solver_order": 3}, {"order": 3}),
    "lcm": Pair("LCMScheduler", "lcm", UNCLIPPED, sigmas=False),
    "tcd": Pair("TCDScheduler", "tcd", UNCLIPPED, final="first", sigmas=False),
}


@cache
def library(name: str) -> Any:
    """Imported by the first test that runs, as it takes seconds; a missing one skips the test."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(name)


def scheduler_of(name: str, **config: Any) -> Any:
    try:
        return getattr(library("diffusers"), name)(**config)
    except ImportError as missing:
        pytest.skip(str(missing).strip().splitlines()[0])


def toy_model(x: Array, timestep: float) -> Array:
    """A bent function of x and time; the tests take it to predict one thing or another."""
    return 0.8 * np.tanh(1.7 * x + 0.3) - 0.2 * np.sin(3.0 * x + 0.004 * timestep)


def draws(stream: int) -> Array:
    return np.random.default_rng(stream + 1).standard_normal(START.shape)


def tensor(array: Array) -> Any:
    return library("torch").from_numpy(np.asarray(array, np.float32))


def feed_noise(monkeypatch: pytest.MonkeyPatch, scheduler: Any, run: Plan) -> None:
    """Make the reference draw this run's noise, in order; it also draws, and ignores, some at weight zero."""
    streams = iter(sorted({term.stream for row in run.rows for term in row.noise}))
    module = sys.modules[type(scheduler).__module__]
    if hasattr(module, "randn_tensor"):
        monkeypatch.setattr(module, "randn_tensor", lambda *_, **__: tensor(draws(next(streams, 0))))
    if hasattr(module, "BrownianTreeNoiseSampler"):
        # From a step's first sigma to the middle it goes by and the path's increment up to there.
        halves: dict[float, tuple[float, Array]] = {}

        def increment(start: Any, end: Any) -> Any:
            """Unit noise of one Brownian path between two sigmas; the first call of a step goes half-way."""
            high, low = float(start), float(end)
            if high not in halves:
                halves[high] = low, np.sqrt(high - low) * draws(next(streams))
                return tensor(halves[high][1] / np.sqrt(high - low))
            middle, half = halves[high]
            return tensor((half + np.sqrt(middle - low) * draws(next(streams))) / np.sqrt(high - low))

        scheduler.noise_sampler = increment


def assert_in_step(
    scheduler: Any,
    run: Plan,
    schedule: Schedule,
    prediction: str,
    step_options: dict[str, Any],
    *,
    rounded: bool = False,
) -> None:
    """Run the plan, then replay the model's outputs to the reference and compare every state they pass through."""
    seen = list[tuple[Array, Array]]()

    def model(x: Array, timestep: float) -> Array:
        output = toy_model(x, timestep)
        seen.append((x, output))
        return output

    final = sample(run, START, model, draws, prediction=PREDICTIONS[prediction])
    # Euler, Heun and their like keep x / alpha and scale it for the model; the others keep x itself.
    exploding = hasattr(type(scheduler), "init_noise_sigma")
    levels = [*(row.evaluate for row in run.rows), schedule.levels[-1]]
    theirs = tensor(START / levels[0].alpha if exploding else START)
    largest = 1.0
    for index, timestep in enumerate(scheduler.timesteps):
        _, output = seen[index]
        assert abs(float(timestep) - levels[index].timestep) < (1.01 if rounded else 2e-2)
        theirs = scheduler.step(tensor(output), timestep, theirs, **step_options).prev_sample
        ours = seen[index + 1][0] if index + 1 < len(seen) else final
        scale = levels[index + 1].alpha if exploding else 1.0
        largest = max(largest, float(np.abs(ours).max()))
        np.testing.assert_allclose(
            theirs.numpy() * scale, ours, rtol=0, atol=TOLERANCE * largest, err_msg=f"step {index}"
        )
    assert len(seen) == len(scheduler.timesteps)


def make(pair: Pair, **extra: Any) -> Any:
    return scheduler_of(pair.scheduler, **{**BETAS, **pair.config, **extra})


CASES = [(name, kind, steps) for name, pair in PAIRS.items() for kind in pair.predictions for steps in STEPS_OF[kind]]


@pytest.mark.parametrize(("name", "prediction", "steps"), CASES)
def test_samplers(name: str, prediction: str, steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = PAIRS[name]
    spacing = {} if name in ("lcm", "tcd") else {"timestep_spacing": "leading", "steps_offset": 1}
    scheduler = make(pair, prediction_type=prediction, **spacing)
    scheduler.set_timesteps(steps)
    evaluated = scheduler.timesteps.tolist()
    starts = evaluated[:: 2 if len(evaluated) > steps else 1]
    schedule = make_schedule("scaled_linear", steps, timesteps=starts, final=pair.final)
    run = plan(pair.sampler, schedule, **pair.options)
    feed_noise(monkeypatch, scheduler, run)
    assert_in_step(scheduler, run, schedule, prediction, pair.step_options)


@pytest.mark.parametrize(("kind", "steps"), [("karras", 5), ("karras", 40), ("exponential", 12)])
@pytest.mark.parametrize("name", [name for name, pair in PAIRS.items() if pair.sigmas])
def test_samplers_on_other_sigmas(name: str, steps: int, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = PAIRS[name]
    scheduler = make(pair, prediction_type="v_prediction", **{f"use_{kind}_sigmas": True})
    scheduler.set_timesteps(steps)
    schedule = make_schedule(kind, steps)
    run = plan(pair.sampler, schedule, **pair.options)
    feed_noise(monkeypatch, scheduler, run)
    assert_in_step(scheduler, run, schedule, "v_prediction", pair.step_options, rounded=True)


@pytest.mark.parametrize("steps", STEPS)
def test_third_order_multistep(steps: int) -> None:
    """The reference warms up with another second-order formula unless told "heun", and eases out below 15 steps.

    Its stochastic third-order step is left out: its last weight tends to -1 where h tends to 0 (a wrong sign before the
    1/2), so a smooth D would be followed worse, not better, by smaller steps.
    """
    config = {"solver_order": 3, "solver_type": "heun", "lower_order_final": False}
    pair = Pair("DPMSolverMultistepScheduler", "dpmpp_3m_sde", config)
    scheduler = make(pair, use_karras_sigmas=True)
    scheduler.set_timesteps(steps)
    schedule = make_schedule("karras", steps)
    assert_in_step(scheduler, plan(pair.sampler, schedule, eta=0.0), schedule, "epsilon", {}, rounded=True)


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("shift", [1.0, 3.0])
def test_flow_euler(steps: int, shift: float) -> None:
    scheduler = scheduler_of("FlowMatchEulerDiscreteScheduler", shift=shift)
    scheduler.set_timesteps(sigmas=np.linspace(1.0, 1.0 / steps, steps))
    schedule = make_schedule("flow", steps, shift=shift, timestep_scale=1000.0)
    np.testing.assert_allclose(schedule.sigmas, scheduler.sigmas.numpy(), atol=1e-6)
    assert_in_step(scheduler, plan("flow_euler", schedule), schedule, "flow_prediction", {})


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize(
    ("scheduler", "config", "sampler"),
    [
        ("FlowMatchHeunDiscreteScheduler", {"shift": 3.0}, "heun"),
        ("UniPCMultistepScheduler", {"use_flow_sigmas": True, "flow_shift": 3.0}, "unipc"),
        ("DPMSolverMultistepScheduler", {"use_flow_sigmas": True, "flow_shift": 3.0}, "dpmpp_2m"),
    ],
)
def test_flow_of_second_order(scheduler: str, config: dict[str, Any], sampler: str, steps: int) -> None:
    if sampler != "heun":
        config = {**config, "prediction_type": "flow_prediction"}
    reference = scheduler_of(scheduler, **config)
    reference.set_timesteps(steps)
    sigmas = reference.sigmas.tolist()[:-1]
    starts = sigmas[::2] if sampler == "heun" else sigmas
    schedule = make_schedule("flow", steps, sigmas=starts, timestep_scale=1000.0)
    assert_in_step(reference, plan(sampler, schedule), schedule, "flow_prediction", {}, rounded=True)


@pytest.mark.parametrize("steps", [5, 10, 28, 50])
@pytest.mark.parametrize("spacing", ["leading", "trailing", "linspace"])
@pytest.mark.parametrize("betas", ["linear", "scaled_linear"])
def test_spaced_timesteps_and_sigmas(betas: str, spacing: str, steps: int) -> None:
    start, end = (1e-4, 0.02) if betas == "linear" else (0.00085, 0.012)
    scheduler = scheduler_of(
        "DDIMScheduler",
        beta_schedule=betas,
        beta_start=start,
        beta_end=end,
        timestep_spacing=spacing,
        steps_offset=1,
    )
    scheduler.set_timesteps(steps)
    schedule = make_schedule(betas, steps, spacing=spacing, offset=1)
    np.testing.assert_array_equal(schedule.timesteps, scheduler.timesteps.numpy())
    alphas = np.sqrt(scheduler.alphas_cumprod.numpy()[scheduler.timesteps.numpy()])
    np.testing.assert_allclose(schedule.alphas[:-1], alphas, rtol=1e-5)


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 7, 8, 50])
def test_distilled_timesteps(steps: int) -> None:
    scheduler = scheduler_of("LCMScheduler")
    scheduler.set_timesteps(steps)
    schedule = make_schedule("scaled_linear", steps, spacing="distilled")
    np.testing.assert_array_equal(schedule.timesteps, scheduler.timesteps.numpy())


def test_zero_terminal_snr() -> None:
    scheduler = scheduler_of("DDIMScheduler", **BETAS, rescale_betas_zero_snr=True)
    schedule = make_schedule("scaled_linear", 1000, spacing="trailing", zero_terminal_snr=True)
    signal = scheduler.alphas_cumprod.numpy()[::-1]
    np.testing.assert_allclose(schedule.alphas[1:-1] ** 2, signal[1:], rtol=1e-4)
    assert schedule.alphas[0] < 3e-4
