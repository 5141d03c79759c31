"""Every step of every sampler and schedule that diffusers has too, against diffusers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sora_studio.diffusion import Plan, Schedule, make_schedule, plan, sample
from tests.diffusion.reference import Answer, Question

Array = NDArray[np.floating]
Diffusers = Callable[[Question], Answer]

START = np.random.default_rng(0).standard_normal((2, 3, 4))
BETAS: dict[str, Any] = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
PREDICTIONS = {"epsilon": "epsilon", "v_prediction": "velocity", "sample": "sample", "flow_prediction": "flow"}
STEPS = [5, 18, 50]
STEPS_OF = {"epsilon": STEPS, "v_prediction": [6, 30], "sample": [10]}
# These keep x / alpha and scale it for the model; the others keep x itself.
EXPLODING = {
    "EulerDiscreteScheduler",
    "EulerAncestralDiscreteScheduler",
    "HeunDiscreteScheduler",
    "KDPM2DiscreteScheduler",
    "LMSDiscreteScheduler",
    "DPMSolverSDEScheduler",
}
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


def toy_model(x: Array, timestep: float) -> Array:
    """A bent function of x and time; the tests take it to predict one thing or another."""
    return 0.8 * np.tanh(1.7 * x + 0.3) - 0.2 * np.sin(3.0 * x + 0.004 * timestep)


def draws(stream: int) -> Array:
    return np.random.default_rng(stream + 1).standard_normal(START.shape)


def assert_in_step(
    theirs: Answer, run: Plan, schedule: Schedule, prediction: str, *, exploding: bool = False, rounded: bool = False
) -> None:
    """Run the plan, then hand the model's outputs to the reference and compare every state they pass through."""
    seen = list[tuple[Array, Array]]()

    def model(x: Array, timestep: float) -> Array:
        output = toy_model(x, timestep)
        seen.append((x, output))
        return output

    final = sample(run, START, model, draws, prediction=PREDICTIONS[prediction])
    levels = [*(row.evaluate for row in run.rows), schedule.levels[-1]]
    ours = [*(x for x, _ in seen[1:]), final]
    scales = [level.alpha if exploding else 1.0 for level in levels]
    timesteps = [level.timestep for level in levels[:-1]]
    np.testing.assert_allclose(timesteps, theirs.fact("timesteps"), rtol=0, atol=1.01 if rounded else 2e-2)
    streams = sorted({term.stream for row in run.rows for term in row.noise})
    states = theirs.states(START / scales[0], [output for _, output in seen], [draws(stream) for stream in streams])
    largest = 1.0
    for index, (state, x, scale) in enumerate(zip(states, ours, scales[1:], strict=True)):
        largest = max(largest, float(np.abs(x).max()))
        np.testing.assert_allclose(state * scale, x, rtol=0, atol=TOLERANCE * largest, err_msg=f"step {index}")


def question_of(pair: Pair, steps: int, **extra: Any) -> Question:
    return Question(
        pair.scheduler, {**BETAS, **pair.config, **extra}, {"num_inference_steps": steps}, pair.step_options
    )


CASES = [(name, kind, steps) for name, pair in PAIRS.items() for kind in pair.predictions for steps in STEPS_OF[kind]]


@pytest.mark.parametrize(("name", "prediction", "steps"), CASES)
def test_samplers(name: str, prediction: str, steps: int, diffusers: Diffusers) -> None:
    pair = PAIRS[name]
    spacing = {} if name in ("lcm", "tcd") else {"timestep_spacing": "leading", "steps_offset": 1}
    theirs = diffusers(question_of(pair, steps, prediction_type=prediction, **spacing))
    evaluated = theirs.fact("timesteps").tolist()
    starts = evaluated[:: 2 if len(evaluated) > steps else 1]
    schedule = make_schedule("scaled_linear", steps, timesteps=starts, final=pair.final)
    run = plan(pair.sampler, schedule, **pair.options)
    assert_in_step(theirs, run, schedule, prediction, exploding=pair.scheduler in EXPLODING)


@pytest.mark.parametrize(("kind", "steps"), [("karras", 5), ("karras", 40), ("exponential", 12)])
@pytest.mark.parametrize("name", [name for name, pair in PAIRS.items() if pair.sigmas])
def test_samplers_on_other_sigmas(name: str, steps: int, kind: str, diffusers: Diffusers) -> None:
    pair = PAIRS[name]
    theirs = diffusers(question_of(pair, steps, prediction_type="v_prediction", **{f"use_{kind}_sigmas": True}))
    schedule = make_schedule(kind, steps)
    run = plan(pair.sampler, schedule, **pair.options)
    assert_in_step(theirs, run, schedule, "v_prediction", exploding=pair.scheduler in EXPLODING, rounded=True)


