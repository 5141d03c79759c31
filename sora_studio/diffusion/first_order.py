"""Samplers that trust D for a whole step: Euler, DDIM and their noisy kin are one row."""

import math
from dataclasses import replace

from sora_studio.diffusion.process import Level
from sora_studio.diffusion.row import NoiseTerm, Row, transfer
from sora_studio.diffusion.schedule import Schedule


def split_noise(start: Level, end: Level, eta: float) -> tuple[float, float]:
    """(old, fresh): how end.sigma is made up, old² + fresh² = end.sigma².

    Eq. 16 of Song et al. 2021; the same split is the ancestral step of Karras et al.'s released code, in sigma/alpha.
    """
    shrink = end.ratio / start.ratio
    old = math.hypot(math.sqrt(1.0 - eta**2), eta * shrink)
    return end.sigma * old, end.sigma * eta * math.sqrt(1.0 - shrink**2)


def noise_terms(stream: int, weight: float) -> tuple[NoiseTerm, ...]:
    """One term, or none where the weight is zero."""
    return (NoiseTerm(stream, weight),) if weight else ()


def first_order(schedule: Schedule, step: int, stream: int, eta: float = 0.0) -> Row:
    """The row of one first-order step."""
    start, end = schedule.levels[step : step + 2]
    old, fresh = split_noise(start, end, eta)
    keep, pull = transfer(start, end, old)
    return Row(step, start, (keep,), (pull,), noise_terms(stream, fresh))


def euler(schedule: Schedule) -> tuple[Row, ...]:
    """Euler's method on the probability flow ODE: Karras et al. 2022; on a flow, Liu et al. 2023."""
    return tuple(first_order(schedule, step, step) for step in range(schedule.steps))


def ddim(schedule: Schedule, *, eta: float = 0.0) -> tuple[Row, ...]:
    """DDIM, eq. 12 of Song et al. 2021: Euler where eta is 0, DDPM's posterior (Ho et al. 2020) where it is 1."""
    return tuple(first_order(schedule, step, step, eta) for step in range(schedule.steps))


def ddpm(schedule: Schedule) -> tuple[Row, ...]:
    """Algorithm 2 of Ho et al. 2020: DDIM with its eta at 1, and no fresh noise in the last step."""
    *rows, last = ddim(schedule, eta=1.0)
    return (*rows, replace(last, noise=()))


def euler_ancestral(schedule: Schedule, *, eta: float = 1.0) -> tuple[Row, ...]:
    """Euler down to less noise than wanted, then fresh noise: DDIM with its eta at 1."""
    return ddim(schedule, eta=eta)
