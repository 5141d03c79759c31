"""Sounds for the tests, made here: tones, claps, and the files that hold them."""

import wave
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from numpy.typing import NDArray

Samples = NDArray[np.float64]


def tone(seconds: float, sample_rate: int = 48_000, hertz: float = 440, level: float = 0.5) -> Samples:
    return level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * sample_rate)) / sample_rate)


def clap(seconds: float, at_s: float, sample_rate: int = 48_000) -> Samples:
    """Silence but for 10 ms of noise."""
    sound = np.zeros(round(seconds * sample_rate))
    first = round(at_s * sample_rate)
    burst = np.random.default_rng(7).uniform(-0.8, 0.8, sample_rate // 100)
    sound[first : first + len(burst)] = burst[: len(sound) - first]
    return sound


def write_wav(path: Path, *channels: Samples, sample_rate: int = 48_000) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(sample_rate)
        file.writeframes(np.round(np.stack(channels, axis=1) * 32767).astype("<i2").tobytes())
    return path


def write_sound(path: Path, codec: str, layout: str, *channels: Samples, sample_rate: int = 48_000) -> Path:
    """A file of any kind PyAV writes, by its name's ending."""
    with av.open(str(path), "w") as file:
        stream = file.add_stream(codec, sample_rate, layout=layout)
        assert isinstance(stream, AudioStream)
        samples = np.stack(channels, axis=1).reshape(1, -1).astype(np.float32)
        frame = av.AudioFrame.from_ndarray(samples, "flt", layout)
        frame.sample_rate, frame.pts = sample_rate, 0
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path
