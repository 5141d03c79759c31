"""DPM-Solver++ samplers that remember past estimates: one evaluation a step, on the clock lambda = ln(alpha/sigma).

A flow starts where no signal is left, at lambda = -inf. That step is of first order, and the estimate made there
says nothing about how D changes with lambda, so it is never used as history.
"""

import math
from collections.abc import Callable
from itertools import pairwise

from sora_studio.diffusion.first_order import first_order, noise_terms
from sora_studio.diffusion.row import Row
from sora_studio.diffusion.schedule import Schedule

# From (lambdas, step, pull on an unchanging D, end.alpha, eta) to the pulls on D[-1], D[-2], ...
Spread = Callable[[list[float], int, float, float, float], tuple[float, ...]]


def clock(schedule: Schedule) -> list[float]:
    """lambda of every level."""
    return [level.half_log_snr for level in schedule.levels]


def usable_history(lambdas: list[float], step: int) -> int:
    """How many estimates before this step's own lie at a finite lambda."""
    return sum(math.isfinite(value) for value in lambdas[:step])


def dpmpp_2m(schedule: Schedule) -> tuple[Row, ...]:
    """DPM-Solver++(2M): algorithm 2 of Lu et al. 2022b; the last step to zero noise is of first order."""
    return _rows(schedule, 0.0, _spread_2m)


def dpmpp_2m_sde(schedule: Schedule, *, eta: float = 1.0) -> tuple[Row, ...]:
    """SDE-DPM-Solver++(2M) of Lu et al. 2022b; `eta` scales the fresh noise, 0 is 2M."""
    return _rows(schedule, eta, _spread_2m)


def dpmpp_3m_sde(schedule: Schedule, *, eta: float = 1.0) -> tuple[Row, ...]:
    """The third-order multistep SDE solver of k-diffusion (Crowson 2023), after Lu et al. 2022b; eta = 0 is an ODE."""
    return _rows(schedule, eta, _spread_3m)


def _rows(schedule: Schedule, eta: float, spread: Spread) -> tuple[Row, ...]:
    lambdas, rows = clock(schedule), list[Row]()
    for step, (start, end) in enumerate(pairwise(schedule.levels)):
        if end.sigma == 0.0:
            rows.append(first_order(schedule, step, step))
            continue
        h = lambdas[step + 1] - lambdas[step]
        # The exact step of the SDE for an unchanging D; 0·inf must not become nan where lambda is infinite.
        keep = end.sigma / start.sigma * (math.exp(-eta * h) if eta else 1.0)
        fresh = end.sigma * math.sqrt(-math.expm1(-2.0 * eta * h)) if eta else 0.0
        pulls = spread(lambdas, step, end.alpha - start.alpha * keep, end.alpha, eta)
        rows.append(Row(step, start, (keep,), pulls, noise_terms(step, fresh)))
    return tuple(rows)


def _spread_2m(lambdas: list[float], step: int, pull: float, alpha: float, eta: float) -> tuple[float, ...]:
    if usable_history(lambdas, step) < 1:
        return (pull,)
    r = (lambdas[step] - lambdas[step - 1]) / (lambdas[step + 1] - lambdas[step])
    return (pull * (1.0 + 0.5 / r), -pull * 0.5 / r)


def _spread_3m(lambdas: list[float], step: int, pull: float, alpha: float, eta: float) -> tuple[float, ...]:
    history = usable_history(lambdas, step)
    if history < 1:
        return (pull,)
    h = lambdas[step + 1] - lambdas[step]
    decay = h * (1.0 + eta)
    phi_2 = math.expm1(-decay) / decay + 1.0
    phi_3 = phi_2 / decay - 0.5
    r0 = (lambdas[step] - lambdas[step - 1]) / h
    if history < 2:
        slope = alpha * phi_2 / r0
        return (pull + slope, -slope)
    r1 = (lambdas[step - 1] - lambdas[step - 2]) / h
    # Divided differences (D - D[-2])/r0 and (D[-2] - D[-3])/r1 enter with these weights, first and second derivative.
    newer = alpha * (phi_2 * (1.0 + r0 / (r0 + r1)) - phi_3 / (r0 + r1)) / r0
    older = alpha * (-phi_2 * r0 / (r0 + r1) + phi_3 / (r0 + r1)) / r1
    return (pull + newer, older - newer, -older)
