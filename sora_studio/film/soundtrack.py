"""The film's soundtrack: encoded once for a mix, then copied beside the picture, exactly as long as it."""

# PyAV's stubs leave the types of streams and arrays open.
# pyright: reportUnknownMemberType=false

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import BinaryIO

import av
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer

from sora_studio.errors import ExportError
from sora_studio.film.codecs import SoundCodec
from sora_studio.film.sound import SAMPLE_RATE, Sound, sample_at
from sora_studio.timeline.time import FrameRate

BITS_PER_SECOND = 256_000
# Names what the bytes depend on besides the mix; raise the number when the mixing or anything here changes.
ENCODER = f"2 av {av.__version__} {BITS_PER_SECOND} {SAMPLE_RATE}"
# What an encoded soundtrack is kept in; uncompressed sound goes into no MP4.
CONTAINER = "mov"
# Whole AAC frames (1,024 samples) at a time, about a second of them.
BLOCK = 48 * 1024


@dataclass(frozen=True, slots=True)
class Soundtrack:
    """What is heard under a film of `frames`; `key` names everything the mix depends on."""

    sound: Sound
    key: str
    frames: int
    rate: FrameRate

    def segment_key(self, codec: SoundCodec) -> str:
        """Names everything the encoded soundtrack depends on (SHA-256, hex)."""
        parts = [ENCODER, codec, self.key, self.frames, self.rate.numerator, self.rate.denominator]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def encode_soundtrack(
    soundtrack: Soundtrack, file: BinaryIO, between_blocks: Callable[[], None], codec: SoundCodec = "aac"
) -> None:
    """The soundtrack alone as a movie; AAC's run-in before the first sample is marked to be skipped.

    Raises ExportError, OSError.
    """
    write_sound(soundtrack, file, CONTAINER, codec, between_blocks)


def write_sound(
    soundtrack: Soundtrack,
    file: BinaryIO | str,
    container: str,
    codec: SoundCodec,
    between_blocks: Callable[[], None],
) -> None:
    """The soundtrack alone in a container. Raises ExportError, OSError."""
    stop = sample_at(soundtrack.frames, soundtrack.rate)
    try:
        # A WAV of more than 4 GB says its length where RF64 does (EBU Tech 3306).
        options = {"rf64": "auto"} if container == "wav" else {}
        with av.open(file, "w", format=container, options=options) as film:
            stream: AudioStream = film.add_stream(codec, SAMPLE_RATE, layout="stereo")
            if codec == "aac":
                stream.codec_context.bit_rate = BITS_PER_SECOND
            to_codec = av.AudioResampler(stream.format.name, "stereo", SAMPLE_RATE)
            for start in range(0, stop, BLOCK):
                between_blocks()
                for frame in to_codec.resample(_frame(soundtrack.sound, start, min(BLOCK, stop - start))):
                    film.mux(stream.encode(frame))
            film.mux(stream.encode(None))
    except av.error.FFmpegError as error:
        if isinstance(error, OSError):
            raise
        raise ExportError(
            f"The film's sound could not be encoded: {error.strerror}.", "Mute it, or try again."
        ) from error


def _frame(sound: Sound, start: int, count: int) -> AudioFrame:
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(sound.read(start, count).T), "fltp", "stereo")
    frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
    return frame


class SoundCopy:
    """An encoded soundtrack going into a film, packet by packet as the picture does. Close it."""

    def __init__(self, film: OutputContainer, encoded: BinaryIO) -> None:
        self._film = film
        encoded.seek(0)
        self._source = av.open(encoded, "r", format=CONTAINER)
        own = self._source.streams.audio[0]
        self._stream: AudioStream = film.add_stream_from_template(own)
        self._packets = self._read(own)
        self._next = next(self._packets, None)

    def copy_until(self, seconds: Fraction | None) -> None:
        """Copy what is heard before that time; None for all that is left."""
        while self._next is not None and (seconds is None or _time(self._next) < seconds):
            self._next.stream = self._stream
            self._film.mux_one(self._next)
            self._next = next(self._packets, None)

    def close(self) -> None:
        self._source.close()

    def _read(self, own: AudioStream) -> "Iterator[av.Packet[AudioStream]]":
        # The demuxer's closing packet is empty.
        return (packet for packet in self._source.demux(own) if packet.pts is not None)


def _time(packet: "av.Packet[AudioStream]") -> Fraction:
    return (packet.pts or 0) * packet.time_base