@pytest.mark.parametrize("steps", STEPS)
def test_third_order_multistep(steps: int, diffusers: Diffusers) -> None:
    """The reference warms up with another second-order formula unless told "heun", and eases out below 15 steps.

    Its stochastic third-order step is left out: its last weight tends to -1 where h tends to 0 (a wrong sign before the
    1/2), so a smooth D would be followed worse, not better, by smaller steps.
    """
    config = {"solver_order": 3, "solver_type": "heun", "lower_order_final": False}
    pair = Pair("DPMSolverMultistepScheduler", "dpmpp_3m_sde", config)
    theirs = diffusers(question_of(pair, steps, use_karras_sigmas=True))
    schedule = make_schedule("karras", steps)
    assert_in_step(theirs, plan(pair.sampler, schedule, eta=0.0), schedule, "epsilon", rounded=True)


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("shift", [1.0, 3.0])
def test_flow_euler(steps: int, shift: float, diffusers: Diffusers) -> None:
    evenly = [1.0 - step / steps for step in range(steps)]
    theirs = diffusers(Question("FlowMatchEulerDiscreteScheduler", {"shift": shift}, {"sigmas": evenly}))
    schedule = make_schedule("flow", steps, shift=shift, timestep_scale=1000.0)
    np.testing.assert_allclose(schedule.sigmas, theirs.fact("sigmas"), atol=1e-6)
    assert_in_step(theirs, plan("flow_euler", schedule), schedule, "flow_prediction")


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize(
    ("scheduler", "config", "sampler"),
    [
        ("FlowMatchHeunDiscreteScheduler", {"shift": 3.0}, "heun"),
        ("UniPCMultistepScheduler", {"use_flow_sigmas": True, "flow_shift": 3.0}, "unipc"),
        ("DPMSolverMultistepScheduler", {"use_flow_sigmas": True, "flow_shift": 3.0}, "dpmpp_2m"),
    ],
)
def test_flow_of_second_order(
    scheduler: str, config: dict[str, Any], sampler: str, steps: int, diffusers: Diffusers
) -> None:
    if sampler != "heun":
        config = {**config, "prediction_type": "flow_prediction"}
    theirs = diffusers(Question(scheduler, config, {"num_inference_steps": steps}))
    sigmas = theirs.fact("sigmas").tolist()[:-1]
    starts = sigmas[::2] if sampler == "heun" else sigmas
    schedule = make_schedule("flow", steps, sigmas=starts, timestep_scale=1000.0)
    assert_in_step(theirs, plan(sampler, schedule), schedule, "flow_prediction", rounded=True)


@pytest.mark.parametrize("steps", [5, 10, 28, 50])
@pytest.mark.parametrize("spacing", ["leading", "trailing", "linspace"])
@pytest.mark.parametrize("betas", ["linear", "scaled_linear"])
def test_spaced_timesteps_and_sigmas(betas: str, spacing: str, steps: int, diffusers: Diffusers) -> None:
    start, end = (1e-4, 0.02) if betas == "linear" else (0.00085, 0.012)
    noising = {"beta_schedule": betas, "beta_start": start, "beta_end": end}
    config = {**noising, "timestep_spacing": spacing, "steps_offset": 1}
    theirs = diffusers(Question("DDIMScheduler", config, {"num_inference_steps": steps}))
    schedule = make_schedule(betas, steps, spacing=spacing, offset=1)
    np.testing.assert_array_equal(schedule.timesteps, theirs.fact("timesteps"))
    np.testing.assert_allclose(schedule.alphas[:-1], np.sqrt(theirs.fact("signal")), rtol=1e-5)


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 7, 8, 50])
def test_distilled_timesteps(steps: int, diffusers: Diffusers) -> None:
    theirs = diffusers(Question("LCMScheduler", {}, {"num_inference_steps": steps}))
    schedule = make_schedule("scaled_linear", steps, spacing="distilled")
    np.testing.assert_array_equal(schedule.timesteps, theirs.fact("timesteps"))


def test_zero_terminal_snr(diffusers: Diffusers) -> None:
    config = {**BETAS, "rescale_betas_zero_snr": True, "timestep_spacing": "trailing"}
    theirs = diffusers(Question("DDIMScheduler", config, {"num_inference_steps": 1000}))
    schedule = make_schedule("scaled_linear", 1000, spacing="trailing", zero_terminal_snr=True)
    np.testing.assert_array_equal(theirs.fact("timesteps"), np.arange(1000)[::-1])
    np.testing.assert_allclose(schedule.alphas[1:-1] ** 2, theirs.fact("signal")[1:], rtol=1e-4)
    assert schedule.alphas[0] < 3e-4
