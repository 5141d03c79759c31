"""Frames to a stream: every segment starts and ends on its own, so segments can be joined without encoding again."""

# PyAV's stubs leave the stream type of packets open.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

import io
import os
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor

import av
import av.error
import numpy as np
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation
from av.video.stream import VideoStream

from sora_studio.errors import ExportError
from sora_studio.film.codecs import VideoEncoder
from sora_studio.film.plan import FilmSize, Frame

# Fixed: an encoder's choices depend on how many threads it has.
THREADS = 2
# The AV1 encoder speaks to the terminal on its own account, unless told to tell errors only.
os.environ.setdefault("SVT_LOG", "1")


def segment_encoding(encoder: VideoEncoder) -> str:
    """Names what a segment's bytes depend on besides its pictures; raise the number when anything here changes."""
    return f"2 av {av.__version__} {encoder} {THREADS}"


def encode_segment(frames: Iterable[Frame], size: FilmSize, encoder: VideoEncoder) -> bytes:
    """One closed run of frames as a movie (BT.709, limited range). The same frames, the same bytes. ExportError."""
    buffer = io.BytesIO()
    try:
        with av.open(buffer, "w", format=encoder.segment) as container:
            stream = _stream(container, size, encoder)
            count = 0
            for index, picture in enumerate(_pictures(frames, encoder.pixel_format)):
                picture.pts, picture.time_base = index, stream.codec_context.time_base
                count += _mux(container, stream, encoder, stream.encode(picture), count)
            _mux(container, stream, encoder, stream.encode(), count)
    except av.error.FFmpegError as error:
        raise ExportError(
            f"The film could not be encoded at {size.width}x{size.height}: {error.strerror}.", "Try another film size."
        ) from error
    return buffer.getvalue()


def _stream(container: OutputContainer, size: FilmSize, encoder: VideoEncoder) -> VideoStream:
    stream = container.add_stream(encoder.name, size.rate.per_second, dict(encoder.options))
    assert isinstance(stream, VideoStream)
    stream.width, stream.height, stream.pix_fmt = size.width, size.height, encoder.pixel_format
    context = stream.codec_context
    context.time_base = 1 / size.rate.per_second
    context.thread_count = THREADS
    context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
    context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    if encoder.tag:
        context.codec_tag = encoder.tag
    if encoder.bits_per_pixel:
        context.bit_rate = round(encoder.bits_per_pixel * size.width * size.height * float(size.rate.per_second))
    return stream


def _mux(
    container: OutputContainer,
    stream: VideoStream,
    encoder: VideoEncoder,
    packets: "Iterable[av.Packet[VideoStream]]",
    count: int,
) -> int:
    """Write packets of which `count` went before; how many they were."""
    written = 0
    for packet in packets:
        # x265 leaves decoding times of runs of one or two frames to chance; counted through, they are always right.
        packet.time_base = stream.codec_context.time_base
        packet.dts, packet.duration = count + written - encoder.reordered_frames, 1
        container.mux_one(packet)
        written += 1
    return written


def _pictures(frames: Iterable[Frame], pixel_format: str) -> Generator[av.VideoFrame]:
    """Converted one ahead, for a third of the work is that, and it needs no part of the encoder's."""
    with ThreadPoolExecutor(1, "sora-yuv") as beside:
        coming: Future[av.VideoFrame] | None = None
        for frame in frames:
            before, coming = coming, beside.submit(_to_yuv, frame, pixel_format)
            if before is not None:
                yield before.result()
        if coming is not None:
            yield coming.result()


def _to_yuv(frame: Frame, pixel_format: str) -> av.VideoFrame:
    # Read where it lies: a copy of each frame costs a thirtieth of all the work.
    return av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(frame), format="rgb24").reformat(
        format=pixel_format,
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
        dst_color_primaries=ColorPrimaries.BT709,
        dst_color_trc=ColorTrc.BT709,
        interpolation=Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.BITEXACT,
        threads=1,
    )
