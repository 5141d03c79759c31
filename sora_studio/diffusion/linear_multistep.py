"""LMS: Adams-Bashforth over the slopes of the last few steps."""

import math

import numpy as np

from sora_studio.diffusion.row import Row
from sora_studio.diffusion.schedule import Schedule
from sora_studio.errors import GenerationError


def lms(schedule: Schedule, *, order: int = 4) -> tuple[Row, ...]:
    """The linear multistep sampler of k-diffusion (Crowson 2022) on dy/ds = (y - D)/s (`Process.stretch`).

    Needs past x as well as past D. Raises GenerationError unless order is 1 to 4.
    """
    if order not in range(1, 5):
        raise GenerationError(f"LMS has no order {order}.", "Choose an order from 1 to 4.")
    process, rows = schedule.process, list[Row]()
    stretches = [process.stretch(level) for level in schedule.levels]
    arcs = [process.arc(level) for level in schedule.levels]
    for step, start in enumerate(schedule.levels[:-1]):
        newest_first = range(step, max(-1, step - order), -1)
        slopes = _weights([arcs[past] for past in newest_first], arcs[step + 1])
        pulls = [slope / arcs[past] / stretches[step + 1] for slope, past in zip(slopes, newest_first, strict=True)]
        keeps = [pull * stretches[past] for pull, past in zip(pulls, newest_first, strict=True)]
        keeps[0] += stretches[step] / stretches[step + 1]
        rows.append(Row(step, start, tuple(keeps), tuple(-pull for pull in pulls)))
    return tuple(rows)


def _weights(points: list[float], end: float) -> list[float]:
    """Integral from points[0] to `end` of each Lagrange basis polynomial on `points`.

    Two Gauss-Legendre nodes integrate the cubics of order 4 exactly.
    """
    nodes, measures = np.polynomial.legendre.leggauss(2)
    half = (end - points[0]) / 2.0
    at = points[0] + half * (nodes + 1.0)
    weights = list[float]()
    for here in points:
        basis = [(at - other) / (here - other) for other in points if other != here]
        weights.append(float(half * np.sum(measures * math.prod(basis, start=np.ones_like(at)))))
    return weights
