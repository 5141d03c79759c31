"""DPM-Solver++ samplers that look half-way through each step: 2S ancestral and SDE.

The half-way point is the middle in lambda = ln(alpha/sigma). A step from no signal (where a flow starts) has none, nor
has a step to zero noise: both are of first order.
"""

import math
from itertools import pairwise

from sora_studio.diffusion.first_order import first_order, noise_terms, split_noise
from sora_studio.diffusion.process import Level
from sora_studio.diffusion.row import NoiseTerm, Row, transfer
from sora_studio.diffusion.schedule import Schedule


def dpmpp_2s_ancestral(schedule: Schedule, *, eta: float = 1.0) -> tuple[Row, ...]:
    """DPM-Solver++(2S), algorithm 1 of Lu et al. 2022b with r = 1/2, down below the wanted noise, then fresh noise."""
    rows = list[Row]()
    for step, (start, end) in enumerate(pairwise(schedule.levels)):
        old, fresh = split_noise(start, end, eta)
        if not _has_middle(start, end) or old == 0.0:
            rows.append(first_order(schedule, step, len(rows), eta))
            continue
        middle = schedule.process.at_ratio(math.sqrt(start.ratio * old / end.alpha))
        keep, pull = transfer(start, middle)
        rows.append(Row(step, start, (keep,), (pull,)))
        keep, pull = transfer(start, end, old)
        rows.append(Row(step, middle, (0.0, keep), (pull,), noise_terms(len(rows), fresh)))
    return tuple(rows)


def dpmpp_sde(schedule: Schedule, *, eta: float = 1.0) -> tuple[Row, ...]:
    """The SDE solver of k-diffusion (Crowson 2022) after DPM-Solver++(2S), with r = 1/2.

    Both halves see one Brownian path in sigma/alpha: the noise of the whole step is that of the first half, weighted by
    the share of variance it spans, and fresh noise for the second half.
    """
    rows = list[Row]()
    for step, (start, end) in enumerate(pairwise(schedule.levels)):
        if not _has_middle(start, end):
            rows.append(first_order(schedule, step, len(rows), eta))
            continue
        stream = len(rows)
        middle = schedule.process.at_ratio(math.sqrt(start.ratio * end.ratio))
        old, fresh = split_noise(start, middle, eta)
        keep, pull = transfer(start, middle, old)
        rows.append(Row(step, start, (keep,), (pull,), noise_terms(stream, fresh)))
        old, fresh = split_noise(start, end, eta)
        keep, pull = transfer(start, end, old)
        share = (start.ratio - middle.ratio) / (start.ratio - end.ratio)
        both = NoiseTerm(stream, fresh * math.sqrt(share)), NoiseTerm(stream + 1, fresh * math.sqrt(1.0 - share))
        rows.append(Row(step, middle, (0.0, keep), (pull,), both if fresh else ()))
    return tuple(rows)


def _has_middle(start: Level, end: Level) -> bool:
    return start.alpha > 0.0 and end.sigma > 0.0
