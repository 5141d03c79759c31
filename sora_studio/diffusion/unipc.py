"""UniPC: a multistep predictor whose last step is corrected by the estimate made at its end (Zhao et al. 2023).

The corrected state is never looked at, so it needs no row: it differs from the predicted state only by past estimates,
and the next row folds the correction and the next prediction into one combination.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sora_studio.diffusion.multistep import clock, usable_history
from sora_studio.diffusion.row import Row, transfer
from sora_studio.diffusion.schedule import Schedule
from sora_studio.errors import GenerationError

Square = NDArray[np.float64]


def unipc(schedule: Schedule, *, order: int = 2) -> tuple[Row, ...]:
    """UniPC-p with B(h) = 1 - e^-h ("bh2"), on denoised estimates; the last steps fall back to lower orders.

    Raises GenerationError unless order is 1 to 3.
    """
    if order not in range(1, 4):
        raise GenerationError(f"UniPC has no order {order}.", "Choose an order from 1 to 3.")
    lambdas, rows = clock(schedule), list[Row]()
    # What turns the predicted state into the corrected one: weights on D[-1], D[-2], ... as the next row sees them.
    correction: list[float] = []
    for step, start in enumerate(schedule.levels[:-1]):
        now = min(order, usable_history(lambdas, step) + 1, schedule.steps - step)
        keep, pull = transfer(start, schedule.levels[step + 1])
        alpha = schedule.levels[step + 1].alpha
        predicted = _predictor(lambdas, step, now, alpha, pull)
        rows.append(Row(step, start, (keep,), _sum([keep * weight for weight in correction], predicted)))
        corrected = _corrector(lambdas, step, now, alpha, pull)
        correction = list(_sum(corrected, [0.0, *(-weight for weight in predicted)]))
    return tuple(rows)


def _predictor(lambdas: list[float], step: int, order: int, alpha: float, pull: float) -> list[float]:
    """Weights on D[-1], D[-2], ... of UniP."""
    if order == 1:
        return [pull]
    h, ratios, matrix, target = _system(lambdas, step, order)
    # With one unknown the paper takes its limit, 1/2, as any value keeps the order.
    shares = [0.5] if order == 2 else np.linalg.solve(matrix[:-1, :-1], target[:-1]).tolist()
    slopes = [-alpha * math.expm1(-h) * share / ratio for share, ratio in zip(shares, ratios, strict=True)]
    return [pull - sum(slopes), *slopes]


def _corrector(lambdas: list[float], step: int, order: int, alpha: float, pull: float) -> list[float]:
    """Weights on the estimate made at the step's end, then on D[-1], D[-2], ... of UniC."""
    h, ratios, matrix, target = _system(lambdas, step, order)
    shares = [0.5] if order == 1 else np.linalg.solve(matrix, target).tolist()
    slopes = [-alpha * math.expm1(-h) * share / ratio for share, ratio in zip(shares, [*ratios, 1.0], strict=True)]
    return [slopes[-1], pull - sum(slopes), *slopes[:-1]]


def _system(lambdas: list[float], step: int, order: int) -> tuple[float, list[float], Square, Square]:
    """(h, r_1 .. r_{order-1}, R, b) of the linear system R·a = b of theorem 3.1, with r_order = 1."""
    h = lambdas[step + 1] - lambdas[step]
    ratios = [(lambdas[step - back] - lambdas[step]) / h for back in range(1, order)]
    matrix = np.vander([*ratios, 1.0], order, increasing=True).T
    target, phi = np.empty(order), math.expm1(-h)
    for power in range(1, order + 1):
        # phi_{k+1}(-h)·(-h) by its recurrence, from phi_1; b_k = k!·phi_{k+1} / B(h).
        phi = phi / -h - 1.0 / math.factorial(power)
        target[power - 1] = phi * math.factorial(power) / math.expm1(-h)
    return h, ratios, matrix, target


def _sum(left: list[float], right: list[float]) -> tuple[float, ...]:
    """Element by element; the shorter is continued with zeros."""
    length = max(len(left), len(right))
    pad = [0.0] * length
    return tuple(a + b for a, b in zip([*left, *pad][:length], [*right, *pad][:length], strict=True))
