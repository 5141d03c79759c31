"""What latents look like at a glance: red, green and blue of each channel, as the decoder makes them of noise."""

from dataclasses import replace

import numpy as np

from sora_studio.inference.clip import Floats, to_axes
from sora_studio.inference.decode import measured
from sora_studio.inference.device import choose_device
from sora_studio.inference.encode import encode_text
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pack_parts import LatentDecoder
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import make_request
from sora_studio.inference.runtime import DTYPES, LOG_NOTHING, Array, runtime
from sora_studio.inference.session import SessionCache

Mix = tuple[tuple[float, ...], ...]

# As many latents as tell over a hundred channels apart; of a clip two in time, for one alone is no clip to some.
_SIDE, _LATENTS = 24, 2
# As many as tell sixteen apart, where a picture is much larger than they are; and in as few steps as make one.
_SMALL_SIDE, _STEPS = 8, 4


def fitted_mix(decoder: LatentDecoder, channels: int) -> Mix:
    """For each channel of latents of unit variance, how much of red, green and blue in [-1, 1] it is.

    By least squares over one decoded frame, each square of its pixels as its mean, but for what is in all of it alike.
    """
    clip = _noise((_LATENTS, channels, _SIDE, _SIDE))
    return _fitted(clip[0], _first_frame(decoder, clip), decoder.scale)


def drawn_mix(pack: ModelPack) -> Mix:
    """The same of latents that no decoder takes, for stage C draws from them: of a picture drawn in a few steps."""
    scale = pack.draft.latent_scale
    pixels, latents = scale.numerator, scale.denominator
    clip = _noise((1, pack.draft.latent_channels, _SMALL_SIDE, _SMALL_SIDE))
    sessions = SessionCache(choose_device("cpu"))
    request = make_request(pack, "", seed=0, duration_s=1.0, refine_steps=_STEPS)
    request = replace(request, width=_SMALL_SIDE * pixels, height=_SMALL_SIDE * pixels)
    draft = clip.repeat(latents, axis=2).repeat(latents, axis=3)
    [picture] = run_refine(sessions, pack, request, draft, encode_text(sessions, pack, ""))
    return _fitted(clip[0], picture.transpose(2, 0, 1) / np.float32(127.5), pixels)


def _noise(shape: tuple[int, ...]) -> Floats:
    return np.random.default_rng(0).standard_normal(shape).astype(np.float32)


def _fitted(latents: Floats, picture: Array, scale: int) -> Mix:
    """How much of the colours of a picture (3, h · scale, w · scale) each channel of (C, h, w) is."""
    channels, height, width = latents.shape
    squares = picture.reshape(3, height, scale, width, scale).mean(axis=(2, 4))
    given = np.column_stack([latents.reshape(channels, -1).T, np.ones(height * width, np.float32)])
    seen = squares.reshape(3, -1).T.astype(np.float32)
    mix = np.asarray(np.linalg.lstsq(given, seen, rcond=None)[0], np.float64)
    rows: list[list[float]] = mix[:channels].round(4).tolist()
    return tuple(tuple(row) for row in rows)


def _first_frame(decoder: LatentDecoder, clip: Floats) -> Array:
    """The picture (3, H, W) the first of latents (F, C, h, w) becomes."""
    options = runtime().SessionOptions()
    options.log_severity_level = LOG_NOTHING
    path = str(decoder.model.path)
    session = runtime().InferenceSession(path, options, [("CPUExecutionProvider", {})], enable_fallback=0)
    [latents], [wanted] = session.get_inputs(), session.get_outputs()
    assert wanted.name == decoder.output
    of_clips = decoder.axes != "FCHW"
    given = to_axes(measured(decoder, clip if of_clips else clip[:1]), decoder.axes)
    [pictures] = session.run(None, {latents.name: np.ascontiguousarray(given, DTYPES[latents.type])})
    return pictures[0, :, 0] if of_clips else pictures[0]
