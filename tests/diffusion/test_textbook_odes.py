"""The deterministic samplers against the papers' loops, written out plainly, in float64."""

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from sora_studio.diffusion import Schedule, make_schedule, plan, sample

Array = NDArray[np.floating]
Denoise = Callable[[Array, float], Array]

START = np.linspace(-2.0, 2.0, 24).reshape(2, 3, 4)
SCHEDULES = [
    ("scaled_linear", {}),
    ("scaled_linear", {"spacing": "leading", "offset": 1, "final": "first"}),
    ("linear", {"spacing": "linspace"}),
    ("karras", {}),
    ("exponential", {"sigma_max": 12.0}),
    ("karras", {"form": "exploding"}),
    ("flow", {"shift": 3.0}),
]
STEPS = [1, 2, 3, 5, 12, 50]


def toy_model(x: Array, timestep: float) -> Array:
    """A denoiser that bends in x and in time, so that a wrong weight or timestep shows."""
    time = timestep / 1000.0 if timestep > 1.0 else timestep
    return 0.8 * np.tanh(1.7 * x + 0.3) - 0.2 * np.sin(3.0 * x + 4.0 * time)


def no_noise(stream: int) -> Array:
    raise AssertionError(f"an ODE sampler asked for noise {stream}")


def ratios(schedule: Schedule) -> list[float]:
    return [level.ratio for level in schedule.levels]


def in_ratio(schedule: Schedule) -> tuple[Denoise, float]:
    """The model as Karras et al. see it, D(y; sigma) with y = x0 + sigma·eps, and the first alpha."""

    def denoise(y: Array, ratio: float) -> Array:
        level = schedule.process.at_ratio(ratio)
        return toy_model(y * level.alpha * level.input_scale, level.timestep)

    return denoise, schedule.levels[0].alpha


def in_arc(schedule: Schedule) -> tuple[Denoise, list[float], float]:
    """The coordinates in which slopes are straight: a flow's own, Karras' otherwise."""
    if schedule.process.form == "flow":
        return toy_model, [level.sigma for level in schedule.levels], 1.0
    denoise, alpha = in_ratio(schedule)
    return denoise, ratios(schedule), alpha


def schedules(*, from_pure_noise: bool = True) -> list[Schedule]:
    built = list[Schedule]()
    for kind, params in SCHEDULES:
        for steps in STEPS:
            extra: dict[str, object] = {}
            if kind == "flow" and not from_pure_noise:
                extra = {"sigmas": np.linspace(0.98, 0.05, steps).tolist() if steps > 1 else [0.9]}
            if kind == "scaled_linear" and "spacing" in params and steps == 1:
                continue
            built.append(make_schedule(kind, steps, **{**params, **extra}))
    return built


def assert_same(name: str, schedule: Schedule, expected: Array, **options: object) -> None:
    run = plan(name, schedule, **options)
    got = sample(run, START, toy_model, no_noise) / schedule.levels[-1].alpha
    # Heun's slope at the end of a giant step multiplies the rounding of both loops by its weight.
    largest = max(abs(weight) for row in run.rows for weight in (*row.keep, *row.pull))
    np.testing.assert_allclose(got, expected, rtol=0, atol=1e-12 * max(1.0, largest), err_msg=f"{schedule.steps} steps")


def euler_loop(denoise: Denoise, y: Array, s: list[float]) -> Array:
    for now, after in pairwise(s):
        y = y + (after - now) * (y - denoise(y, now)) / now
    return y


def heun_loop(denoise: Denoise, y: Array, s: list[float]) -> Array:
    for now, after in pairwise(s):
        slope = (y - denoise(y, now)) / now
        ahead = y + (after - now) * slope
        if after > 0:
            slope = (slope + (ahead - denoise(ahead, after)) / after) / 2
        y = y + (after - now) * slope
    return y


def dpm2_loop(denoise: Denoise, y: Array, s: list[float]) -> Array:
    for now, after in pairwise(s):
        slope = (y - denoise(y, now)) / now
        if after > 0:
            middle = math.exp((math.log(now) + math.log(after)) / 2)
            ahead = y + (middle - now) * slope
            slope = (ahead - denoise(ahead, middle)) / middle
        y = y + (after - now) * slope
    return y


def lms_loop(denoise: Denoise, y: Array, s: list[float], order: int = 4) -> Array:
    slopes = list[Array]()
    for step, (now, after) in enumerate(pairwise(s)):
        slopes.insert(0, (y - denoise(y, now)) / now)
        points = s[max(0, step - order + 1) : step + 1][::-1]
        y = y.copy()
        for here, slope in zip(points, slopes, strict=False):
            basis = np.polynomial.Polynomial([1.0])
            for other in points:
                if other != here:
                    # Centred on now, where the integral's terms are small.
                    basis *= np.polynomial.Polynomial([now - other, 1.0]) / (here - other)
            integral = basis.integ()
            y += (integral(after - now) - integral(0.0)) * slope
    return y


