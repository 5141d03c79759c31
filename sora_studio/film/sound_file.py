"""A sound file as 48 kHz stereo blocks, whatever is in it: told by its first bytes, decoded piece by piece."""

# PyAV's stubs leave the types of streams and arrays open.
# pyright: reportUnknownMemberType=false

from collections.abc import Generator, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from numpy.typing import NDArray

from sora_studio.errors import SoraError
from sora_studio.film.media_file import ATOMS, HEAD_BYTES, OPTIONS, frames_of
from sora_studio.film.sound import SAMPLE_RATE, Pcm16

LONGEST_S = 24 * 3600
# Time stamps jitter by less; a hole this long or longer is damage, and filled with silence so the rest stays in sync.
HOLE_S, LONGEST_HOLE_S = 0.02, 60.0
# Beyond these no sound is recorded; a damaged header's rate would cost the resampler minutes.
LOWEST_RATE, HIGHEST_RATE = 1_000, 768_000
ID3_BYTES = 10
NO_SOUND = "Choose a WAV, MP3, FLAC, OGG, M4A, MP4 or MOV file."


def sound_format(path: Path) -> str:
    """The demuxer for the file's first bytes. Raises SoraError for what is no sound this program reads, and OSError."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        if head.startswith(b"ID3"):
            # The tag's length in four bytes of seven bits (id3.org/id3v2.4.0-structure, 3.1).
            size = sum(byte << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=False))
            file.seek(ID3_BYTES + size)
            head = file.read(HEAD_BYTES)
            return "flac" if head.startswith(b"fLaC") else "mp3"
    if head[:4] in (b"RIFF", b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return "wav"
    if head.startswith(b"fLaC"):
        return "flac"
    if head.startswith(b"OggS"):
        return "ogg"
    if head[4:8] in ATOMS:
        return "mov"
    # An MPEG frame's sync word, and Layer III (ISO 11172-3, 2.4.2.3).
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:
        return "mp3"
    raise SoraError(f"“{path.name}” isn't a sound file this program reads.", NO_SOUND)


def sound_blocks(path: Path) -> Generator[Pcm16]:
    """The file's sound in order, int16 (n, 2) at 48 kHz; what is damaged is silent, what is cut off is left out.

    The sound of a film starts when its picture does. Raises SoraError and OSError.
    """
    sound = sound_format(path)
    samples = 0
    try:
        # "file:" keeps a colon in the name from being read as a protocol.
        with av.open(f"file:{path}", format=sound, options=OPTIONS, metadata_errors="replace") as container:
            if not container.streams.audio:
                raise SoraError(f"“{path.name}” has no sound in it.", NO_SOUND)
            for block in _decoded(container, container.streams.audio[0]):
                samples += len(block)
                if samples > LONGEST_S * SAMPLE_RATE:
                    raise SoraError(f"“{path.name}” is longer than 24 hours.", "Cut it into shorter files.")
                yield block
    except av.error.FFmpegError as error:
        if isinstance(error, OSError):
            raise
        samples = 0
    if not samples:
        raise SoraError(f"The sound in “{path.name}” can't be read; the file may be damaged.", NO_SOUND)


def _decoded(container: InputContainer, stream: AudioStream) -> Iterator[Pcm16]:
    """Resampled blocks, with silence where time stamps say that something is missing."""
    converter = _Converter()
    expected = _picture_start(container)
    for frame in frames_of(container, stream, AudioFrame):
        if not frame.samples or not LOWEST_RATE <= frame.rate <= HIGHEST_RATE:
            continue
        time = expected if frame.time is None else Fraction(frame.time)
        expected = time if expected is None else expected
        hole = 0 if time is None or expected is None else time - expected
        if HOLE_S < hole < LONGEST_HOLE_S:
            yield from converter.flush()
            yield np.zeros((round(hole * SAMPLE_RATE), 2), np.int16)
            expected = time
        if expected is not None:
            expected += Fraction(frame.samples, frame.rate)
        yield from converter.convert(frame)
    yield from converter.flush()


def _picture_start(container: InputContainer) -> Fraction | None:
    """When the picture starts, in seconds; None where there is none, a cover not being one."""
    for video in container.streams.video:
        if not video.disposition & Disposition.attached_pic and video.start_time is not None and video.time_base:
            return Fraction(video.start_time) * video.time_base
    return None


class _Converter:
    """Frames to 48 kHz stereo; starts anew when a file changes its kind of frames midway."""

    def __init__(self) -> None:
        self._kind: tuple[str, str, int] | None = None
        self._resampler: av.AudioResampler | None = None
        self._layout = "stereo"

    def convert(self, frame: AudioFrame) -> Iterator[Pcm16]:
        if frame.layout.nb_channels > 2 and frame.layout.name.endswith(" channels"):
            frame = _first_two_channels(frame)
        kind = (frame.format.name, frame.layout.name, frame.rate)
        if kind != self._kind:
            yield from self.flush()
            self._kind = kind
            # A single channel is doubled by hand: a mixer would make it quieter.
            self._layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
            self._resampler = av.AudioResampler("s16", self._layout, SAMPLE_RATE)
        frame.pts = None
        assert self._resampler is not None
        yield from self._arrays(self._resampler.resample(frame))

    def flush(self) -> Iterator[Pcm16]:
        """What the resampler still holds; it ends there."""
        if self._resampler is not None:
            yield from self._arrays(self._resampler.resample(None))
        self._kind = self._resampler = None

    def _arrays(self, frames: list[AudioFrame]) -> Iterator[Pcm16]:
        channels = 1 if self._layout == "mono" else 2
        for frame in frames:
            block = np.asarray(frame.to_ndarray(), np.int16).reshape(-1, channels)
            if len(block):
                yield np.repeat(block, 2, axis=1) if channels == 1 else block


def _first_two_channels(frame: AudioFrame) -> AudioFrame:
    """Of channels that nobody named, the first two are left and right, as everywhere."""
    samples: NDArray[Any] = np.asarray(frame.to_ndarray())
    if not frame.format.is_planar:
        samples = samples.reshape(-1, frame.layout.nb_channels).T
    packed: NDArray[Any] = np.ascontiguousarray(samples[:2].T).reshape(1, -1)
    pair = AudioFrame.from_ndarray(packed, frame.format.packed.name, "stereo")
    pair.sample_rate = frame.rate
    return pair
