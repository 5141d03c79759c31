"""The training set: scenes drawn into growing files, which the trainers read while they are written."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from sora_studio.training.measure.exams import draw_exams
from sora_studio.training.world.attributes import Scene, encode_scene
from sora_studio.training.world.backdrop import as_latent, paint_backdrop, variant_of
from sora_studio.training.world.camera import SHOT_S
from sora_studio.training.world.draw import draw_clip, draw_figures, draw_layers
from sora_studio.training.world.scene_choice import sample_scene

_cv: Any = cv2  # its stubs leave most types unknown
PAINT_FRAMES = 2
FIGURE_SCENES_PER_FILE = 256
BACKDROPS_PER_FILE = 128
PAINT_SCENES_PER_FILE = 32
EXAMS_PER_FILE = 120


def draw_backdrops(rng: np.random.Generator, count: int) -> dict[str, np.ndarray]:
    """Canvases (n, 108, 192, 4) of colours and depth, and which view of its place each is (n,)."""
    canvases: list[np.ndarray] = []
    variants: list[int] = []
    concepts: list[list[int]] = []
    for _ in range(count):
        scene, seed = sample_scene(rng), int(rng.integers(1 << 30))
        canvases.append(as_latent(paint_backdrop(scene, seed, 1.0, sketch=True)))
        variants.append(variant_of(seed))
        concepts.append(encode_scene(scene))
    return {
        "canvases": np.stack(canvases),
        "choices": np.array(variants, np.int64),
        "concepts": np.array(concepts, np.int64),
    }


def draw_casts(rng: np.random.Generator, count: int) -> dict[str, np.ndarray]:
    """Figures (n, 2, 2, 96, 96, 4) in their poses, their places (n, 2, 6) and looks (n, 2), of scenes that have one."""
    figures: list[np.ndarray] = []
    places: list[np.ndarray] = []
    looks: list[np.ndarray] = []
    concepts: list[list[int]] = []
    while len(figures) < count:
        scene = sample_scene(rng)
        if scene.subject == "none":
            continue
        drawn, place, look = draw_figures(scene, int(rng.integers(1 << 30)))
        figures.append(drawn)
        places.append(place)
        looks.append(look)
        concepts.append(encode_scene(scene))
    return {
        "figures": np.stack(figures),
        "places": np.stack(places),
        "choices": np.stack(looks),
        "concepts": np.array(concepts, np.int64),
    }


def draw_paintings(rng: np.random.Generator, count: int) -> dict[str, np.ndarray]:
    """Full frames (n, 2, 288, 512, 3) and the draft frames (n, 2, 144, 256, 4) they are painted from."""
    # Only this kind needs torch: the draft frames come from the compositor that ships.
    from sora_studio.training.drafted import drafted

    paintings: list[np.ndarray] = []
    sketches: list[np.ndarray] = []
    scenes: list[Scene] = []
    times: list[list[float]] = []
    for _ in range(count):
        scene, seed = sample_scene(rng), int(rng.integers(1 << 30))
        moments = sorted(float(t) for t in rng.random(PAINT_FRAMES) * SHOT_S)
        paintings.append(draw_clip(scene, seed, moments, scale=2.0).frames)
        sketches.append(drafted(draw_layers(scene, seed), scene, moments))
        scenes.append(scene)
        times.append(moments)
    return {
        "paintings": np.stack(paintings),
        "sketches": np.stack(sketches),
        "concepts": np.array([encode_scene(scene) for scene in scenes], np.int64),
        "times": np.array(times, np.float32),
    }


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of file: its folder, who draws it, how many scenes it holds, how many files are kept."""

    folder: str
    draw: Callable[[np.random.Generator, int], dict[str, np.ndarray]]
    scenes: int
    keep: int


CASTS = Kind("casts", draw_casts, FIGURE_SCENES_PER_FILE, 120)
BACKDROPS = Kind("backdrops", draw_backdrops, BACKDROPS_PER_FILE, 60)
PAINTINGS = Kind("paintings", draw_paintings, PAINT_SCENES_PER_FILE, 100)
EXAMS = Kind("exams", draw_exams, EXAMS_PER_FILE, 150)
# Seconds of drawing each kind is given for every second the others get.
SHARES = {CASTS.folder: 0.3, BACKDROPS.folder: 0.15, PAINTINGS.folder: 0.35, EXAMS.folder: 0.2}


def draw_data(work: Path, minutes: float, seed: int, *, rest: float = 0.0) -> None:
    """Draws for `minutes`, the kind that is most behind its share next, going on where files end.

    Old files make room for new ones, since a painted scene fills a megabyte. `rest` seconds of pause follow each
    second of work, to leave the processor to the trainers.
    """
    _cv.setNumThreads(1)
    rng = np.random.default_rng([seed, int(time.time())])
    deadline = time.monotonic() + minutes * 60
    kinds = (CASTS, BACKDROPS, PAINTINGS, EXAMS)
    spent = {kind.folder: 0.0 for kind in kinds}
    while time.monotonic() < deadline:
        kind = min(kinds, key=lambda kind: spent[kind.folder] / SHARES[kind.folder])
        started = time.process_time()
        write_chunk(work / kind.folder, kind, rng)
        took = time.process_time() - started
        spent[kind.folder] += took
        print(f"{kind.folder}: {kind.scenes} scenes in {took:.1f} s, {chunk_count(work, kind)} files", flush=True)
        time.sleep(rest * took)


def write_chunk(folder: Path, kind: Kind, rng: np.random.Generator) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    arrays = kind.draw(rng, kind.scenes)
    done = sorted(folder.glob("*.npz"))
    number = int(done[-1].stem) + 1 if done else 0
    partial = folder / f"{number:06}.partial"
    with partial.open("wb") as stream:
        np.savez(stream, allow_pickle=False, **arrays)  # pyright: ignore[reportArgumentType]
    partial.rename(partial.with_suffix(".npz"))
    for old in done[: max(0, len(done) + 1 - kind.keep)]:
        old.unlink()


def chunk_count(work: Path, kind: Kind) -> int:
    return sum(1 for _ in (work / kind.folder).glob("*.npz"))


class GrowingSet:
    """The files of one kind as arrays in memory; `refresh` reads those that are new and forgets those that are gone."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.folder, self.names = folder, names
        self._read: dict[Path, dict[str, np.ndarray]] = {}
        self.files: list[dict[str, np.ndarray]] = []

    def refresh(self) -> int:
        """Number of scenes at hand."""
        present = sorted(self.folder.glob("*.npz"))
        for path in present:
            if path not in self._read:
                with np.load(path) as arrays:
                    self._read[path] = {name: arrays[name] for name in self.names}
        for path in set(self._read) - set(present):
            del self._read[path]
        self.files = list(self._read.values())
        return sum(len(chunk["concepts"]) for chunk in self.files)

    def wait(self, scenes: int) -> int:
        """Blocks until the drawing process has delivered `scenes`."""
        while (count := self.refresh()) < scenes:
            time.sleep(2)
        return count

    def pick(self, rng: np.random.Generator) -> tuple[dict[str, np.ndarray], int]:
        chunk = self.files[int(rng.integers(len(self.files)))]
        return chunk, int(rng.integers(len(chunk["concepts"])))
