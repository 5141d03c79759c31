"""The film's soundtrack: mixed sound to AAC packets beside the picture, exactly as long as it."""

# PyAV's stubs leave the types of streams and arrays open.
# pyright: reportUnknownMemberType=false

from fractions import Fraction

import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer

from sora_studio.errors import ExportError
from sora_studio.film.sound import SAMPLE_RATE, Sound, sample_at
from sora_studio.timeline.time import FrameRate

BITS_PER_SECOND = 256_000
# Whole AAC frames (1,024 samples) at a time, about a second of them.
BLOCK = 48 * 1024


class Soundtrack:
    """One sound being written into a film. The encoder's run-in before the first sample is marked to be skipped."""

    def __init__(self, film: OutputContainer, sound: Sound, rate: FrameRate) -> None:
        self._film, self._sound, self._rate = film, sound, rate
        self._done = 0
        stream = film.add_stream("aac", SAMPLE_RATE, layout="stereo")
        assert isinstance(stream, AudioStream)
        stream.codec_context.bit_rate = BITS_PER_SECOND
        self._stream = stream

    def write_until(self, frame: int) -> None:
        """Write what is heard before a film frame, as far as it fills whole blocks. Raises ExportError."""
        stop = sample_at(frame, self._rate)
        while stop - self._done >= BLOCK:
            self._write(BLOCK)

    def finish(self, frames: int) -> None:
        """Write the rest of a film of so many frames. Raises ExportError."""
        self.write_until(frames)
        self._write(sample_at(frames, self._rate) - self._done)
        self._encode(None)

    def _write(self, count: int) -> None:
        if count:
            block = self._sound.read(self._done, count)
            frame = AudioFrame.from_ndarray(np.ascontiguousarray(block.T), "fltp", "stereo")
            frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, self._done, Fraction(1, SAMPLE_RATE)
            self._done += count
            self._encode(frame)

    def _encode(self, frame: AudioFrame | None) -> None:
        try:
            packets = self._stream.encode(frame)
        except av.error.FFmpegError as error:
            if isinstance(error, OSError):
                raise
            raise ExportError(
                f"The film's sound could not be encoded: {error.strerror}.", "Mute it, or try again."
            ) from error
        for packet in packets:
            self._film.mux_one(packet)
