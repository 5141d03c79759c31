"""Stage C: a draft to finished frames, a few at a time, each the same in whatever company it is painted.

Latents, which a decoder makes pictures of, are the business of `latents`.
"""

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Floats, Pictures, axes_shape, from_axes, refuse_blank, to_axes, to_pictures
from sora_studio.inference.device_math import math_on
from sora_studio.inference.encode import Conditioning
from sora_studio.inference.events import OnStep
from sora_studio.inference.latents import refine_latents
from sora_studio.inference.pace import Pace
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.request import GenerationRequest, refuse_other_pack
from sora_studio.inference.sampling import sampling
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
    frames_per_run = max(1, stage.frames_per_run >> halvings)
    parts = [slice(start, start + frames_per_run) for start in range(0, len(draft), frames_per_run)]
    frames = np.empty((len(draft), request.height, request.width, _RGB), np.uint8)
    _paint(sessions, pack, request, draft, cond, parts, frames, on_step, cancel or CancelToken())
    return frames


def _paint(
    sessions: SessionCache,
    pack: ModelPack,
    request: GenerationRequest,
    draft: Floats,
    cond: Conditioning,
    parts: Sequence[slice],
    frames: Pictures,
    on_step: OnStep | None,
    cancel: CancelToken,
) -> None:
    """The `parts` of the draft, one after the other, into those of `frames`."""
    stage, times = pack.refine, frame_times(pack.draft, len(draft))
    plan = plan_for(stage.diffusion, request.refine_sampler, request.refine_steps)
    pace = Pace("refine", len(parts) * len(plan.rows), on_step)

    def asked(part: slice) -> Roles:
        return {**cond, "draft": to_axes(draft[part], stage.axes), "frame_times": times[part]}

    with sessions.lease(stage.model) as model:
        model.require(stage.inputs.values(), stage.output)
        # Only the last are fewer.
        for together, alike in groupby(parts, lambda part: len(draft[part])):
            clip_shape = (together, _RGB, request.height, request.width)
            first, *others = alike
            # Without the step cache, which would go by all frames of a chunk: each is the same in whatever company.
            denoising = denoising_of(stage, asked(first))
            with sampling(model, math_on(sessions.device), denoising, axes_shape(clip_shape, stage.axes)) as sampler:
                for part in (first, *others):
                    # The first's are what it was made with.
                    if part is not first:
                        sampler.set_constants(tensors_of(stage, asked(part)))
                    noise = noise_for(stage, request.seed, part.start, clip_shape, "refine")
                    painted = sampler.run(plan, noise, cancel, pace.step_unseen)
                    refuse_blank(painted, "refine")
                    to_pictures(from_axes(painted, stage.axes, clip_shape), frames[part])
