"""A still becomes a moving shot: a camera makes over it the move that its shot asks for."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.config import Config
from sora_studio.studio.stills import still
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.camera import CameraKey, View
from sora_studio.timeline.project import RenderSettings
from tests.inference.tiny_pack import Tiny, make_pack
from tests.inference.tiny_pipeline import make_pipeline
from tests.studio.film import tiny_film

SCRIPT = "[[move: push in]] a red candle\n\na candle burns\n\n[[move: handheld]] snow burns\n"
FRAMES = 24


def opened(folder: Path, pack: str) -> Studio:
    film = replace(tiny_film(SCRIPT), settings=RenderSettings(pack=pack))
    file = ProjectFile.create(folder / "film.sora", film)
    return Studio(file, Config(device="cpu", models_folder=str(folder / "models")))


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    make_pipeline(tmp_path / "models" / "tiny-sd")
    with opened(tmp_path, "tiny-sd") as studio:
        for _ in studio.render(RenderOrder(), device="cpu"):
            pass
        yield studio


def seen(studio: Studio, frame: int) -> np.ndarray:
    """The film's frame of that number, from 0."""
    return still(studio.project, studio.shots(), studio.store, frame)


def test_a_move_is_made_over_a_still_and_only_that_which_is_asked_for(studio: Studio) -> None:
    first, last = seen(studio, 0), seen(studio, FRAMES - 1)
    assert not np.array_equal(first, last)
    for shot in (1, 2):
        # No move, or one that a flat picture has nothing like.
        held = seen(studio, shot * FRAMES), seen(studio, (shot + 1) * FRAMES - 1)
        np.testing.assert_array_equal(*held)


def test_keys_set_by_hand_go_before_the_move(studio: Studio) -> None:
    _, shot = next(studio.project.shots())
    held = replace(shot, camera=(CameraKey(0, View(zoom=2.0)),))
    studio.edit("Hold", lambda film: film.with_shot(held))
    np.testing.assert_array_equal(seen(studio, 0), seen(studio, FRAMES - 1))


def test_a_move_of_the_whole_film_reaches_a_shot_without_its_own(studio: Studio) -> None:
    moved = replace(studio.project.direction, move="truck left")
    studio.edit("Move", lambda film: replace(film, direction=moved))
    assert [each.shown and each.shown.move for each in studio.shots()] == ["push in", "truck left", "handheld"]
    assert not np.array_equal(seen(studio, FRAMES), seen(studio, 2 * FRAMES - 1))


def test_a_clip_that_a_model_drew_moves_as_it_was_drawn(tmp_path: Path) -> None:
    make_pack(tmp_path / "models" / "tiny", Tiny())
    with opened(tmp_path, "tiny") as studio:
        for _ in studio.render(RenderOrder(), device="cpu"):
            pass
        assert [each.shown and each.shown.move for each in studio.shots()] == ["", "", ""]
