"""The sampling loop: the same few lines for every sampler."""

from collections import deque
from collections.abc import Callable

from sora_studio.diffusion.combine import Floats, combine
from sora_studio.diffusion.prediction import denoised
from sora_studio.diffusion.row import Plan

Model = Callable[[Floats, float], Floats]
NoiseFor = Callable[[int], Floats]


def sample(plan: Plan, x: Floats, model: Model, noise_for: NoiseFor, *, prediction: str = "sample") -> Floats:
    """Run the plan on x, a state at its first level; the model takes (scaled x, timestep).

    `noise_for(stream)` gives unit noise shaped like x, always the same for the same stream.
    """
    states = deque([x], maxlen=plan.states_kept)
    estimates: deque[Floats] = deque(maxlen=plan.estimates_kept)
    for row in plan.rows:
        level, x = row.evaluate, states[-1]
        output = model(combine([level.input_scale], [x]), level.timestep)
        estimates.append(combine(denoised(prediction, level.alpha, level.sigma), [x, output]))
        fresh = [noise_for(term.stream) for term in row.noise]
        weights = [*row.keep, *row.pull, *(term.weight for term in row.noise)]
        pasts = [*list(states)[: -len(row.keep) - 1 : -1], *list(estimates)[: -len(row.pull) - 1 : -1]]
        states.append(combine(weights, [*pasts, *fresh]))
    return states[-1]
