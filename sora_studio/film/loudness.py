"""How loud a film is, and the same loudness for every film (EBU R 128, ITU-R BS.1770)."""

# PyAV's stubs leave what a filter's frames carry open.
# pyright: reportUnknownMemberType=false

from collections.abc import Callable
from fractions import Fraction

import av
import av.error
import av.filter
import numpy as np
from av.audio.frame import AudioFrame

from sora_studio.film.levelled import Levelled
from sora_studio.film.sound import SAMPLE_RATE, Sound, Stereo, linear

BLOCK = 10 * SAMPLE_RATE
# Below this all is silence to the standard's gate.
SILENT_LUFS = -70.0
# A film of whispers is brought up by this much at most: its noise comes with it.
MOST_GAIN_DB = 30.0


def integrated_lufs(sound: Sound, samples: int, between_blocks: Callable[[], None] = lambda: None) -> float:
    """The programme loudness of so many samples, in LUFS; SILENT_LUFS or less for silence."""
    graph = av.filter.Graph()
    time_base = Fraction(1, SAMPLE_RATE)
    source = graph.add_abuffer(sample_rate=SAMPLE_RATE, layout="stereo", format="fltp", time_base=time_base)
    meter, sink = graph.add("ebur128", "metadata=1"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    loudness = SILENT_LUFS
    for start in range(0, samples, BLOCK):
        between_blocks()
        block = sound.read(start, min(BLOCK, samples - start))
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(block.T), "fltp", "stereo")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, time_base
        graph.push(frame)
        loudness = _last_reading(graph, loudness)
    graph.push(None)
    return _last_reading(graph, loudness)


def _last_reading(graph: av.filter.Graph, before: float) -> float:
    while True:
        try:
            metered = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return before
        before = float(metered.metadata.get("lavfi.r128.I", before))


def gain_to(target_lufs: float, sound: Sound, samples: int, between_blocks: Callable[[], None] = lambda: None) -> float:
    """What brings so many samples to a loudness, linear; nothing for silence."""
    loudness = integrated_lufs(sound, samples, between_blocks)
    return linear(min(target_lufs - loudness, MOST_GAIN_DB)) if loudness > SILENT_LUFS else 1.0


class Normalised:
    """A sound brought to a loudness over its length; it is measured when it is first heard."""

    def __init__(self, sound: Sound, target_lufs: float, samples: int) -> None:
        self._sound, self._target_lufs, self._samples = sound, target_lufs, samples
        self._levelled: Levelled | None = None

    def read(self, start: int, count: int) -> Stereo:
        if self._levelled is None:
            self._levelled = Levelled(self._sound, gain_to(self._target_lufs, self._sound, self._samples))
        return self._levelled.read(start, count)
