"""The film's soundtrack as AAC: encoded once for a mix, then copied beside the picture, exactly as long as it."""

# PyAV's stubs leave the types of streams and arrays open.
# pyright: reportUnknownMemberType=false

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer

from sora_studio.errors import ExportError
from sora_studio.film.sound import SAMPLE_RATE, Sound, sample_at
from sora_studio.timeline.time import FrameRate

BITS_PER_SECOND = 256_000
# Names what the bytes depend on besides the mix; raise the number when the mixing or anything here changes.
ENCODER = f"1 av {av.__version__} aac {BITS_PER_SECOND} {SAMPLE_RATE}"
# Whole AAC frames (1,024 samples) at a time, about a second of them.
BLOCK = 48 * 1024


@dataclass(frozen=True, slots=True)
class Soundtrack:
    """What is heard under a film of `frames`; `key` names everything the mix depends on."""

    sound: Sound
    key: str
    frames: int
    rate: FrameRate

    def segment_key(self) -> str:
        """Names everything the encoded soundtrack depends on (SHA-256, hex)."""
        parts = [ENCODER, self.key, self.frames, self.rate.numerator, self.rate.denominator]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def encode_soundtrack(soundtrack: Soundtrack, between_blocks: Callable[[], None]) -> bytes:
    """The soundtrack alone as MP4; its run-in before the first sample is marked to be skipped. Raises ExportError."""
    buffer = io.BytesIO()
    stop = sample_at(soundtrack.frames, soundtrack.rate)
    try:
        with av.open(buffer, "w", format="mp4") as film:
            stream = film.add_stream("aac", SAMPLE_RATE, layout="stereo")
            stream.codec_context.bit_rate = BITS_PER_SECOND
            for start in range(0, stop, BLOCK):
                between_blocks()
                film.mux(stream.encode(_frame(soundtrack.sound, start, min(BLOCK, stop - start))))
            film.mux(stream.encode(None))
    except av.error.FFmpegError as error:
        raise ExportError(
            f"The film's sound could not be encoded: {error.strerror}.", "Mute it, or try again."
        ) from error
    return buffer.getvalue()


def _frame(sound: Sound, start: int, count: int) -> AudioFrame:
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(sound.read(start, count).T), "fltp", "stereo")
    frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
    return frame


class SoundCopy:
    """An encoded soundtrack going into a film, packet by packet as the picture does. Close it."""

    def __init__(self, film: OutputContainer, encoded: bytes) -> None:
        self._film = film
        self._source = av.open(io.BytesIO(encoded), "r", format="mp4")
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
