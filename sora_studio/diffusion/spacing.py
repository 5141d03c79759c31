"""Which training timesteps a short run visits, noisiest first."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from sora_studio.diffusion.names import choose
from sora_studio.errors import GenerationError

Timesteps = NDArray[np.floating]


def _leading(steps: int, train_steps: int, offset: int) -> Timesteps:
    return np.arange(steps)[::-1] * (train_steps // steps) + float(offset)


def _linspace(steps: int, train_steps: int, offset: int) -> Timesteps:
    return np.round(np.linspace(0, train_steps - 1, steps))[::-1]


def _linspace_exact(steps: int, train_steps: int, offset: int) -> Timesteps:
    return np.linspace(0, train_steps - 1, steps)[::-1]


def _leading_inner(steps: int, train_steps: int, offset: int) -> Timesteps:
    return np.arange(1, steps + 1)[::-1] * (train_steps // (steps + 1)) + float(offset)


def _linspace_inner(steps: int, train_steps: int, offset: int) -> Timesteps:
    return np.round(np.linspace(0, train_steps - 1, steps + 1))[:0:-1]


def _trailing(steps: int, train_steps: int, offset: int) -> Timesteps:
    return np.round(train_steps - np.arange(steps) * (train_steps / steps)) - 1.0


# Named and compared in table 2 of Lin et al. 2024; only trailing always starts at the last timestep and fits one step.
# "exact" may lie between trained timesteps; "inner" is a run of one step more without its last, the cleanest.
SPACINGS: Mapping[str, Callable[[int, int, int], Timesteps]] = {
    "leading": _leading,
    "leading_inner": _leading_inner,
    "linspace": _linspace,
    "linspace_exact": _linspace_exact,
    "linspace_inner": _linspace_inner,
    "trailing": _trailing,
}


def spaced(spacing: str, steps: int, train_steps: int, offset: int) -> Timesteps:
    """`steps` timesteps (n,), falling. Raises GenerationError for an unknown spacing or more steps than timesteps."""
    function = choose("timestep spacing", spacing, {**SPACINGS, "distilled": _trailing})
    if steps > train_steps:
        raise GenerationError(
            f"The model knows {train_steps} noise levels and can't take {steps} steps.", "Ask for fewer steps."
        )
    return function(steps, train_steps, offset)


def distilled(steps: int, train_steps: int, original_steps: int) -> Timesteps:
    """A choice of the `original_steps` timesteps a consistency model was distilled at (Luo et al. 2023).

    Raises GenerationError for more steps than that.
    """
    if steps > original_steps:
        raise GenerationError(
            f"The model was distilled at {original_steps} noise levels and can't take {steps} steps.",
            "Distilled models are made for 1 to 8 steps.",
        )
    stride = train_steps // original_steps
    origins = np.arange(original_steps, 0, -1) * float(stride) - 1.0
    return origins[np.floor(np.linspace(0, original_steps, steps, endpoint=False)).astype(int)]


# How far a run has come by the middle of its steps, where it goes slowly first.
_SLOW_HALF = 0.025


def linear_quadratic(steps: int) -> Timesteps:
    """Sigmas falling in a straight line for half of the steps, then on a parabola (Lightricks, LTX-Video, rf.py)."""
    slow = steps // 2
    if not slow:
        return np.ones(steps)
    step = np.arange(steps)
    bend = (slow - _SLOW_HALF * steps) / (slow * (steps - slow) ** 2)
    return 1.0 - _SLOW_HALF * step / slow - bend * np.maximum(0, step - slow) ** 2


# Where solvers start that take the logarithm of alpha, which is nothing at 1 (diffusers' UniPC and DPM-Solver++).
NEARLY_ONE = 1.0 - 1e-6
SOLVERS_OWN = ("inner", "inner_below")
# "even" ends at `last`; "inner" is a run of one step more without its last, "inner_below" one without its first.
FLOW_SPACINGS: Mapping[str, Callable[[int, int, float], Timesteps]] = {
    "even": lambda steps, train_steps, last: np.linspace(1.0, last, steps),
    "inner": lambda steps, train_steps, last: np.linspace(1.0, 1.0 / train_steps, steps + 1)[:-1],
    "inner_below": lambda steps, train_steps, last: 1.0 - np.linspace(1.0, 1.0 / train_steps, steps + 1)[:0:-1],
    "linear_quadratic": lambda steps, train_steps, last: linear_quadratic(steps),
}


def flow_spaced(spacing: str, steps: int, train_steps: int, last: float | None) -> Timesteps:
    """`steps` sigmas (n,), falling; `last` is 1/n where it isn't given. Raises GenerationError for unknown spacing."""
    return choose("spacing of a flow", spacing, FLOW_SPACINGS)(steps, train_steps, last or 1.0 / steps)
