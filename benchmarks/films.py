"""Rows 6, 7, 13 and 14: a film of a hundred shots made whole, made again, and made again with one prompt changed."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.config import Config
from sora_studio.studio.pack_memory import models_of
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.edits import set_prompt
from sora_studio.timeline.project import Project, RenderSettings, Scene
from sora_studio.timeline.shot import Direction, Shot

SHOTS = 100
EDITS = 9
SUBJECTS = (
    "a woman",
    "a mammoth",
    "an astronaut",
    "a boat",
    "a red car",
    "a dog",
    "a train",
    "a bird",
    "a tree",
    "a door",
)
PLACES = ("in the snow", "in the desert", "on the coast", "in a forest", "in a city street")
SIZES = ("wide shot", "close-up")


@dataclass(frozen=True, slots=True)
class FilmFigures:
    """Times are seconds; the repeated ones are medians over EDITS."""

    full_s: float
    edited_s: float
    unchanged_s: float
    texts: int
    encode_runs: int
    sessions_created: int
    models: int
    runs_unchanged: int
    segments_encoded_edited: int


def hundred_shots(shots: int = SHOTS) -> Project:
    """Shots in mixed order: each text comes up again later, sizes and places alternate."""
    prompts = [f"{subject} {place}, {size}" for place in PLACES for subject in SUBJECTS for size in SIZES]
    texts = [prompts[(7 * number) % (shots // 2)] for number in range(shots)]
    made = tuple(Shot(f"sh{number:03}", Direction(prompt=text), 48) for number, text in enumerate(texts))
    settings = RenderSettings(steps=2, refine_steps=1)
    return Project(
        "A hundred shots", width=640, height=360, settings=settings, scenes=(Scene("sc1", "One", shots=made),)
    )


@contextmanager
def _film(folder: Path, project: Project) -> Iterator[Studio]:
    with Studio(ProjectFile.create(folder / "film.sora", project), Config()) as studio:
        yield studio


def _make(studio: Studio, out: Path) -> tuple[float, int]:
    """Seconds to make the film as it stands, and segments encoded for it."""
    start = time.perf_counter()
    encoded = 0
    for _ in studio.render(RenderOrder()):
        pass
    for event in studio.write_film(out):
        encoded = getattr(event, "segments_encoded", encoded)
    return time.perf_counter() - start, encoded


def measure(shots: int = SHOTS, edits: int = EDITS) -> FilmFigures:
    """Make the film, make it again `edits` times as it is, and `edits` times with one prompt changed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = hundred_shots(shots)
        out = folder / "film.mp4"
        with _film(folder, project) as studio:
            full_s, _ = _make(studio, out)
            encode_runs, sessions_created = studio.counts.encode, studio.sessions_created
            models = len(models_of(studio.pack))
            runs_before = studio.model_runs
            unchanged = [_make(studio, out)[0] for _ in range(edits)]
            runs_unchanged = studio.model_runs - runs_before
            edited: list[float] = []
            encoded = 0
            for number in range(edits):
                shot_id = f"sh{(11 * number + 3) % shots:03}"
                prompt = f"a balloon over the coast, version {number}"
                studio.edit("Change prompt", lambda film, i=shot_id, p=prompt: set_prompt(film, i, p))
                seconds, encoded = _make(studio, out)
                edited.append(seconds)
        texts = {shot.direction.prompt for _, shot in project.shots()}
    return FilmFigures(
        full_s,
        float(np.median(edited)),
        float(np.median(unchanged)),
        len(texts) + 1,  # and the empty negative prompt
        encode_runs,
        sessions_created,
        models,
        runs_unchanged,
        encoded,
    )
