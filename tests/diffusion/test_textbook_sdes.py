"""The samplers that add noise against the papers' loops, written out plainly, in float64, with the same noise."""

import math
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from sora_studio.diffusion import Plan, Schedule, make_schedule, plan, sample

Array = NDArray[np.floating]
Denoise = Callable[[Array, float], Array]

START = np.linspace(-2.0, 2.0, 24).reshape(2, 3, 4)
SCHEDULES = [
    ("scaled_linear", {}),
    ("linear", {"spacing": "linspace"}),
    ("karras", {}),
    ("exponential", {"sigma_max": 12.0, "form": "exploding"}),
    ("flow", {}),
]
STEPS = [1, 2, 3, 5, 12, 50]


def toy_model(x: Array, timestep: float) -> Array:
    """A denoiser that bends in x and in time, so that a wrong weight or timestep shows."""
    time = timestep / 1000.0 if timestep > 1.0 else timestep
    return 0.8 * np.tanh(1.7 * x + 0.3) - 0.2 * np.sin(3.0 * x + 4.0 * time)


def schedules() -> list[Schedule]:
    built = list[Schedule]()
    for kind, params in SCHEDULES:
        for steps in STEPS:
            flow = {"sigmas": np.linspace(0.98, 0.05, steps).tolist()} if kind == "flow" else {}
            built.append(make_schedule(kind, steps, **{**params, **flow}))
    return built


def draws(stream: int) -> Array:
    return np.random.default_rng(stream).standard_normal(START.shape)


def noises(run: Plan) -> Iterator[Array]:
    """The run's noises in the order its streams are numbered."""
    return map(draws, sorted({term.stream for row in run.rows for term in row.noise}))


def check(name: str, loop: Callable[[Denoise, Array, list[float], Iterator[Array], float], Array], eta: float) -> None:
    for schedule in schedules():

        def denoise(y: Array, ratio: float, schedule: Schedule = schedule) -> Array:
            level = schedule.process.at_ratio(ratio)
            return toy_model(y * level.alpha * level.input_scale, level.timestep)

        run = plan(name, schedule, eta=eta)
        s = [level.ratio for level in schedule.levels]
        expected = loop(denoise, START / schedule.levels[0].alpha, s, noises(run), eta)
        np.testing.assert_allclose(sample(run, START, toy_model, draws), expected, rtol=0, atol=1e-12)


def ancestral(now: float, after: float, eta: float) -> tuple[float, float]:
    up = eta * after * math.sqrt(1 - (after / now) ** 2)
    # sqrt(after² - up²) without its cancellation.
    return after * math.sqrt(1 - eta**2 + (eta * after / now) ** 2), up


def euler_ancestral_loop(denoise: Denoise, y: Array, s: list[float], eps: Iterator[Array], eta: float) -> Array:
    for now, after in pairwise(s):
        down, up = ancestral(now, after, eta)
        y = y + (down - now) * (y - denoise(y, now)) / now
        if up:
            y = y + up * next(eps)
    return y


def dpmpp_2s_ancestral_loop(denoise: Denoise, y: Array, s: list[float], eps: Iterator[Array], eta: float) -> Array:
    for now, after in pairwise(s):
        down, up = ancestral(now, after, eta)
        new = denoise(y, now)
        if down == 0:
            y = new
            continue
        t, t_next = -math.log(now), -math.log(down)
        middle = math.exp(-(t + (t_next - t) / 2))
        ahead = (middle / now) * y - math.expm1(-(t_next - t) / 2) * new
        y = (down / now) * y - math.expm1(-(t_next - t)) * denoise(ahead, middle)
        if up:
            y = y + up * next(eps)
    return y


def dpmpp_sde_loop(denoise: Denoise, y: Array, s: list[float], eps: Iterator[Array], eta: float) -> Array:
    for now, after in pairwise(s):
        new = denoise(y, now)
        if after == 0:
            return new
        middle = math.exp((math.log(now) + math.log(after)) / 2)
        first, second = (next(eps), next(eps)) if eta else (0.0, 0.0)
        # Increments of one Brownian path, whose clock is sigma.
        half, rest = math.sqrt(now - middle) * first, math.sqrt(middle - after) * second
        down, up = ancestral(now, middle, eta)
        ahead = (down / now) * y + (1 - down / now) * new + up * half / math.sqrt(now - middle)
        down, up = ancestral(now, after, eta)
        y = (down / now) * y + (1 - down / now) * denoise(ahead, middle) + up * (half + rest) / math.sqrt(now - after)
    return y


def dpmpp_2m_sde_loop(denoise: Denoise, y: Array, s: list[float], eps: Iterator[Array], eta: float) -> Array:
    old, h_last = None, 0.0
    for now, after in pairwise(s):
        new = denoise(y, now)
        if after == 0:
            return new
        h = math.log(now) - math.log(after)
        y = after / now * math.exp(-eta * h) * y - math.expm1(-h - eta * h) * new
        if old is not None:
            y = y - 0.5 * math.expm1(-h - eta * h) * (h / h_last) * (new - old)
        if eta:
            y = y + after * math.sqrt(-math.expm1(-2 * eta * h)) * next(eps)
        old, h_last = new, h
    return y


