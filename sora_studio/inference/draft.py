"""Stage B: noise to a low-resolution clip, steered by a prompt, previewed step by step."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial

import numpy as np

from sora_studio.inference.beginning import beginning
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Floats, Pictures, axes_shape, from_axes, refuse_blank, to_axes, to_pictures
from sora_studio.inference.device_math import Buffer
from sora_studio.inference.encode import Conditioning
from sora_studio.inference.events import OnStep
from sora_studio.inference.first_frame import last_picture
from sora_studio.inference.guided import Denoising
from sora_studio.inference.pace import Pace
from sora_studio.inference.pack import DraftStage, ModelPack
from sora_studio.inference.request import GenerationRequest, refuse_other_pack
from sora_studio.inference.runtime import Array
from sora_studio.inference.sampling import OnRow
from sora_studio.inference.scene import draw_scene
from sora_studio.inference.session import SessionCache
from sora_studio.inference.stage import (
    Roles,
    denoising_of,
    draft_shape,
    noise_for,
    plan_for,
    refuse_first_frame,
)
from sora_studio.inference.told import told, told_without_text
from sora_studio.inference.turns import Turn, run_turns, turns
from sora_studio.inference.windows import Window, windows_of


def run_draft(
    sessions: SessionCache,
    pack: ModelPack,
    request: GenerationRequest,
    cond: Conditioning,
    uncond: Conditioning,
    *,
    first_frame: Floats | None = None,
    on_step: OnStep | None = None,
    previews: bool = True,
    cancel: CancelToken | None = None,
) -> Floats:
    """The draft (F, C, h, w), in the pack's latents, its first frame like `first_frame` (C, h, w) where that is given.

    Where drafts begin with pictures that is one in [-1, 1] (3, H, W). A model that isn't told the frame draws over it,
    a clip over as many of it as it has.

    `on_step` gets a preview of the clip each step unless `previews` is off; of a scene's clip, a few frames spread
    over it, which cost as much as the step.
    Raises PackError, GenerationError, Cancelled.
    """
    refuse_other_pack(pack, request)
    cancel = cancel or CancelToken()
    if pack.decode is not None:
        return draw_scene(sessions, pack, request, cond, uncond, first_frame, on_step, previews, cancel)
    stage = pack.draft
    clip = np.zeros(draft_shape(stage, request), np.float32)
    chain = windows_of(stage, len(clip))
    _refuse_missing_roles(stage, chain, first_frame)
    over = None if stage.is_told_first_frame else first_frame
    sides = (max(window.stop - window.start for window in chain), *clip.shape[2:])
    strength = 1.0 if over is None else request.strength or stage.first_frame_strength
    plan = plan_for(stage.diffusion, request.sampler, request.steps, strength, sides)
    pace = Pace("draft", len(chain) * len(plan.rows), on_step)
    decoder = pack.refine.decoder
    pixels_per_latent = decoder.scale if decoder else stage.latent_scale
    show = _preview(stage, clip.shape, pace) if on_step and previews else None
    taken = turns(stage, plan, request.guidance)
    for window in chain:
        part = clip[window.start : window.stop]
        begun = beginning(sessions, stage, first_frame, part.shape, cancel)
        asked = partial(_denoising, request, window, cond, uncond, begun, part.shape[1:], pixels_per_latent)
        noise = noise_for(stage, request.seed, window.start, part.shape, "draft")
        on_row = pace.step_unseen if show is None else show(window)
        begin = None if over is None else to_axes(np.broadcast_to(over, part.shape), stage.axes)
        drawn = run_turns(sessions, taken, asked, axes_shape(part.shape, stage.axes), noise, cancel, on_row, begin)
        finished = from_axes(drawn, stage.axes, part.shape)
        refuse_blank(finished, "draft")
        kept = _keeps_first(stage, window, begun)
        if kept:
            part[0] = begun["first_frame"][0]
        part[int(kept) :] = finished[int(kept) :]
        if window is not chain[-1]:
            first_frame = last_picture(sessions, pack, part, cancel) if stage.begins_with_pictures else part[-1]
    return clip


def _keeps_first(stage: DraftStage, window: Window, begun: Roles) -> bool:
    """Whether a window's first frame stays as it was given: one it shares with the window before, or one encoded."""
    if not stage.begins_with_pictures:
        return window.start > 0
    assert stage.encoder is not None
    # What is told of a whole clip is drawn beside what is drawn, not in its place.
    return not stage.encoder.given and bool(begun["has_first_frame"][0])


def draft_preview(pack: ModelPack, draft: Floats) -> Pictures:
    """A draft (F, C, h, w) as pictures to look at, (F, h, w, 3)."""
    frames, _, height, width = draft.shape
    pictures = np.empty((frames, height, width, 3), np.uint8)
    to_pictures(_colours(pack.draft, draft), pictures)
    return _in_time(pack.draft, pictures)


def _in_time(stage: DraftStage, pictures: Pictures) -> Pictures:
    """Pictures of latents as often as each has frames, so that they play no faster than those will."""
    return pictures if stage.frames_per_latent == 1 else np.repeat(pictures, stage.frames_per_latent, axis=0)


def _colours(stage: DraftStage, latents: Array) -> Array:
    """What is shown of latents (F, C, h, w): red, green and blue (F, 3, h, w)."""
    if stage.preview_mix:
        return np.einsum("fchw,cr->frhw", latents, np.array(stage.preview_mix, latents.dtype))
    return latents[:, stage.preview_rgb]


def _denoising(
    request: GenerationRequest,
    window: Window,
    cond: Conditioning,
    uncond: Conditioning,
    begun: Roles,
    frame_shape: tuple[int, ...],
    pixels_per_latent: int | Fraction,
    turn: Turn,
) -> Denoising:
    stage = turn.stage
    times = {"frame_times": window.times(stage.frames_per_second)}
    _, height, width = frame_shape
    size = int(width * pixels_per_latent), int(height * pixels_per_latent)
    fixed = {**cond, **times, **told(cond, *size, frame_shape[1:]), **begun}
    without = {**uncond, **told_without_text(*size)}
    return denoising_of(stage, fixed, without, turn.guidance, request.step_cache)


def _preview(stage: DraftStage, shape: tuple[int, ...], pace: Pace) -> Callable[[Window], OnRow]:
    """For each window, what to do with D after a step: paint it into the clip's pictures and tell of them."""
    frames, _, height, width = shape
    pictures: Pictures = np.zeros((frames, height, width, 3), np.uint8)

    def show_in(window: Window) -> OnRow:
        def show(estimate: Buffer, left_out: bool) -> None:
            part = (window.stop - window.start, *shape[1:])
            latents = from_axes(estimate.read(), stage.axes, part)
            refuse_blank(latents, "draft")
            to_pictures(_colours(stage, latents), pictures[window.start : window.stop])
            # A copy, for the pictures are painted on while another thread may show these.
            pace.step(_in_time(stage, pictures[: window.stop].copy()), left_out)

        return show

    return show_in


def _refuse_missing_roles(stage: DraftStage, chain: tuple[Window, ...], first_frame: Floats | None) -> None:
    if len(chain) > 1 or first_frame is not None:
        longest_s = (stage.frames_max - 1) / stage.frames_per_second
        shorter = f"Keep the shot under {longest_s:g} s, with no first picture" if longest_s else "Let it begin anew"
        refuse_first_frame(stage, f"{shorter}, or choose another pack.", in_a_chain=len(chain) > 1)
