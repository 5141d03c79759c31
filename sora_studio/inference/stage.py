"""What both sampled stages do: plan a run, and hand a model its tensors by the roles the pack gives them."""

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np

from sora_studio.diffusion import Guidance, Plan, StepCache, make_schedule, plan, shared_noise
from sora_studio.errors import GenerationError
from sora_studio.inference.clip import Floats, takes_batches, to_axes
from sora_studio.inference.guided import Denoising
from sora_studio.inference.pack import DecodeStage, DraftStage, RefineStage
from sora_studio.inference.pack_parts import Diffusion
from sora_studio.inference.request import GenerationRequest
from sora_studio.inference.runtime import Array
from sora_studio.inference.sampling import NoiseFor
from sora_studio.inference.told import TOLD_ROLES, embedded_guidance
from sora_studio.inference.windows import clip_times, windows

# What the engine fills for each stage; every further input is a conditioning of the text encoder's.
ENCODE_ROLES = ("input_ids", "attention_mask")
SAMPLED_ROLES = ("sample", "timestep")
_GUIDANCE_ROLES = ("guidance", "guidance_embedding")
_BEGINNING_ROLES = ("first_frame", "has_first_frame", "picture_states")
DRAFT_ROLES = (*SAMPLED_ROLES, "frame_times", *_BEGINNING_ROLES, *_GUIDANCE_ROLES, *TOLD_ROLES)
SCENE_ROLES = (*SAMPLED_ROLES, *_BEGINNING_ROLES)
DECODE_ROLES = ("scene", "frame_times", "duration", "sketch", "has_sketch")
REFINE_ROLES = (*SAMPLED_ROLES, "frame_times", "draft")
LATENT_ROLES = (*SAMPLED_ROLES, "draft", *_BEGINNING_ROLES, *_GUIDANCE_ROLES, *TOLD_ROLES)

AnyStage: TypeAlias = DraftStage | RefineStage
Taking: TypeAlias = DraftStage | DecodeStage | RefineStage
Roles: TypeAlias = Mapping[str, Array]


def plan_for(
    diffusion: Diffusion, sampler: str, steps: int, strength: float = 1.0, sides: tuple[int, int, int] = (0, 0, 0)
) -> Plan:
    """The rows of `steps` steps of `sampler` over the schedule the model was made for. Raises GenerationError.

    With a `strength` under 1 they are the last of as many more as begin that share of the way up to pure noise; `sides`
    are the latents', frames, height and width, for a schedule that heeds them.
    """
    total = math.ceil(steps / strength) if strength else steps
    options = dict[str, Any](diffusion.schedule_options)
    if diffusion.size_shift is not None:
        options["shift"] = diffusion.size_shift.at(*sides)
    schedule = make_schedule(diffusion.schedule, total, **options)
    schedule = schedule.skip(total - steps)
    made = plan(sampler, schedule)
    scales = {"unit": made.initial_scale, "sigma": schedule.levels[0].sigma, "noise": 1.0}
    return replace(made, initial_scale=scales[diffusion.initial])


def denoising_of(
    stage: AnyStage, fixed: Roles, unguided: Roles | None = None, guidance: float = 1.0, step_cache: float = 0.0
) -> Denoising:
    """How the stage's model is asked; of the roles it is given only those it takes, under its own names for them.

    A model that is told the guidance runs once a step, whatever it is.
    """
    waves = stage.diffusion.guidance_embedding
    told = bool(waves) or "guidance" in stage.inputs
    if told:
        embedded = embedded_guidance(guidance, waves)
        fixed = {**fixed, "guidance": np.array([guidance], np.float32), "guidance_embedding": embedded}
    return Denoising(
        sample=stage.inputs["sample"],
        timestep=stage.inputs["timestep"],
        output=stage.output,
        prediction=stage.diffusion.prediction,
        constants=tensors_of(stage, fixed),
        unguided=tensors_of(stage, unguided or {}),
        guidance=Guidance(1.0 if told else guidance),
        cache=StepCache(step_cache),
        takes_batches=takes_batches(stage.axes),
    )


def tensors_of(stage: Taking, roles: Roles) -> dict[str, Array]:
    """Those of `roles` the stage's model takes, under its own names for them."""
    return {name: roles[role] for role, name in stage.inputs.items() if role in roles}


def draft_shape(stage: DraftStage, request: GenerationRequest) -> tuple[int, int, int, int]:
    """(F, C, h, w) of the request's draft. Raises GenerationError for a size the pack can't draw."""
    scale = stage.latent_scale
    if request.width % scale or request.height % scale or request.frame_count < 1:
        raise GenerationError(
            f"The pack can't draw {request.frame_count} frames of {request.width}x{request.height}.",
            f"Choose a size whose sides are multiples of {scale.numerator}, and one frame or more.",
        )
    latents = stage.latents_for(request.frame_count)
    return latents, stage.latent_channels, request.height // scale, request.width // scale


def refuse_first_frame(stage: DraftStage, hint: str, *, in_a_chain: bool = False) -> None:
    """Raise GenerationError where the stage can't begin with a given frame; `in_a_chain` it must be told that."""
    if not (stage.is_told_first_frame if in_a_chain else stage.goes_on):
        raise GenerationError("This pack can't continue from a given picture.", hint)


def frame_times(stage: DraftStage, frame_count: int) -> Floats:
    """When each frame of a draft was drawn (F,): seconds since its window began, since the shot did for a scene's."""
    if stage.scene_shape:
        return (np.arange(frame_count) / stage.frames_per_second).astype(np.float32)
    return clip_times(windows(frame_count, stage.frames_max), stage.frames_per_second)


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
