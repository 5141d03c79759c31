"""A movie's pictures, upright, small and one at a time; at the film's rate by their time stamps."""

# PyAV's stubs leave the types of streams and arrays open.
# pyright: reportUnknownMemberType=false

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import av.error
import numpy as np
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from sora_studio.errors import SoraError
from sora_studio.film.media_file import ATOMS, HEAD_BYTES, OPTIONS, frames_of
from sora_studio.film.plan import Frame
from sora_studio.timeline.time import FrameRate

# As large as the pictures a model draws: a kept take is without loss, and a movie has many frames.
LONGEST_SIDE = 512
LARGEST_SIDE = 16_384
# Beyond it a hole in the time stamps is damage, not a picture that stands still.
LONGEST_HOLD_S = 600
RATES = tuple(FrameRate(*each) for each in ((24_000, 1001), (24,), (25,), (30_000, 1001), (30,), (48,), (50,),
                                            (60_000, 1001), (60,)))  # fmt: skip
RATE_TOLERANCE = Fraction(1, 100)
# From so many lines on, a movie that doesn't say its colours has those of HDTV (ITU-R BT.709).
HD_LINES = 720
COLOURS_UNSAID = 2  # ISO 23091-2, 8.3
OTHER_MOVIE = "Choose an MP4 or MOV file, or convert it to one."


@dataclass(frozen=True, slots=True)
class Picture:
    """Seen from `start_s` on, counted from the movie's first picture, for `length_s` at least."""

    start_s: Fraction
    length_s: Fraction
    frame: Frame


class MovieFile:
    """An open movie. Raises SoraError for what is none this program reads, and OSError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            if file.read(HEAD_BYTES)[4:8] not in ATOMS:
                raise SoraError(f"“{path.name}” isn't a movie this program reads.", OTHER_MOVIE)
        try:
            # "file:" keeps a colon in the name from being read as a protocol.
            self._container: InputContainer = av.open(
                f"file:{path}", format="mov", options=OPTIONS, metadata_errors="replace"
            )
        except av.error.FFmpegError as error:
            raise self._unreadable() from error
        videos = (each for each in self._container.streams.video if not each.disposition & Disposition.attached_pic)
        stream = next(videos, None)
        if stream is None:
            self._container.close()
            raise SoraError(f"“{path.name}” has no pictures in it.", OTHER_MOVIE)
        self._stream: VideoStream = stream
        self.has_sound = bool(self._container.streams.audio)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._container.close()

    @property
    def seconds(self) -> float:
        """How long it says it lasts; 0 where it doesn't."""
        return max(0.0, float(self._container.duration or 0) / av.time_base)

    @property
    def rate(self) -> FrameRate:
        """The rate a film is cut at, next to the movie's own, which may vary."""
        per_second = Fraction(self._stream.average_rate or self._stream.guessed_rate or 24)
        while per_second > RATES[-1].per_second * (1 + RATE_TOLERANCE):
            per_second /= 2  # Shot to be slowed down.
        near = min(RATES, key=lambda rate: abs(rate.per_second - per_second))
        if abs(near.per_second - per_second) <= RATE_TOLERANCE * per_second:
            return near
        return FrameRate(max(1, round(per_second)))

    def pictures(self) -> Generator[Picture]:
        """All that can be decoded, in order. Raises SoraError where nothing can, and OSError."""
        self._stream.thread_type = "AUTO"
        usual_s = 1 / self.rate.per_second
        first_s: Fraction | None = None
        last = Picture(-usual_s, usual_s, np.empty((0, 0, 3), np.uint8))
        for frame in frames_of(self._container, self._stream, VideoFrame):
            if not (0 < frame.width <= LARGEST_SIDE and 0 < frame.height <= LARGEST_SIDE):
                continue
            base = frame.time_base or Fraction(0)
            length_s = frame.duration * base if frame.duration and base else usual_s
            expected_s = last.start_s + last.length_s
            stamp_s = None if frame.pts is None else frame.pts * base
            first_s = stamp_s if first_s is None else first_s
            start_s = expected_s if stamp_s is None or first_s is None else stamp_s - first_s
            if first_s is not None and abs(start_s - expected_s) > LONGEST_HOLD_S:
                first_s += start_s - expected_s
                start_s = expected_s
            last = Picture(start_s, min(length_s, Fraction(LONGEST_HOLD_S)), self._upright(frame))
            yield last
        if not last.frame.size:
            raise self._unreadable()

    def _upright(self, frame: VideoFrame) -> Frame:
        """(height, width, 3), square pixels, as it is meant to be seen."""
        shape = self._stream.sample_aspect_ratio or Fraction(1)
        wide = frame.width * min(max(shape, Fraction(1, 8)), Fraction(8))
        scale = min(Fraction(1), LONGEST_SIDE / max(wide, Fraction(frame.height)))
        says_no_colours = frame.colorspace == COLOURS_UNSAID
        small = frame.reformat(
            max(2, round(wide * scale)),
            max(2, round(frame.height * scale)),
            format="rgb24",
            src_colorspace="ITU709" if says_no_colours and frame.height >= HD_LINES else None,
            interpolation="AREA",
        )
        upright = np.rot90(np.asarray(small.to_ndarray(), np.uint8), round(frame.rotation / 90))
        return np.ascontiguousarray(upright)

    def _unreadable(self) -> SoraError:
        return SoraError(f"The pictures in “{self._path.name}” can't be read; the file may be damaged.", OTHER_MOVIE)


def at_rate(pictures: Iterable[Picture], rate: FrameRate) -> Generator[Frame]:
    """The frames of a film: each shows what the movie shows in the frame's middle, where no rounding matters."""
    frames, stop_s = 0, Fraction(0)
    shown: Frame | None = None
    for picture in pictures:
        while shown is not None and rate.seconds(2 * frames + 1) / 2 < picture.start_s:
            yield shown
            frames += 1
        shown, stop_s = picture.frame, picture.start_s + picture.length_s
    while shown is not None and (not frames or rate.seconds(2 * frames + 1) / 2 < stop_s):
        yield shown
        frames += 1
