"""Frames to H.264: every segment starts and ends on its own, so segments can be joined without encoding again."""

# PyAV's stubs leave the stream type of packets open.
# pyright: reportUnknownMemberType=false

import io
from collections.abc import Iterable

import av
import av.error
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation

from sora_studio.errors import ExportError
from sora_studio.film.plan import FilmSize, Frame

# How many frames decoding runs ahead of showing: two with a B-frame pyramid (i_bframe_delay in x264).
REORDERED_FRAMES = 2
X264_PARAMS = "bframes=3:b-pyramid=normal:open-gop=0:keyint=48:min-keyint=4:cpu-independent=1"
OPTIONS = {"crf": "18", "preset": "veryfast", "profile": "high", "x264-params": X264_PARAMS}
# Fixed: x264's choices depend on how many threads it has.
THREADS = 2
# Names what a segment's bytes depend on besides its pictures; raise the number when anything here or in flow changes.
ENCODER = f"1 av {av.__version__} {OPTIONS} {THREADS}"


def encode_segment(frames: Iterable[Frame], size: FilmSize) -> bytes:
    """One closed run of frames as MP4 (H.264 High, 4:2:0, BT.709 limited range). The same frames, the same bytes."""
    buffer = io.BytesIO()
    try:
        with av.open(buffer, "w", format="mp4") as container:
            stream = container.add_stream("libx264", size.rate.per_second, OPTIONS)
            stream.width, stream.height, stream.pix_fmt = size.width, size.height, "yuv420p"
            context = stream.codec_context
            context.time_base = 1 / size.rate.per_second
            context.thread_count = THREADS
            context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
            context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
            for index, frame in enumerate(frames):
                picture = _to_yuv(frame)
                picture.pts, picture.time_base = index, context.time_base
                container.mux(stream.encode(picture))
            container.mux(stream.encode())
    except av.error.FFmpegError as error:
        raise ExportError(
            f"The film could not be encoded at {size.width}x{size.height}: {error.strerror}.", "Try another film size."
        ) from error
    return buffer.getvalue()


def _to_yuv(frame: Frame) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(frame, format="rgb24").reformat(
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
        dst_color_primaries=ColorPrimaries.BT709,
        dst_color_trc=ColorTrc.BT709,
        interpolation=Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.BITEXACT,
        threads=1,
    )
