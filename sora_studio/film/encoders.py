"""Which encoder this machine has for a codec: a graphics card's where one has shown that it works, or the software."""

# PyAV's stubs leave the stream type of packets open.
# pyright: reportUnknownMemberType=false

import io
from functools import lru_cache

import av
import av.error
import numpy as np

from sora_studio.errors import ExportError
from sora_studio.film.codecs import VideoCodec, VideoEncoder
from sora_studio.film.encode import encode_segment
from sora_studio.film.plan import FilmSize, Frame

TRIAL_FRAMES = 5
# How far the trial's pictures may be off, of 255: encoding at our quality changes less, broken pictures more.
TRIAL_MEAN_ERROR = 4.0


def encoder_for(codec: VideoCodec, size: FilmSize, *, hardware: bool = False) -> VideoEncoder:
    """With `hardware` a graphics card's encoder where one works. Raises ExportError where there is none at all."""
    for encoder in codec.hardware if hardware else ():
        if encoder.name in av.codecs_available and works(encoder, size):
            return encoder
    if codec.software.name not in av.codecs_available:
        raise ExportError(
            f"This machine can't write {codec.title}: its ffmpeg has no encoder {codec.software.name}.",
            "Choose another format, such as H.264 in an .mp4, or install the av package from PyPI, which has it.",
        )
    return codec.software


@lru_cache(maxsize=32)
def works(encoder: VideoEncoder, size: FilmSize) -> bool:
    """Whether the encoder makes segments that can be joined, decode to what went in, and come in order."""
    frames = _trial_frames(size)
    try:
        made = [_read_back(encode_segment(run, size, encoder), encoder.segment) for run in (frames, frames[:2])]
    except (ExportError, av.error.FFmpegError, ValueError):
        return False  # No such card, or not at this size.
    (headers, pictures), (other_headers, other_pictures) = made
    if headers != other_headers or (len(pictures), len(other_pictures)) != (TRIAL_FRAMES, 2):
        return False
    errors = [np.abs(got.astype(float) - sent).mean() for got, sent in zip(pictures, frames, strict=True)]
    return max(errors) < TRIAL_MEAN_ERROR


def _trial_frames(size: FilmSize) -> list[Frame]:
    """Soft ramps that move: easy to encode well, and each frame told from the next."""
    row, column = np.mgrid[0 : size.height, 0 : size.width]
    ramp = 128 + 60 * np.sin(column / size.width * 6.28) + 40 * np.cos(row / size.height * 6.28)
    return [np.repeat((ramp + 5 * index)[..., None], 3, axis=2).astype(np.uint8) for index in range(TRIAL_FRAMES)]


def _read_back(segment: bytes, container: str) -> tuple[bytes | None, list[Frame]]:
    with av.open(io.BytesIO(segment), "r", format=container) as source:
        track = source.streams.video[0]
        pictures = [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in source.decode(track)]
        return track.codec_context.extradata, pictures
