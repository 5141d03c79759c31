"""Samplers for distilled models, whose D is meant as the answer: LCM and TCD."""

import math
from itertools import pairwise

from sora_studio.diffusion.first_order import first_order, noise_terms
from sora_studio.diffusion.row import Row, transfer
from sora_studio.diffusion.schedule import Schedule

# The data's standard deviation in the boundary condition (Song et al. 2023, kept by Luo et al. 2023).
SIGMA_DATA = 0.5


def lcm(schedule: Schedule, *, timestep_scaling: float = 10.0) -> tuple[Row, ...]:
    """Multistep latent consistency sampling (Luo et al. 2023). The last step adds no noise.

    The consistency function is c_skip·x + c_out·D, `timestep_scaling` making it D but for the smallest timesteps; a
    distilled flow has no such condition.
    """
    rows = list[Row]()
    for step, (start, end) in enumerate(pairwise(schedule.levels)):
        skip, out = 0.0, 1.0
        if schedule.process.form != "flow":
            length = math.hypot(start.timestep * timestep_scaling, SIGMA_DATA)
            skip, out = (SIGMA_DATA / length) ** 2, start.timestep * timestep_scaling / length
        alpha, sigma = (end.alpha, end.sigma) if step + 1 < schedule.steps else (1.0, 0.0)
        # The condition speaks of x at unit variance, which is what the model sees.
        keep = alpha * skip * start.input_scale
        rows.append(Row(step, start, (keep,), (alpha * out,), noise_terms(step, sigma)))
    return tuple(rows)


def tcd(schedule: Schedule, *, eta: float = 0.3) -> tuple[Row, ...]:
    """Strategic stochastic sampling of a trajectory consistency model (Zheng et al. 2024); `eta` is the paper's gamma.

    Each step goes along the trajectory to the timestep s = (1 - eta)·t', cleaner than the next level t', and adds noise
    back up to it.
    """
    rows = list[Row]()
    for step, (start, end) in enumerate(pairwise(schedule.levels)):
        if end.sigma == 0.0:
            rows.append(first_order(schedule, step, step))
            continue
        timestep = (1.0 - eta) * end.timestep
        # Trained timesteps are whole numbers; a flow's time is not.
        cleaner = schedule.process.at_timestep(timestep if schedule.process.form == "flow" else math.floor(timestep))
        grow = end.alpha / cleaner.alpha
        keep, pull = transfer(start, cleaner)
        fresh = math.sqrt(max(0.0, end.sigma**2 - (grow * cleaner.sigma) ** 2))
        rows.append(Row(step, start, (grow * keep,), (grow * pull,), noise_terms(step, fresh)))
    return tuple(rows)
