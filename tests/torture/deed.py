"""A thing a person does that changes a disk, with how to tell what it left: the old, the new, or neither."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from sora_studio.exchange.media import Media
from sora_studio.exchange.writing import write_film as hand_over
from sora_studio.studio.config import Config
from sora_studio.studio.keeping import KIND_OF_STAGE
from sora_studio.studio.opening import open_project
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.edits import set_prompt
from sora_studio.timeline.project import Project
from tests.film.sounds import tone, write_wav
from tests.studio.film import SCRIPT, open_tiny_studio, tiny_film

OLD, NEW = "old", "new"
FILM, COPY, MOVIE, LIST = "film.sora", "copy.sora", "film.mp4", "film.edl"
SOUND, PICTURE = "waves.wav", "gulls.png"
PROMPT = "red snow"
# Only a film as old as this has the shot it begins with under its first words.
TINY_FRAMES = 72


@dataclass(frozen=True, slots=True)
class Deed:
    """`begin` opens what is needed and returns what is then done; `state` says what a folder holds of it.

    `state` raises SoraError or AssertionError for what is neither old nor new. One that isn't `thorough` writes as
    others do but for a format of its own: it meets fewer faults, at fewer of the calls that are alike.
    """

    name: str
    begin: Callable[[Path], Callable[[], object]]
    state: Callable[[Path], str]
    thorough: bool = True


def lay_out(folder: Path) -> None:
    """What every deed starts from: a film with takes, a movie of it, a copy, a cut list, a sound and a picture."""
    folder.mkdir()
    (folder / "page.txt").write_text(SCRIPT, encoding="utf-8")
    write_wav(folder / SOUND, tone(0.2))
    ramp = np.arange(24 * 32 * 3, dtype=np.uint8).reshape(24, 32, 3)
    (folder / PICTURE).write_bytes(cv2.imencode(".png", ramp)[1].tobytes())
    with open_tiny_studio(folder) as studio:
        list(studio.render(RenderOrder(stage="draft", previews=False), device="cpu"))
        list(studio.write_film(folder / MOVIE, "draft"))
        studio.save_copy(folder / COPY)
        hand_over(studio.project, Media(), folder / LIST)


def opened(folder: Path, name: str = FILM) -> Studio:
    return open_project(folder / name, Config(device="cpu", models_folder=str(folder / "models")))


def changed(film: Project) -> Project:
    return set_prompt(film, next(film.shots())[1].id, PROMPT)


def is_new(project: Project) -> bool:
    first = next(project.shots())[1]
    assert first.direction.prompt in (PROMPT, next(tiny_film().shots())[1].direction.prompt)
    return first.direction.prompt == PROMPT


def edited(folder: Path) -> Studio:
    studio = opened(folder)
    studio.edit("Write", changed)
    return studio


def film_state(folder: Path, name: str = FILM) -> str:
    """The film opens, has every take it tells of, and can be saved."""
    with opened(folder, name) as studio:
        new = is_new(studio.project)
        for _, shot in studio.project.shots():
            for take in shot.takes:
                assert studio.store.verify(KIND_OF_STAGE[take.stage], take.digest), f"{name} lost a take"
        studio.edit("Look", lambda film: set_prompt(film, next(film.shots())[1].id, "looked at"))
    return NEW if new else OLD
