"""What latents look like at a glance: red, green and blue of each channel, as the decoder makes them of noise."""

import numpy as np

from sora_studio.inference.clip import Floats, to_axes
from sora_studio.inference.decode import measured
from sora_studio.inference.pack import LatentDecoder
from sora_studio.inference.runtime import DTYPES, LOG_NOTHING, Array, runtime

# As many latents as tell over a hundred channels apart; of a clip two in time, for one alone is no clip to some.
_SIDE, _LATENTS = 24, 2


def fitted_mix(decoder: LatentDecoder, channels: int) -> tuple[tuple[float, ...], ...]:
    """For each channel of latents of unit variance, how much of red, green and blue in [-1, 1] it is.

    By least squares over one decoded frame, each square of its pixels as its mean, but for what is in all of it alike.
    """
    clip = np.random.default_rng(0).standard_normal((_LATENTS, channels, _SIDE, _SIDE)).astype(np.float32)
    picture = _first_frame(decoder, clip)
    squares = picture.reshape(3, _SIDE, decoder.scale, _SIDE, decoder.scale).mean(axis=(2, 4))
    given = np.column_stack([clip[0].reshape(channels, -1).T, np.ones(_SIDE**2, np.float32)])
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