def dpmpp_2m_loop(denoise: Denoise, y: Array, s: list[float]) -> Array:
    old, h_last = None, 0.0
    for now, after in pairwise(s):
        new = denoise(y, now)
        if after == 0:
            return new
        h = math.log(now) - math.log(after)
        best = new if old is None else new + (new - old) * h / (2 * h_last)
        y = (after / now) * y - math.expm1(-h) * best
        old, h_last = new, h
    return y


def unipc_loop(denoise: Denoise, y: Array, s: list[float], order: int) -> Array:
    """Predict, look, correct, keeping the corrected state that the table does without; in sigma/alpha."""
    lambdas = [-math.log(value) if value else math.inf for value in s]
    seen = [denoise(y, s[0])]
    for step in range(len(s) - 1):
        now = min(order, step + 1, len(s) - 1 - step)
        if s[step + 1] == 0:
            return seen[-1]
        h = lambdas[step + 1] - lambdas[step]
        rk = [(lambdas[step - k] - lambdas[step]) / h for k in range(1, now)] + [1.0]
        phi = [math.expm1(-h)]
        for k in range(1, now + 1):
            phi.append(phi[-1] / -h - 1 / math.factorial(k))
        matrix = np.array([[r**k for r in rk] for k in range(now)])
        b = np.array([math.factorial(k) * phi[k] / math.expm1(-h) for k in range(1, now + 1)])
        differences = [(seen[-1 - k] - seen[-1]) / rk[k - 1] for k in range(1, now)]
        base = s[step + 1] / s[step] * y - math.expm1(-h) * seen[-1]
        shares = [0.5] if now == 2 else np.linalg.solve(matrix[:-1, :-1], b[:-1]) if now > 2 else []
        predicted = base - math.expm1(-h) * sum(a * d for a, d in zip(shares, differences, strict=True))
        if step == len(s) - 2:
            return predicted
        ahead = denoise(predicted, s[step + 1])
        shares = [0.5] if now == 1 else np.linalg.solve(matrix, b)
        differences.append(ahead - seen[-1])
        y = base - math.expm1(-h) * sum(a * d for a, d in zip(shares, differences, strict=True))
        seen.append(ahead)
    return y


@pytest.mark.parametrize("name", ["euler", "flow_euler", "ddim"])
def test_euler_and_ddim_are_the_straight_step(name: str) -> None:
    for schedule in schedules():
        denoise, s, alpha = in_arc(schedule)
        assert_same(name, schedule, euler_loop(denoise, START / alpha, s))


@pytest.mark.parametrize(("name", "loop"), [("heun", heun_loop), ("dpm2", dpm2_loop), ("lms", lms_loop)])
def test_solvers_of_the_slope(name: str, loop: Callable[[Denoise, Array, list[float]], Array]) -> None:
    for schedule in schedules():
        denoise, s, alpha = in_arc(schedule)
        assert_same(name, schedule, loop(denoise, START / alpha, s))


@pytest.mark.parametrize("order", [1, 2, 3])
def test_lms_of_lower_order(order: int) -> None:
    schedule = make_schedule("karras", 9)
    denoise, s, alpha = in_arc(schedule)
    assert_same("lms", schedule, lms_loop(denoise, START / alpha, s, order), order=order)


def test_dpmpp_2m() -> None:
    for schedule in schedules(from_pure_noise=False):
        denoise, alpha = in_ratio(schedule)
        assert_same("dpmpp_2m", schedule, dpmpp_2m_loop(denoise, START / alpha, ratios(schedule)))


@pytest.mark.parametrize("order", [1, 2, 3])
def test_unipc(order: int) -> None:
    for schedule in schedules(from_pure_noise=False):
        denoise, alpha = in_ratio(schedule)
        assert_same("unipc", schedule, unipc_loop(denoise, START / alpha, ratios(schedule), order), order=order)


@pytest.mark.parametrize(("name", "options"), [("dpmpp_2m", {}), ("unipc", {}), ("unipc", {"order": 3})])
def test_a_flow_from_pure_noise_is_the_limit_of_starting_just_below(name: str, options: dict[str, int]) -> None:
    sigmas = [1.0, 0.8, 0.6, 0.4, 0.2]
    pure = plan(name, make_schedule("flow", 5, sigmas=sigmas), **options)
    nearly = plan(name, make_schedule("flow", 5, sigmas=[1.0 - 1e-7, *sigmas[1:]]), **options)
    got = sample(pure, START, toy_model, no_noise)
    np.testing.assert_allclose(got, sample(nearly, START, toy_model, no_noise), atol=0.02)
    assert np.isfinite(got).all()
