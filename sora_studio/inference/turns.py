"""A run by the models of a stage in turn, each over those noise levels that are its own."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sora_studio.diffusion import Plan
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.device_math import math_on
from sora_studio.inference.guided import Denoising
from sora_studio.inference.pack import DraftStage
from sora_studio.inference.runtime import Array
from sora_studio.inference.sampling import NoiseFor, OnRow, Past, sampling
from sora_studio.inference.session import SessionCache


@dataclass(frozen=True, slots=True)
class Turn:
    """A model as a stage of its own, the rows it evaluates, and how hard the prompt pulls there."""

    stage: DraftStage
    plan: Plan
    guidance: float


def stages_of(stage: DraftStage) -> tuple[DraftStage, ...]:
    """Each model that draws as a stage of its own."""
    later = stage.later
    if later is None:
        return (stage,)
    return stage, replace(stage, model=later.model, inputs=later.inputs, output=later.output, later=None)


def turns(stage: DraftStage, plan: Plan, guidance: float) -> tuple[Turn, ...]:
    """One for each model that has any of the plan's rows."""
    later = stage.later
    if later is None:
        return (Turn(stage, plan, guidance),)
    _, second = stages_of(stage)
    early, late = (
        tuple(row for row in plan.rows if (row.evaluate.timestep < later.below) is low) for low in (False, True)
    )
    both = (
        Turn(stage, replace(plan, rows=early), guidance),
        Turn(second, replace(plan, rows=late), later.guidance(guidance)),
    )
    return tuple(turn for turn in both if turn.plan.rows)


def run_turns(
    sessions: SessionCache,
    taken: tuple[Turn, ...],
    asked: Callable[[Turn], Denoising],
    shape: tuple[int, ...],
    noise_for: NoiseFor,
    cancel: CancelToken,
    on_row: OnRow,
    begin: Array | None = None,
) -> Array:
    """The finished state, `shape` in the model's order of axes; one model is leased at a time.

    A run from `begin`, in the same order, starts with that noised to the first level.

    Raises PackError, GenerationError, Cancelled.
    """
    past: Past | None = None
    finished: Array | None = None
    for turn in taken:
        with sessions.lease(turn.stage.model) as model:
            model.require(turn.stage.inputs.values(), turn.stage.output)
            with sampling(model, math_on(sessions.device), asked(turn), shape) as sampler:
                finished = sampler.run(turn.plan, noise_for, cancel, on_row, begin, past)
                # Not copied for nobody.
                past = None if turn is taken[-1] else sampler.past
    assert finished is not None
    return finished
