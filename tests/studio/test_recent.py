"""The films opened lately: in order, with a picture, and honest about what has gone."""

from pathlib import Path

import numpy as np
import pytest

from sora_studio import paths
from sora_studio.studio import recent
from sora_studio.studio.studio import RenderOrder
from sora_studio.timeline.project import Project
from tests.studio.film import open_tiny_studio, tiny_film


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path / "data")


def film(folder: Path, name: str) -> Path:
    path = folder / f"{name}.sora"
    path.touch()
    return path


def test_the_last_opened_film_is_first_and_named_once(tmp_path: Path) -> None:
    one, two = film(tmp_path, "one"), film(tmp_path, "two")
    for path, title in ((one, "One"), (two, "Two"), (one, "One, renamed")):
        recent.remember(path, Project(title))
    assert [each.title for each in recent.recent_films()] == ["One, renamed", "Two"]


def test_length_and_shots_are_kept(tmp_path: Path) -> None:
    recent.remember(film(tmp_path, "tiny"), tiny_film())
    assert (recent.recent_films()[0].shots, recent.recent_films()[0].seconds) == (3, 3.0)


def test_a_rendered_film_has_its_picture(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        assert recent.remember_project(studio.path, studio.project, studio.store)
        assert recent.recent_films()[0].thumbnail is None
        list(studio.render(RenderOrder(stage="draft"), device="cpu"))
        assert recent.remember_project(studio.path, studio.project, studio.store)
    thumbnail = recent.recent_films()[0].thumbnail
    assert thumbnail is not None
    assert thumbnail.read_bytes().startswith(b"\x89PNG")


def test_a_deleted_film_is_told_and_can_be_taken_off(tmp_path: Path) -> None:
    path = film(tmp_path, "gone")
    recent.remember(path, Project("Gone"), np.zeros((36, 64, 3), np.uint8))
    path.unlink()
    gone = recent.recent_films()[0]
    assert gone.missing
    recent.forget(gone.file)
    assert recent.recent_films() == []
    assert gone.thumbnail is None


def test_only_so_many_are_kept(tmp_path: Path) -> None:
    for number in range(recent.MOST + 3):
        recent.remember(film(tmp_path, f"film{number}"), Project(f"Film {number}"), np.zeros((9, 16, 3), np.uint8))
    films = recent.recent_films()
    assert len(films) == recent.MOST
    assert films[0].title == f"Film {recent.MOST + 2}"
    assert len(list((tmp_path / "data" / "recent").glob("*.png"))) == recent.MOST


@pytest.mark.parametrize("damage", ["", "{", "[1, 2]", '[{"path": 3}]', '{"a": 1}'])
def test_a_damaged_list_stops_nothing(tmp_path: Path, damage: str) -> None:
    recent.remember(film(tmp_path, "one"), Project("One"))
    (tmp_path / "data" / "recent" / "films.json").write_text(damage)
    assert recent.recent_films() == []
    recent.remember(film(tmp_path, "two"), Project("Two"))
    assert [each.title for each in recent.recent_films()] == ["Two"]


def test_a_list_that_cannot_be_written_is_no_failure_of_the_film(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with open_tiny_studio(tmp_path) as studio:
        assert not recent.remember_project(studio.path, studio.project, studio.store)
