"""What latents look like at a glance: red, green and blue of each channel, as the decoder makes them of noise."""

import numpy as np

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Floats, refuse_blank, to_axes
from sora_studio.inference.decode import measured
from sora_studio.inference.model import Model
from sora_studio.inference.pack_parts import LatentDecoder
from sora_studio.inference.runtime import Array
from sora_studio.inference.session import SessionCache

Mix = tuple[tuple[float, ...], ...]

# As many latents as tell over a hundred channels apart; of a clip two in time, for one alone is no clip to some.
_SIDE, _LATENTS = 24, 2


def decoded_mix(sessions: SessionCache, decoder: LatentDecoder, channels: int, cancel: CancelToken) -> Mix:
    """For each channel of latents of unit variance, how much of red, green and blue in [-1, 1] it is.

    By least squares over one decoded frame, each square of its pixels as its mean, but for what is in all of it alike.
    Raises PackError, GenerationError, Cancelled.
    """
    with sessions.lease(decoder.model) as model:
        model.require([decoder.latents], decoder.output)
        clip = unit_noise(_shape(decoder, model, channels))
        given = to_axes(measured(decoder, clip), decoder.axes)
        [pictures] = model.run_on({decoder.latents: given}, [decoder.output], cancel)
    refuse_blank(pictures, "refine")
    return fitted_mix(clip[0], pictures[0, :, 0] if decoder.takes_clips else pictures[0], decoder.scale)


def fitted_mix(latents: Floats, picture: Array, scale: int) -> Mix:
    """How much of the colours of a picture (3, h · scale, w · scale) each channel of latents (C, h, w) is."""
    channels, height, width = latents.shape
    squares = picture.reshape(3, height, scale, width, scale).mean(axis=(2, 4), dtype=np.float32)
    given = np.column_stack([latents.reshape(channels, -1).T, np.ones(height * width, np.float32)])
    mix = np.asarray(np.linalg.lstsq(given, squares.reshape(3, -1).T, rcond=None)[0], np.float64)
    rows: list[list[float]] = mix[:channels].round(4).tolist()
    return tuple(tuple(row) for row in rows)


def unit_noise(shape: tuple[int, ...]) -> Floats:
    """The same each time."""
    return np.random.default_rng(0).standard_normal(shape).astype(np.float32)


def _shape(decoder: LatentDecoder, model: Model, channels: int) -> tuple[int, int, int, int]:
    """Of the latents decoded: a model may take those of one size alone."""
    *_, frames, height, width = (None, None, None, *model.inputs[decoder.latents].shape)
    return (frames or _LATENTS) if decoder.takes_clips else 1, channels, height or _SIDE, width or _SIDE
