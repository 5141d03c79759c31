"""At which noise levels a run is sampled: a table of levels from the noisiest to the finished picture."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sora_studio.diffusion.names import choose, options_of, refuse_unknown
from sora_studio.diffusion.process import Level, Process
from sora_studio.diffusion.spacing import NEARLY_ONE, SOLVERS_OWN, distilled, flow_spaced, spaced
from sora_studio.diffusion.training import cosine_process, flow_process, trained_process
from sora_studio.errors import GenerationError


@dataclass(frozen=True, slots=True)
class Schedule:
    """n + 1 levels, noisiest first; the model is evaluated at the first n and the run ends at the last."""

    process: Process
    levels: tuple[Level, ...]

    @property
    def steps(self) -> int:
        return len(self.levels) - 1

    @property
    def alphas(self) -> NDArray[np.float64]:
        """(n + 1,)"""
        return np.array([level.alpha for level in self.levels])

    @property
    def sigmas(self) -> NDArray[np.float64]:
        """(n + 1,)"""
        return np.array([level.sigma for level in self.levels])

    @property
    def timesteps(self) -> NDArray[np.float64]:
        """(n,), what the model is told."""
        return np.array([level.timestep for level in self.levels[:-1]])

    def skip(self, steps: int) -> "Schedule":
        """Without its first steps: to start from a noised picture, not from noise (SDEdit, Meng et al. 2022).

        Raises GenerationError when no step would be left.
        """
        if not 0 <= steps < self.steps:
            raise GenerationError(f"{steps} of {self.steps} steps can't be skipped.", "Leave at least one step.")
        return replace(self, levels=self.levels[steps:])


def make_schedule(kind: str, steps: int, **params: Any) -> Schedule:
    """A schedule of `steps` steps; `params` are the keyword parameters of the kind's two functions in SCHEDULES.

    Raises GenerationError for an unknown kind or parameter, steps < 1, or values out of range.
    """
    parts = choose("schedule", kind, SCHEDULES)
    of_process = options_of(parts.process)
    refuse_unknown(f"The schedule {kind}", params, [*options_of(parts.levels), *of_process])
    if steps < 1:
        raise GenerationError(f"A run can't have {steps} steps.", "Ask for 1 step or more.")
    process = parts.process(**{name: value for name, value in params.items() if name in of_process})
    levels = parts.levels(process, steps, **{name: value for name, value in params.items() if name not in of_process})
    if any(after.sigma >= before.sigma for before, after in pairwise(levels)):
        raise GenerationError(f"{steps} steps don't fit the schedule {kind}.", "Noise must fall at every step.")
    return Schedule(process, tuple(levels))


def at_timesteps(
    process: Process,
    steps: int,
    *,
    spacing: str = "trailing",
    offset: int = 0,
    original_steps: int = 50,
    timesteps: Sequence[float] = (),
    final: str = "zero",
) -> list[Level]:
    """Levels the model was trained at; `timesteps`, falling, override `spacing`, whose `offset` shifts "leading".

    The run ends at "zero" noise or at the "first" training timestep (which configurations written for diffusers
    call set_alpha_to_one = false).
    """
    train_steps = len(process.log_ratios)
    if len(timesteps):
        chosen = _listed(timesteps, steps, train_steps - 1)
    elif spacing == "distilled":
        chosen = distilled(steps, train_steps, original_steps).tolist()
    else:
        chosen = spaced(spacing, steps, train_steps, offset).tolist()
    ends = {"zero": process.at_ratio(0.0), "first": process.at_timestep(0.0)}
    return [*map(process.at_timestep, chosen), choose("final level", final, ends)]


def karras(
    process: Process,
    steps: int,
    *,
    sigma_min: float | None = None,
    sigma_max: float | None = None,
    rho: float = 7.0,
    whole_timesteps: bool = False,
) -> list[Level]:
    """Eq. 5 of Karras et al. 2022, in sigma/alpha, then zero; by default between the ends of the training.

    With `whole_timesteps` the model is told the trained timestep nearest to each level.
    """
    low, high = _ends(process, sigma_min, sigma_max)
    if not rho > 0.0:
        raise GenerationError(f"rho can't be {rho}.", "Karras et al. use 7.")
    ramp = np.power(np.linspace(math.pow(high, 1.0 / rho), math.pow(low, 1.0 / rho), steps), rho)
    levels = [process.at_ratio(ratio) for ratio in ramp.tolist()]
    if whole_timesteps:
        levels = [replace(level, timestep=float(round(level.timestep))) for level in levels]
    return [*levels, process.at_ratio(0.0)]


def exponential(
    process: Process, steps: int, *, sigma_min: float | None = None, sigma_max: float | None = None
) -> list[Level]:
    """Evenly spaced in ln(sigma/alpha) (Lu et al. 2022, "uniform logSNR"), then zero."""
    low, high = _ends(process, sigma_min, sigma_max)
    ramp = np.exp(np.linspace(math.log(high), math.log(low), steps))
    return [*map(process.at_ratio, ramp.tolist()), process.at_ratio(0.0)]


def even_times(process: Process, steps: int) -> list[Level]:
    """Evenly spaced in the time the model is told, from 1 down to 0 (Pernias et al. 2024)."""
    return [process.at_timestep(time) for time in np.linspace(1.0, 0.0, steps + 1).tolist()]


def flow(
    process: Process,
    steps: int,
    *,
    shift: float = 1.0,
    sigmas: Sequence[float] = (),
    spacing: str = "even",
    last: float | None = None,
    train_steps: int = 1000,
    terminal: float | None = None,
    whole_timesteps: bool = False,
) -> list[Level]:
    """Sigmas spaced from 1 down, or the listed ones, shifted toward noise: eq. 23 of Esser et al. 2024; then zero.

    `last` is where "even" spacing ends; `terminal` stretches the shifted ones to end there (HaCohen et al. 2024). With
    `whole_timesteps` the model is told the one of `train_steps` timesteps below, not what lies between.
    """
    if not shift > 0.0:
        raise GenerationError(f"The shift can't be {shift}.", "Use 1 for none, 3 or more for large pictures.")
    listed = _listed(sigmas, steps, 1.0) if len(sigmas) else flow_spaced(spacing, steps, train_steps, last)
    chosen = np.asarray(listed, np.float64)
    shifted = shift * chosen / (1.0 + (shift - 1.0) * chosen)
    # One step alone starts from pure noise, of which there is nothing to stretch.
    if terminal is not None and shifted[-1] < 1.0:
        shifted = 1.0 - (1.0 - shifted) * (1.0 - terminal) / (1.0 - shifted[-1])
    placed = shifted
    if whole_timesteps or spacing in SOLVERS_OWN:
        shifted = np.minimum(shifted, NEARLY_ONE)
        # The solvers that need that were written in float32, which matters where alpha is nearly nothing.
        placed = shifted.astype(np.float32)
    levels = [process.at_arc(sigma) for sigma in placed.tolist()]
    if whole_timesteps:
        told = np.floor(shifted * train_steps) / train_steps * process.timestep_scale
        levels = [replace(level, timestep=timestep) for level, timestep in zip(levels, told.tolist(), strict=True)]
    return [*levels, process.at_arc(0.0)]


def _listed(values: Sequence[float], steps: int, largest: float) -> list[float]:
    if len(values) != steps:
        raise GenerationError(f"{len(values)} noise levels are listed for {steps} steps.", "List one for each step.")
    if max(values) > largest or min(values) < 0.0:
        raise GenerationError("A listed noise level is out of range.", f"They lie between 0 and {largest:g}.")
    return [float(value) for value in values]


def _ends(process: Process, sigma_min: float | None, sigma_max: float | None) -> tuple[float, float]:
    low = math.exp(process.log_ratios[0]) if sigma_min is None else sigma_min
    high = math.exp(process.log_ratios[-1]) if sigma_max is None else sigma_max
    if not 0.0 < low < high:
        raise GenerationError(f"Noise can't fall from {high:g} to {low:g}.", "sigma_min must be below sigma_max.")
    return low, high


class ScheduleKind(NamedTuple):
    """Both functions' keyword parameters are the kind's options."""

    process: Callable[..., Process]
    levels: Callable[..., list[Level]]


SCHEDULES: Mapping[str, ScheduleKind] = {
    "linear": ScheduleKind(partial(trained_process, betas="linear"), at_timesteps),
    "scaled_linear": ScheduleKind(partial(trained_process, betas="scaled_linear"), at_timesteps),
    "karras": ScheduleKind(trained_process, karras),
    "exponential": ScheduleKind(trained_process, exponential),
    "cosine": ScheduleKind(cosine_process, even_times),
    "flow": ScheduleKind(flow_process, flow),
}
