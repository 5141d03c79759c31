"""A film on a network drive: saved with no journal beside it that a drive may tear, and the window says so once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from pytestqt.qtbot import QtBot

from sora_studio.storage import disk
from sora_studio.storage.owner import owner_file
from sora_studio.timeline.edits import set_prompt
from tests.studio.film import open_tiny_studio
from tests.ui.person import Person, open_window

DRIVE = Path("/dev/shm")


@pytest.fixture
def drive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file system of its own, taken for one of a network."""
    if disk._file_system_type(DRIVE) != "tmpfs":
        pytest.skip("no file system of another kind")
    monkeypatch.setattr(disk, "NETWORK_FILE_SYSTEMS", ("tmpfs",))
    folder = DRIVE / "sora-test-drive"
    folder.mkdir(exist_ok=True)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def person(drive: Path, tmp_path: Path, qtbot: QtBot, dressed, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with open_tiny_studio(drive) as studio:
        config = studio.config
    window = open_window(tmp_path, config)
    yield Person(window, qtbot)
    window.close()
    window.deleteLater()


def test_it_is_said_once_and_saved_without_a_write_ahead_journal(person: Person, drive: Path) -> None:
    film = drive / "film.sora"
    assert person.window.open(film)
    assert "This film lies on a network drive." in person.window.toast.texts
    assert person.document.edit("Write", lambda project: set_prompt(project, person.shot_ids[0], "a storm"))
    assert not film.with_name("film.sora-wal").exists()
    person.window.close_film()
    for toast in person.window.toast._shown:
        toast.leave()
    assert person.window.open(film)
    assert next(person.document.project.shots())[1].direction.prompt == "a storm"
    assert "This film lies on a network drive." not in person.window.toast.texts


def test_one_that_another_machine_did_not_close_is_told_of(person: Person, drive: Path) -> None:
    film = drive / "film.sora"
    owner_file(film).write_text('{"host": "studio-mac", "pid": 7, "since": "2026-03-01T14:01:00"}', encoding="utf-8")
    assert person.window.open(film)
    assert "This film was not closed on studio-mac." in person.window.toast.texts


def test_a_film_on_a_disk_of_this_machine_is_not_spoken_of(person: Person, tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path):
        pass
    assert person.window.open(tmp_path / "film.sora")
    assert person.window.toast.texts == ()
