"""A sampler as a table: everything a sampling run does, known before the first step."""

from dataclasses import dataclass
from typing import NamedTuple

from sora_studio.diffusion.process import Level


class NoiseTerm(NamedTuple):
    """Add `weight` times the unit noise of `stream`; the same stream in two rows is the same noise."""

    stream: int
    weight: float


@dataclass(frozen=True, slots=True)
class Row:
    """One model evaluation and the linear combination that follows it.

    The model is evaluated at `evaluate` on the newest state x[-1], which gives the newest denoised estimate D[-1]; then
    x' = Σ keep[k-1]·x[-k] + Σ pull[k-1]·D[-k] + Σ weight·eps(stream), and x' becomes x[-1].
    """

    step: int
    evaluate: Level
    keep: tuple[float, ...]
    pull: tuple[float, ...]
    noise: tuple[NoiseTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows of one run. It starts from `initial_scale` times unit noise; `steps` counts steps, not evaluations."""

    sampler: str
    steps: int
    initial_scale: float
    rows: tuple[Row, ...]

    @property
    def states_kept(self) -> int:
        """How many past x a consumer must hold."""
        return max(len(row.keep) for row in self.rows)

    @property
    def estimates_kept(self) -> int:
        """How many past denoised estimates a consumer must hold."""
        return max(len(row.pull) for row in self.rows)


def transfer(start: Level, end: Level, sigma: float | None = None) -> tuple[float, float]:
    """(keep, pull) of the exact step between two levels for an unchanging D: DDIM, eq. 12 of Song et al. 2021.

    `sigma` is how much of the old noise is left at the end, less than `end.sigma` where fresh noise makes up the rest.
    """
    keep = (end.sigma if sigma is None else sigma) / start.sigma
    return keep, end.alpha - start.alpha * keep
