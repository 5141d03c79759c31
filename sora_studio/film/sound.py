"""Sound mixed from cues: gains, fades and a limiter, 48 kHz stereo, the same whichever piece is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sora_studio.film.ducking import SAMPLE_RATE, Ducking
from sora_studio.timeline.sound import AudioCue
from sora_studio.timeline.time import FrameRate

Pcm16 = NDArray[np.int16]  # (samples, 2)
Stereo = NDArray[np.float32]  # (samples, 2), full scale is 1

PEAKS_PER_SECOND = 200
PEAK_SAMPLES = SAMPLE_RATE // PEAKS_PER_SECOND
FULL_SCALE = np.float32(1 / 32768)
# -1 dB of full scale: what lossy encoding may overshoot (EBU R 128 names -1 dBTP).
CEILING = 10 ** (-1 / 20)
# How far ahead and behind the limiter looks: 20 ms each, so that it bends no bass.
REACH = SAMPLE_RATE // 50
# Sinc with a Hann window, this many crossings on either side, where a device wants another rate.
CROSSINGS = 16


class Pcm(Protocol):
    """A kept sound; `read` gives fewer samples at its end, none beyond."""

    def read(self, start: int, count: int) -> Pcm16: ...


class Sound(Protocol):
    """Anything that can be heard from a sample on: exactly `count` samples, silent past its end."""

    def read(self, start: int, count: int) -> Stereo: ...


def sample_at(frame: int, rate: FrameRate, sample_rate: int = SAMPLE_RATE) -> int:
    """The sample that a film frame begins with, or falls into."""
    return floor(frame * sample_rate / rate.per_second)


def linear(gain_db: float) -> float:
    return 10 ** (gain_db / 20)


@dataclass(frozen=True, slots=True)
class PlacedSound:
    """A cue in samples: `count` samples of `pcm` from `offset` on, heard from film sample `start`; `gain` is linear.

    `media` names what `pcm` reads, by its SHA-256.
    """

    pcm: Pcm
    media: str
    start: int
    count: int
    offset: int = 0
    gain: float = 1.0
    fade_in: int = 0
    fade_out: int = 0
    ducking: Ducking | None = None

    @classmethod
    def of(
        cls, cue: AudioCue, pcm: Pcm, rate: FrameRate, track_gain_db: float, ducking: Ducking | None = None
    ) -> "PlacedSound":
        start, stop = sample_at(cue.start_frame, rate), sample_at(cue.stop_frame, rate)
        return cls(
            pcm,
            cue.media,
            start,
            stop - start,
            sample_at(cue.offset_frames, rate),
            linear(cue.gain_db + track_gain_db),
            sample_at(cue.fade_in_frames, rate),
            sample_at(cue.fade_out_frames, rate),
            ducking,
        )

    def add_to(self, mixed: Stereo, at: int) -> None:
        """Add what is heard of it to a mix that begins with film sample `at`."""
        first, last = max(self.start, at), min(self.start + self.count, at + len(mixed))
        if first >= last:
            return
        heard = self.pcm.read(self.offset + first - self.start, last - first)
        gains = self._gains(first - self.start, len(heard))
        if self.ducking is not None:
            gains *= self.ducking.gains(first, len(heard))
        mixed[first - at : first - at + len(heard)] += heard * (FULL_SCALE * gains)[:, None]

    def _gains(self, at: int, count: int) -> NDArray[np.float32]:
        """The gain of each sample from `at` on; fades are straight lines of amplitude."""
        gains = np.full(count, self.gain)
        place = np.arange(at, at + count)
        if at < self.fade_in:
            gains *= np.minimum(1, (place + 0.5) / self.fade_in)
        if self.fade_out and at + count > self.count - self.fade_out:
            gains *= np.minimum(1, (self.count - place - 0.5) / self.fade_out)
        return gains.astype(np.float32)


@dataclass(frozen=True, slots=True)
class Mix:
    """Placed sounds heard together, never louder than the ceiling."""

    sounds: Sequence[PlacedSound]

    def read(self, start: int, count: int) -> Stereo:
        before = min(start, 2 * REACH)
        return limited(self._sum(start - before, before + count + 2 * REACH))[before : before + count]

    def _sum(self, start: int, count: int) -> Stereo:
        mixed = np.zeros((count, 2), np.float32)
        for sound in self.sounds:
            sound.add_to(mixed, start)
        return mixed


@dataclass(frozen=True, slots=True)
class Stretch:
    """`count` samples of what is spliced, as they lie in the sound they come from."""

    source: int
    count: int


@dataclass(frozen=True, slots=True)
class Spliced:
    """Stretches of a sound one after the other: the soundtrack of a film that leaves shots out."""

    sound: Sound
    stretches: Sequence[Stretch]

    def read(self, start: int, count: int) -> Stereo:
        heard = np.zeros((count, 2), np.float32)
        at = 0
        for stretch in self.stretches:
            first, last = max(start, at), min(start + count, at + stretch.count)
            if first < last:
                heard[first - start : last - start] = self.sound.read(stretch.source + first - at, last - first)
            at += stretch.count
        return heard


def limited(sound: Stereo) -> Stereo:
    """The sound with its gain lowered around every peak over the ceiling, both channels alike.

    The gain at a sample depends on what lies within two reaches of it and on nothing else.
    """
    loudest = np.abs(sound).max(axis=1, initial=0)
    if loudest.max(initial=0) <= CEILING:
        return sound
    needed = np.minimum(1, CEILING / np.maximum(loudest, CEILING)).astype(np.float64)
    held = _lowest_around(np.pad(needed, 2 * REACH, constant_values=1), REACH)
    # A mean over no more than what the minimum saw stays below every gain that is needed.
    sums = np.cumsum(np.concatenate([[0.0], held]))
    width = 2 * REACH + 1
    gain = (sums[width:] - sums[:-width]) / width
    return np.clip(sound * gain[:, None], -CEILING, CEILING).astype(np.float32)


def _lowest_around(values: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    """The lowest of each value and `reach` neighbours on either side, where all of them are: 2 * reach fewer values."""
    width, have = 2 * reach + 1, 1
    while have < width:
        step = min(have, width - have)
        values = np.minimum(values[:-step], values[step:])
        have += step
    return values


def resampled(sound: Sound, start: int, count: int, sample_rate: int) -> Stereo:
    """`count` samples at another rate, from sample `start` of that rate on; every piece fits the next."""
    if sample_rate == SAMPLE_RATE:
        return sound.read(start, count)
    step = Fraction(SAMPLE_RATE, sample_rate)
    places = np.arange(start, start + count) * float(step)
    stretch = max(1.0, float(step))  # A lower rate can't carry the highest tones: the sinc is widened to drop them.
    taps = ceil(CROSSINGS * stretch)
    nearest = np.floor(places).astype(np.int64)
    first = int(nearest[0]) - taps + 1 if count else 0
    lead = max(0, -first)
    source = np.pad(sound.read(first + lead, int(nearest[-1]) + taps + 1 - first - lead), ((lead, 0), (0, 0)))
    made = np.zeros((count, 2), np.float64)
    for tap in range(1 - taps, taps + 1):
        away = (nearest + tap - places) / stretch
        weight = np.sinc(away) * np.where(abs(away) < CROSSINGS, 0.5 + 0.5 * np.cos(np.pi * away / CROSSINGS), 0)
        made += source[nearest + tap - first] * (weight / stretch)[:, None]
    return np.clip(made, -1, 1).astype(np.float32)


class PeakFinder:
    """The lowest and highest sample of every 1/200 s, both channels together, found while blocks go by."""

    def __init__(self) -> None:
        self._rest = np.empty((0, 2), np.int16)
        self._found: list[Pcm16] = []

    def add(self, block: Pcm16) -> None:
        block = np.concatenate([self._rest, block])
        whole = len(block) - len(block) % PEAK_SAMPLES
        self._find(block[:whole])
        self._rest = block[whole:]

    def peaks(self) -> Pcm16:
        """Everything added so far, (n, 2) of lowest and highest."""
        if len(self._rest):
            self._find(np.pad(self._rest, ((0, PEAK_SAMPLES - len(self._rest)), (0, 0)), mode="edge"))
            self._rest = self._rest[:0]
        return np.concatenate(self._found) if self._found else np.empty((0, 2), np.int16)

    def _find(self, block: Pcm16) -> None:
        if len(block):
            pieces = block.reshape(-1, 2 * PEAK_SAMPLES)
            self._found.append(np.stack([pieces.min(axis=1), pieces.max(axis=1)], axis=1))
