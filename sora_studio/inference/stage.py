"""What both sampled stages do: plan a run, and hand a model its tensors by the roles the pack gives them."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np

from sora_studio.diffusion import Guidance, Plan, make_schedule, plan, shared_noise
from sora_studio.inference.clip import to_axes
from sora_studio.inference.pack import Diffusion, DraftStage, RefineStage
from sora_studio.inference.runtime import Array
from sora_studio.inference.sampling import Denoising, NoiseFor

# What the engine fills for each stage; every further input is a conditioning of the text encoder's.
ENCODE_ROLES = ("input_ids", "attention_mask")
SAMPLED_ROLES = ("sample", "timestep")
DRAFT_ROLES = (*SAMPLED_ROLES, "frame_times", "first_frame", "has_first_frame")
REFINE_ROLES = (*SAMPLED_ROLES, "frame_times", "draft")

AnyStage: TypeAlias = DraftStage | RefineStage
Roles: TypeAlias = Mapping[str, Array]


def plan_for(diffusion: Diffusion, sampler: str, steps: int) -> Plan:
    """The rows of `steps` steps of `sampler` over the schedule the model was made for. Raises GenerationError."""
    return plan(sampler, make_schedule(diffusion.schedule, steps, **dict[str, Any](diffusion.schedule_options)))


def denoising_of(stage: AnyStage, fixed: Roles, unguided: Roles | None = None, guidance: float = 1.0) -> Denoising:
    """How the stage's model is asked; of the roles it is given only those it takes, under its own names for them."""
    return Denoising(
        sample=stage.inputs["sample"],
        timestep=stage.inputs["timestep"],
        output=stage.output,
        prediction=stage.diffusion.prediction,
        constants=tensors_of(stage, fixed),
        unguided=tensors_of(stage, unguided or {}),
        guidance=Guidance(guidance),
    )


def tensors_of(stage: AnyStage, roles: Roles) -> dict[str, Array]:
    """Those of `roles` the stage's model takes, under its own names for them."""
    return {name: roles[role] for role, name in stage.inputs.items() if role in roles}


def noise_for(stage: AnyStage, seed: int, first_frame: int, shape: tuple[int, ...], stream_of: str) -> NoiseFor:
    """Noise for a clip of `shape` (F, C, h, w) that begins at `first_frame` of its shot: the same in any window."""

    frames, frame_shape = shape[0], shape[1:]
    correlation = stage.diffusion.noise_correlation

    def draw(stream: int | str) -> Array:
        name = f"{stream_of} {stream}"
        if correlation == 1.0:
            drawn = np.broadcast_to(_noise_of_all(seed, frame_shape, name), shape)
        else:
            drawn = shared_noise(seed, frames, frame_shape, correlation, name, first_frame=first_frame)
        return to_axes(drawn, stage.axes)

    return draw


@lru_cache(maxsize=4)
def _noise_of_all(seed: int, frame_shape: tuple[int, ...], stream: str) -> Array:
    """The noise of fully correlated frames, drawn once for a clip: drawing takes as long as a small model does."""
    return shared_noise(seed, 1, frame_shape, 1.0, stream)
