"""Stage C: a draft to finished frames, a few at a time, each the same in whatever company it is painted.

Latents, which a decoder makes pictures of, are the business of `latents`.
"""

import numpy as np

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Floats, Pictures, axes_shape, from_axes, refuse_blank, to_axes, to_pictures
from sora_studio.inference.device_math import DeviceMath, math_on
from sora_studio.inference.encode import Conditioning
from sora_studio.inference.events import OnStep
from sora_studio.inference.latents import refine_latents
from sora_studio.inference.model import Model
from sora_studio.inference.pace import Pace
from sora_studio.inference.pack import ModelPack, RefineStage
from sora_studio.inference.request import GenerationRequest, refuse_other_pack
from sora_studio.inference.sampling import Sampler
from sora_studio.inference.session import SessionCache
from sora_studio.inference.stage import Roles, denoising_of, frame_times, noise_for, plan_for, tensors_of

_RGB = 3


def run_refine(
    sessions: SessionCache,
    pack: ModelPack,
    request: GenerationRequest,
    draft: Floats,
    cond: Conditioning,
    uncond: Conditioning | None = None,
    *,
    on_step: OnStep | None = None,
    cancel: CancelToken | None = None,
    halvings: int = 0,
) -> Pictures:
    """The finished frames (F, H, W, 3) of a draft (F, C, h, w), in a model run for each chunk and step.

    Where memory is short, what is worked on at once is halved so many times: frames painted together, and each side
    of the tiles in which latents are decoded.

    `uncond` is the negative prompt's encoding: where latents are refined under guidance, it is wanted.
    Raises PackError, GenerationError, Cancelled.
    """
    refuse_other_pack(pack, request)
    stage = pack.refine
    if stage.decoder is not None:
        return refine_latents(sessions, pack, request, draft, cond, uncond, on_step, cancel or CancelToken(), halvings)
    plan = plan_for(stage.diffusion, request.refine_sampler, request.refine_steps)
    frames_per_run = max(1, stage.frames_per_run >> halvings)
    starts = range(0, len(draft), frames_per_run)
    pace = Pace("refine", len(starts) * len(plan.rows), on_step)
    times = frame_times(pack.draft, len(draft))
    frames = np.empty((len(draft), request.height, request.width, _RGB), np.uint8)
    arithmetic = math_on(sessions.device)
    sampler: Sampler | None = None
    with sessions.lease(stage.model) as model:
        model.require(stage.inputs.values(), stage.output)
        for start in starts:
            part = slice(start, start + frames_per_run)
            clip_shape = (len(draft[part]), _RGB, request.height, request.width)
            # Without the step cache, which would go by all frames of a chunk: each is the same in whatever company.
            fixed = {**cond, "draft": to_axes(draft[part], stage.axes), "frame_times": times[part]}
            sampler = _sampler_for(sampler, clip_shape, fixed, stage, model, arithmetic)
            noise = noise_for(stage, request.seed, start, clip_shape, "refine")
            painted = from_axes(
                sampler.run(plan, noise, cancel or CancelToken(), pace.step_unseen), stage.axes, clip_shape
            )
            refuse_blank(painted, "refine")
            to_pictures(painted, frames[part])
    return frames


def _sampler_for(
    last: Sampler | None,
    clip_shape: tuple[int, ...],
    fixed: Roles,
    stage: RefineStage,
    model: Model,
    arithmetic: DeviceMath,
) -> Sampler:
    """The last chunk's sampler with new constants; another only where the number of frames is another."""
    shape = axes_shape(clip_shape, stage.axes)
    if last is None or last.shape != shape:
        return Sampler(model, arithmetic, denoising_of(stage, fixed), shape)
    last.set_constants(tensors_of(stage, fixed))
    return last
