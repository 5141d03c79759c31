"""Stage B of a pack that draws scenes: one latent for the whole shot, decoded into draft frames at any times.

A scene holds what is there to see; `decode` moves the camera and the figures over it, as a VAE's decoder makes pictures
of latents. A user's drawing can stand in a scene's place.
"""

import numpy as np

from sora_studio.diffusion import noise
from sora_studio.inference.beginning import beginning
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Floats, Pictures, from_pictures, refuse_blank, to_pictures
from sora_studio.inference.device_math import Buffer, math_on
from sora_studio.inference.encode import Conditioning
from sora_studio.inference.events import OnStep
from sora_studio.inference.given_picture import refuse_picture
from sora_studio.inference.model import Model
from sora_studio.inference.pace import Pace
from sora_studio.inference.pack import DecodeStage, ModelPack
from sora_studio.inference.request import GenerationRequest, refuse_other_pack
from sora_studio.inference.runtime import Array
from sora_studio.inference.sampling import OnRow, sampling
from sora_studio.inference.session import SessionCache
from sora_studio.inference.stage import (
    Roles,
    denoising_of,
    draft_shape,
    frame_times,
    plan_for,
    refuse_first_frame,
    tensors_of,
)

SCENE_PREVIEW_FRAMES = 16


def draw_scene(
    sessions: SessionCache,
    pack: ModelPack,
    request: GenerationRequest,
    cond: Conditioning,
    uncond: Conditioning,
    first_frame: Floats | None,
    on_step: OnStep | None,
    previews: bool,
    cancel: CancelToken,
) -> Floats:
    """The draft (F, C, h, w) in whole steps of 1/127.5, so that one kept as bytes is the same as a fresh one.

    Raises PackError, GenerationError, Cancelled.
    """
    stage, decode = pack.draft, pack.decode
    assert decode is not None
    if first_frame is not None:
        refuse_first_frame(stage, "Let the shot begin anew, or choose another pack.")
    frames = draft_shape(stage, request)
    plan = plan_for(stage.diffusion, request.sampler, request.steps)
    pace = Pace("draft", len(plan.rows), on_step)
    shape = (1, *stage.scene_shape)
    fixed = {**cond, **beginning(sessions, stage, first_frame, frames, cancel)}
    with sessions.lease(stage.model) as model, sessions.lease(decode.model) as decoder:
        model.require(stage.inputs.values(), stage.output)
        camera = _Camera(decoder, decode, pack, request, cond, cancel)
        denoising = denoising_of(stage, fixed, uncond, request.guidance, request.step_cache)
        on_row = _preview(camera, pace) if on_step and previews else pace.step_unseen
        with sampling(model, math_on(sessions.device), denoising, shape) as sampler:
            scene = sampler.run(plan, lambda stream: noise(request.seed, shape, f"scene {stream}"), cancel, on_row)
            return from_pictures(camera.film(scene, camera.times))


def run_sketch(
    sessions: SessionCache,
    pack: ModelPack,
    request: GenerationRequest,
    sketch: Floats,
    cond: Conditioning,
    *,
    cancel: CancelToken | None = None,
) -> Floats:
    """The draft (F, C, h, w) of a drawing (C, h, w) in [-1, 1], which stands in Stage B's place.

    The camera moves over it where the pack has a decoder; else every frame is the drawing itself.
    Raises PackError, GenerationError, Cancelled.
    """
    refuse_other_pack(pack, request)
    refuse_picture(pack)
    shape = draft_shape(pack.draft, request)
    if pack.decode is None:
        return np.repeat(sketch[np.newaxis], shape[0], axis=0)
    scene = np.zeros((1, *pack.draft.scene_shape), np.float32)
    with sessions.lease(pack.decode.model) as decoder:
        camera = _Camera(decoder, pack.decode, pack, request, cond, cancel or CancelToken(), sketch)
        return from_pictures(camera.film(scene, camera.times))


class _Camera:
    """Films one shot's scene: the decoder with all that stays the same from frame to frame."""

    def __init__(
        self,
        model: Model,
        stage: DecodeStage,
        pack: ModelPack,
        request: GenerationRequest,
        cond: Conditioning,
        cancel: CancelToken,
        sketch: Floats | None = None,
    ) -> None:
        model.require(stage.inputs.values(), stage.output)
        self.times = frame_times(pack.draft, request.frame_count)
        self._frame_shape = draft_shape(pack.draft, request)[1:]
        self._model = model
        self._stage = stage
        self._cancel = cancel
        self._fixed: Roles = {
            **cond,
            "duration": self.times[-1:],
            "sketch": np.zeros((1, *self._frame_shape), np.float32) if sketch is None else sketch[np.newaxis],
            "has_sketch": np.array([sketch is not None], np.float32),
        }

    def film(self, scene: Array, times: Floats) -> Pictures:
        """The frames (F, h, w, C) of `scene` at `times` (F,), seconds since the shot's start."""
        channels, height, width = self._frame_shape
        pictures = np.empty((len(times), height, width, channels), np.uint8)
        for start in range(0, len(times), self._stage.frames_per_run):
            part = slice(start, start + self._stage.frames_per_run)
            roles = {**self._fixed, "scene": scene, "frame_times": times[part]}
            self._model.expect_output(self._stage.output, (len(times[part]), *self._frame_shape))
            [frames] = self._model.run_on(tensors_of(self._stage, roles), [self._stage.output], self._cancel)
            refuse_blank(frames, "draft")
            to_pictures(frames, pictures[part])
        return pictures


def _preview(camera: _Camera, pace: Pace) -> OnRow:
    """What to do with D after a step: film a few frames of it and tell of them."""
    count = min(SCENE_PREVIEW_FRAMES, len(camera.times))
    times = camera.times[np.linspace(0, len(camera.times) - 1, count).round().astype(int)]

    def show(estimate: Buffer, left_out: bool) -> None:
        scene = estimate.read()
        refuse_blank(scene, "draft")
        pace.step(camera.film(scene, times)[..., :3], left_out)

    return show
