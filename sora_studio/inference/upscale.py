"""A draft's latents enlarged by a model that was taught to, before they are drawn over and decoded."""

import numpy as np

from sora_studio.errors import PackError
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Floats, axes_shape, from_axes, refuse_blank, to_axes
from sora_studio.inference.pack_parts import LatentUpscaler
from sora_studio.inference.session import SessionCache


def upscaled(sessions: SessionCache, upscaler: LatentUpscaler, latents: Floats, cancel: CancelToken) -> Floats:
    """Latents (F, C, h, w), `scale` times as high and as wide. Raises PackError, GenerationError, Cancelled."""
    *clip, height, width = latents.shape
    shape = (*clip, height * upscaler.scale, width * upscaler.scale)
    wanted = axes_shape(shape, upscaler.axes)
    with sessions.lease(upscaler.model) as model:
        model.require([upscaler.latents], upscaler.output)
        model.expect_output(upscaler.output, wanted)
        given = to_axes(latents, upscaler.axes)
        [large] = model.run_on({upscaler.latents: given}, [upscaler.output], cancel)
    if large.shape != wanted:
        raise PackError(
            f"{upscaler.model.path.name} makes latents of {large.shape} of {given.shape}, and {wanted} are wanted.",
            "Make the `scale` of the pack's upscaler say the same, or install the pack again.",
        )
    refuse_blank(large, "refine")
    return _as_before(np.asarray(from_axes(large, upscaler.axes, shape), np.float32), latents, upscaler.adain)


def _as_before(large: Floats, latents: Floats, share: float) -> Floats:
    """Each channel with the mean and deviation it had, as far as that `share`."""
    if not share:
        return large
    (mean, deviation), (wanted_mean, wanted_deviation) = _measures(large), _measures(latents)
    normal = (large - mean) / np.maximum(deviation, np.finfo(np.float32).tiny)
    back = normal * wanted_deviation + wanted_mean
    return np.asarray(large + share * (back - large), np.float32)


def _measures(latents: Floats) -> tuple[Floats, Floats]:
    """The mean and deviation of each channel, over a whole clip."""
    over = (0, 2, 3)
    return latents.mean(over, keepdims=True), latents.std(over, keepdims=True, ddof=1)
