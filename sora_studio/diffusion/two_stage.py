"""Second-order samplers that look twice in a step: Heun and DPM-Solver-2.

Both solve dy/ds = (y - D)/s with y = c·x and s = c·sigma (`Process.stretch`). A step to zero noise is Euler's: there is
no slope to look at where s = 0.
"""

import math
from itertools import pairwise

from sora_studio.diffusion.first_order import first_order
from sora_studio.diffusion.row import Row, transfer
from sora_studio.diffusion.schedule import Schedule


def heun(schedule: Schedule) -> tuple[Row, ...]:
    """Algorithm 1 of Karras et al. 2022: the mean of the slopes at both ends of the step."""
    process, rows = schedule.process, list[Row]()
    for step, (start, end) in enumerate(pairwise(schedule.levels)):
        rows.append(first_order(schedule, step, len(rows)))
        if end.sigma == 0.0:
            continue
        c, c_end = process.stretch(start), process.stretch(end)
        half = (process.arc(end) - process.arc(start)) / 2.0
        slope, slope_end = half / process.arc(start), half / process.arc(end)
        keep = (slope_end, (1.0 + slope) * c / c_end)
        rows.append(Row(step, end, keep, (-slope_end / c_end, -slope / c_end)))
    return tuple(rows)


def dpm2(schedule: Schedule) -> tuple[Row, ...]:
    """DPM-Solver-2, algorithm 1 of Lu et al. 2022: the slope half-way in ln s serves the whole step."""
    process, rows = schedule.process, list[Row]()
    for step, (start, end) in enumerate(pairwise(schedule.levels)):
        if end.sigma == 0.0:
            rows.append(first_order(schedule, step, len(rows)))
            continue
        s, s_end = process.arc(start), process.arc(end)
        middle = process.at_arc(math.sqrt(s * s_end))
        keep, pull = transfer(start, middle)
        rows.append(Row(step, start, (keep,), (pull,)))
        slope = (s_end - s) / process.arc(middle)
        c_end = process.stretch(end)
        keep_both = (slope * process.stretch(middle) / c_end, process.stretch(start) / c_end)
        rows.append(Row(step, middle, keep_both, (-slope / c_end,)))
    return tuple(rows)
