"""A film as an animated picture, GIF or WebP, that plays over and over where no player is."""

# PyAV's stubs leave the stream type of packets open.
# pyright: reportUnknownMemberType=false

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import count
from pathlib import Path

import av
import av.error
import av.filter
from av.video.format import VideoFormat
from av.video.reformatter import Colorspace
from av.video.stream import VideoStream

from sora_studio.errors import ExportError
from sora_studio.film.assemble import FilmReport
from sora_studio.film.plan import FilmSize, Frame
from sora_studio.film.take_frames import TakeFrames
from sora_studio.film.target import replacing

# Each frame its own 256 colours: one set for a film of many scenes has too few for any. An ordered pattern stays in
# place from frame to frame, where scattered dots would crawl.
PALETTE = ("palettegen", "stats_mode=single"), ("paletteuse", "new=1:dither=bayer:bayer_scale=3")
ENCODERS = {".gif": ("gif", "gif", "pal8", ()), ".webp": ("webp", "libwebp_anim", "yuv420p", (("quality", "80"),))}


def write_animation(work: TakeFrames, out: Path, step: int = 1) -> FilmReport:
    """Every `step`th frame, each as long as what it stands for. Raises ExportError, Cancelled."""
    size = work.size
    container, encoder, pixel_format, options = ENCODERS[out.suffix.lower()]
    if encoder not in av.codecs_available:
        raise ExportError(
            f"This machine can't write {out.suffix} files: its ffmpeg has no encoder {encoder}.",
            "Choose another format, or install the av package from PyPI, which has it.",
        )
    duration = step / size.rate.per_second
    with replacing(out) as partial, _told(out):
        frames = 0
        # "file:" keeps a colon in the name from being read as a protocol.
        with av.open(f"file:{partial}", "w", format=container, options={"loop": "0"}) as film:
            stream = film.add_stream(encoder, 1 / duration, dict(options))
            assert isinstance(stream, VideoStream)
            stream.width, stream.height, stream.pix_fmt = size.width, size.height, pixel_format
            stream.codec_context.time_base = duration
            for picture in _pictures(work.all_frames(step), size, duration, encoder):
                film.mux(stream.encode(picture))
                frames += 1
            film.mux(stream.encode(None))
        length_bytes = partial.stat().st_size
    return FilmReport(frames, 0, 0, length_bytes, encoder)


@contextmanager
def _told(out: Path) -> Generator[None]:
    """ffmpeg's errors in words; what the file system refuses is for `replacing`."""
    try:
        yield
    except av.error.FFmpegError as error:
        if isinstance(error, OSError):
            raise
        raise ExportError(f"{out.name} could not be encoded: {error.strerror}.", "Try a smaller picture.") from error


def _pictures(frames: Iterable[Frame], size: FilmSize, duration: Fraction, encoder: str) -> Iterator[av.VideoFrame]:
    """The frames as the encoder wants them, one after the other."""
    reduced = _Reduced(size, duration) if encoder == "gif" else None
    for number, frame in zip(count(), frames, strict=False):
        picture = av.VideoFrame.from_ndarray(frame, format="rgb24")
        picture.pts, picture.time_base = number, duration
        if reduced is not None:
            yield reduced.reduce(picture)
        else:
            yield picture.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU601)


class _Reduced:
    """Frames in 256 colours each."""

    def __init__(self, size: FilmSize, duration: Fraction) -> None:
        graph = self._graph = av.filter.Graph()
        source = graph.add_buffer(width=size.width, height=size.height, format=VideoFormat("rgb24"), time_base=duration)
        split = graph.add("split")
        palette, use = (graph.add(name, arguments) for name, arguments in PALETTE)
        sink = graph.add("buffersink")
        source.link_to(split)
        split.link_to(palette, 0, 0)
        split.link_to(use, 1, 0)
        palette.link_to(use, 0, 1)
        use.link_to(sink)
        graph.configure()

    def reduce(self, picture: av.VideoFrame) -> av.VideoFrame:
        self._graph.push(picture)
        reduced = self._graph.pull()
        assert isinstance(reduced, av.VideoFrame)
        return reduced
