"""Stage C of a pack that draws in latents: the draft's, enlarged, denoised once more at full size, then decoded.

Latents are enlarged, by a model where the pack has one, and noised again as in SDEdit (Meng et al. 2022), so the larger
picture keeps the draft's composition and gets detail of its own.
"""

import numpy as np

from sora_studio.inference.beginning import no_beginning
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Floats, Pictures, axes_shape, from_axes, refuse_blank, to_axes
from sora_studio.inference.decode import Decoding
from sora_studio.inference.device_math import math_on
from sora_studio.inference.encode import Conditioning
from sora_studio.inference.events import OnStep
from sora_studio.inference.guided import Denoising
from sora_studio.inference.pace import Pace
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.request import GenerationRequest
from sora_studio.inference.sampling import sampling
from sora_studio.inference.session import SessionCache
from sora_studio.inference.stage import denoising_of, noise_for, plan_for, tensors_of
from sora_studio.inference.told import told, told_without_text
from sora_studio.inference.upscale import upscaled
from sora_studio.inference.windows import Window, finished_apart


def refine_latents(
    sessions: SessionCache,
    pack: ModelPack,
    request: GenerationRequest,
    draft: Floats,
    cond: Conditioning,
    uncond: Conditioning | None,
    on_step: OnStep | None,
    cancel: CancelToken,
    halvings: int = 0,
) -> Pictures:
    """The finished frames (F, H, W, 3) of draft latents (F, C, h, w). Raises PackError, GenerationError, Cancelled."""
    stage, decoder = pack.refine, pack.refine.decoder
    assert decoder is not None
    steps = request.refine_steps if stage.strength else 0
    chain = finished_apart(pack.draft, len(draft))
    runs = sum(-(-(window.stop - window.start) // stage.frames_per_run) for window in chain)
    enlargings = 0 if stage.upscaler is None else len(chain)
    pace = Pace("refine", enlargings + runs * steps + len(draft), on_step)
    decoding = Decoding(sessions, decoder, pace, cancel, halvings)

    def finished(window: Window) -> Pictures:
        part = draft[window.start : window.stop]
        if stage.upscaler is not None:
            part = upscaled(sessions, stage.upscaler, part, cancel)
            pace.step()
        if steps:
            part = _sharpened(sessions, pack, request, part, window.start, cond, uncond, pace, cancel)
        return decoding.pictures(part, pack.draft.frames_per_latent)

    first, *others = (finished(window) for window in chain)
    # A window begins with the last picture of the one before.
    whole = np.concatenate([first, *(each[1:] for each in others)]) if others else first
    return whole[: request.frame_count]


def _sharpened(
    sessions: SessionCache,
    pack: ModelPack,
    request: GenerationRequest,
    draft: Floats,
    begins_at: int,
    cond: Conditioning,
    uncond: Conditioning | None,
    pace: Pace,
    cancel: CancelToken,
) -> Floats:
    """Latents (F, C, H', W') of the finished picture's size, each still a run of its own, a clip one run.

    The first of them is the shot's number `begins_at`.
    """
    stage, decoder = pack.refine, pack.refine.decoder
    assert decoder is not None
    sides = (request.height // decoder.scale, request.width // decoder.scale)
    frames = min(len(draft), stage.frames_per_run)
    plan = plan_for(stage.diffusion, request.refine_sampler, request.refine_steps, stage.strength, (frames, *sides))
    frame_shape = (stage.latent_channels or draft.shape[1], *sides)
    denoising = _denoising(pack, request, draft[:frames], cond, uncond or {}, sides)
    sharp = np.empty((len(draft), *frame_shape), np.float32)
    with sessions.lease(stage.model) as model:
        model.require(stage.inputs.values(), stage.output)
        shape = (frames, *frame_shape)
        with sampling(model, math_on(sessions.device), denoising, axes_shape(shape, stage.axes)) as sampler:
            for start in range(0, len(draft), frames):
                first = min(start, len(draft) - frames)
                part = slice(first, first + frames)
                sampler.set_constants(tensors_of(stage, {"draft": to_axes(draft[part], stage.axes)}))
                begin = None if stage.draws_anew else to_axes(enlarged(draft[part], *sides), stage.axes)
                noise = noise_for(stage, request.seed, begins_at + first, shape, "refine")
                done = sampler.run(plan, noise, cancel, pace.step_unseen, begin)
                sharp[part] = from_axes(done, stage.axes, shape)
    refuse_blank(sharp, "refine")
    return sharp


def _denoising(
    pack: ModelPack,
    request: GenerationRequest,
    draft: Floats,
    cond: Conditioning,
    uncond: Conditioning,
    sides: tuple[int, int],
) -> Denoising:
    stage, size = pack.refine, (request.width, request.height)
    anew = no_beginning(pack.draft, (*draft.shape[:2], *sides))
    with_text, without = {**cond, **told(cond, *size, sides), **anew}, {**uncond, **told_without_text(*size)}
    if stage.draws_anew:
        with_text["draft"] = to_axes(draft, stage.axes)
        without["draft"] = np.zeros_like(with_text["draft"])
    guidance = request.guidance if stage.guidance is None else stage.guidance
    return denoising_of(stage, with_text, without, guidance, request.step_cache)


def enlarged(latents: Floats, height: int, width: int) -> Floats:
    """Latents (F, C, h, w) at another size, between their pixels' middles in straight lines."""
    for_rows, for_columns = _weights(latents.shape[2], height), _weights(latents.shape[3], width)
    return np.einsum("Hh,fchw,Ww->fcHW", for_rows, latents, for_columns, optimize=True)


def _weights(own: int, wanted: int) -> Floats:
    """How much of each of `own` pixels is in each of the `wanted` ones (wanted, own)."""
    at = np.clip((np.arange(wanted) + 0.5) * (own / wanted) - 0.5, 0, own - 1)
    return np.maximum(0.0, 1.0 - np.abs(at[:, np.newaxis] - np.arange(own))).astype(np.float32)