def dpmpp_3m_sde_loop(denoise: Denoise, y: Array, s: list[float], eps: Iterator[Array], eta: float) -> Array:
    seen, hs = list[Array](), list[float]()
    for now, after in pairwise(s):
        new = denoise(y, now)
        if after == 0:
            return new
        h = math.log(now) - math.log(after)
        h_eta = h * (eta + 1)
        y = math.exp(-h_eta) * y - math.expm1(-h_eta) * new
        phi_2 = math.expm1(-h_eta) / h_eta + 1
        phi_3 = phi_2 / h_eta - 0.5
        if len(seen) >= 2:
            r0, r1 = hs[-1] / h, hs[-2] / h
            d1_0, d1_1 = (new - seen[-1]) / r0, (seen[-1] - seen[-2]) / r1
            d1 = d1_0 + (d1_0 - d1_1) * r0 / (r0 + r1)
            y = y + phi_2 * d1 - phi_3 * (d1_0 - d1_1) / (r0 + r1)
        elif seen:
            y = y + phi_2 * (new - seen[-1]) / (hs[-1] / h)
        if eta:
            y = y + after * math.sqrt(-math.expm1(-2 * h * eta)) * next(eps)
        seen.append(new)
        hs.append(h)
    return y


@pytest.mark.parametrize("eta", [0.0, 0.6, 1.0])
@pytest.mark.parametrize(
    ("name", "loop"),
    [
        ("euler_ancestral", euler_ancestral_loop),
        ("ddim", euler_ancestral_loop),
        ("dpmpp_2s_ancestral", dpmpp_2s_ancestral_loop),
        ("dpmpp_sde", dpmpp_sde_loop),
        ("dpmpp_2m_sde", dpmpp_2m_sde_loop),
        ("dpmpp_3m_sde", dpmpp_3m_sde_loop),
    ],
)
def test_stochastic_samplers(name: str, loop: Callable[..., Array], eta: float) -> None:
    check(name, loop, eta)


@pytest.mark.parametrize("eta", [0.0, 0.5, 1.0])
def test_ddim_as_its_paper_writes_it(eta: float) -> None:
    schedule = make_schedule("scaled_linear", 12)
    run = plan("ddim", schedule, eta=eta)
    signal = schedule.alphas**2
    x, eps = START, noises(run)
    for step, (a, a_next) in enumerate(pairwise(signal)):
        x0 = toy_model(x, schedule.timesteps[step])
        direction = (x - math.sqrt(a) * x0) / math.sqrt(1 - a)
        std = eta * math.sqrt((1 - a_next) / (1 - a)) * math.sqrt(1 - a / a_next)
        x = math.sqrt(a_next) * x0 + math.sqrt(1 - a_next - std**2) * direction
        if std:
            x = x + std * next(eps)
    np.testing.assert_allclose(sample(run, START, toy_model, draws), x, rtol=0, atol=1e-12)


@pytest.mark.parametrize("steps", [1, 2, 4, 8])
def test_lcm(steps: int) -> None:
    schedule = make_schedule("scaled_linear", steps, spacing="distilled")
    run = plan("lcm", schedule)
    x, eps = START, noises(run)
    for step, timestep in enumerate(schedule.timesteps):
        scaled = timestep * 10.0
        skip, out = 0.5**2 / (scaled**2 + 0.5**2), scaled / math.sqrt(scaled**2 + 0.5**2)
        x = out * toy_model(x, timestep) + skip * x
        if step + 1 < steps:
            x = schedule.alphas[step + 1] * x + schedule.sigmas[step + 1] * next(eps)
    np.testing.assert_allclose(sample(run, START, toy_model, draws), x, rtol=0, atol=1e-12)


@pytest.mark.parametrize("steps", [1, 2, 4, 8])
@pytest.mark.parametrize("eta", [0.0, 0.3, 1.0])
def test_tcd(steps: int, eta: float) -> None:
    schedule = make_schedule("scaled_linear", steps, spacing="distilled")
    run = plan("tcd", schedule, eta=eta)
    betas = np.linspace(0.00085**0.5, 0.012**0.5, 1000) ** 2
    signal = np.cumprod(1 - betas)
    x, eps = START, noises(run)
    for step, timestep in enumerate(schedule.timesteps):
        a = signal[int(timestep)]
        x0 = toy_model(x, timestep)
        if step + 1 == steps:
            x = x0
            break
        after = int(schedule.timesteps[step + 1])
        a_s, a_next = signal[int((1 - eta) * after)], signal[after]
        x = math.sqrt(a_s) * x0 + math.sqrt(1 - a_s) * (x - math.sqrt(a) * x0) / math.sqrt(1 - a)
        if eta:
            x = math.sqrt(a_next / a_s) * x + math.sqrt(1 - a_next / a_s) * next(eps)
    np.testing.assert_allclose(sample(run, START, toy_model, draws), x, rtol=0, atol=1e-12)
