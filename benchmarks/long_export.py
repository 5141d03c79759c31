"""What an export takes of memory: a film of an hour and a thousand shots against one of a few shots, made before it.

`python -m benchmarks.long_export SHOTS SECONDS_EACH` tells by itself how much the memory grew.
"""

import resource
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.rows import Row
from sora_studio.film.sound import SAMPLE_RATE
from sora_studio.inference.digest import digest_of
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio import keeping
from sora_studio.studio.config import Config
from sora_studio.studio.recording import keep_recording
from sora_studio.studio.sound import new_cue
from sora_studio.studio.studio import Studio
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot, Take
from sora_studio.timeline.sound import AudioTrack
from sora_studio.timeline.transition import Transition

SHOTS, SECONDS_EACH, FEW_SHOTS = 1_000, 3.6, 10
WIDTH, HEIGHT, TAKE_FRAMES = 320, 180, 8


@dataclass(frozen=True, slots=True)
class Growth:
    """Peaks of resident memory, in megabytes: after the short film, and after the long one."""

    short_mb: float
    long_mb: float
    frames: int
    seconds: float

    @property
    def grown_mb(self) -> float:
        return self.long_mb - self.short_mb


def held_film(store: BlobStore, shots: int, seconds_each: float) -> Project:
    """Shots of short takes whose last frame is held, a dissolve after every tenth, a hum under all of it."""
    film = Project("Long", width=WIDTH, height=HEIGHT)
    made = tuple(_shot(store, at, film.frame_rate.frames(seconds_each)) for at in range(shots))
    groups = (made[at : at + 25] for at in range(0, shots, 25))
    film = replace(film, scenes=tuple(Scene(f"c{n}", f"Scene {n}", shots=group) for n, group in enumerate(groups)))
    hum = (3000 * np.sin(np.arange(20 * SAMPLE_RATE) * 0.03)).astype("<i2").tobytes()
    media = keep_recording(store, hum, SAMPLE_RATE, "hum")
    starts = range(0, film.duration_frames, film.frame_rate.frames(media.seconds))
    cues = tuple(new_cue(film, media, start) for start in starts)
    return replace(film, tracks=(AudioTrack("hum", "Hum", cues),))


def _shot(store: BlobStore, number: int, duration_frames: int) -> Shot:
    recipe = {"long export": number}
    digest = digest_of(recipe)
    columns, rows = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
    frames = np.empty((TAKE_FRAMES, HEIGHT, WIDTH, 3), np.uint8)
    for at in range(TAKE_FRAMES):
        frames[at] = ((columns + rows * (number % 7 + 1) + 4 * at + 37 * number) % 256)[..., None]
    keeping.keep(store, keeping.TAKES, digest, {"frames": frames}, {**recipe, "frames_per_second": 24.0})
    transition = Transition("dissolve", 12) if number % 10 == 9 else Transition("cut", 0)
    take = Take(digest, "refined", 0)
    return Shot(f"s{number}", Direction("rain"), duration_frames, transition=transition, takes=(take,), pinned=digest)


def measure(folder: Path, shots: int, seconds_each: float) -> Growth:
    """Export a film of a few shots, then one of many; peaks only ever rise, so the second's growth is its own."""
    _export(folder / "short.sora", FEW_SHOTS, seconds_each)
    short_mb, begun_s = _peak_mb(), time.perf_counter()
    frames = _export(folder / "long.sora", shots, seconds_each)
    return Growth(short_mb, _peak_mb(), frames, time.perf_counter() - begun_s)


def _export(path: Path, shots: int, seconds_each: float) -> int:
    film = held_film(BlobStore.beside(path), shots, seconds_each)
    with Studio(ProjectFile.create(path, film), Config()) as studio:
        for event in studio.write_film(path.with_suffix(".mp4")):
            del event
    return film.duration_frames


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def rows(folder: Path) -> list[Row]:
    grown = measure(folder, SHOTS, SECONDS_EACH)
    minutes = grown.frames / 24 / 60
    figure = f"{grown.grown_mb:+.0f} MB over {grown.short_mb:.0f} MB ({grown.seconds:.0f} s)"
    return [Row(18, f"memory of exporting {SHOTS:,} shots, {minutes:.0f} min, / 10 shots", figure, "", grown.grown_mb)]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        growth = measure(Path(scratch), int(sys.argv[1]), float(sys.argv[2]))
    print(f"{growth.short_mb:.1f} {growth.long_mb:.1f} {growth.frames} {growth.seconds:.1f}")
