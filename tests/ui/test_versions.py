"""Versions at the window: kept under a name, looked through, gone back to in one step; a damaged film's ways out."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from sora_studio.studio.versions import versions_of
from sora_studio.timeline.edits import set_prompt
from sora_studio.ui.main_window import MainWindow
from sora_studio.ui.recovery.damaged import DamagedDialog
from sora_studio.ui.versions.dialog import VersionsDialog
from sora_studio.ui.versions.keeping import KeepDialog
from tests.studio.damage import spoil
from tests.studio.film import open_tiny_studio, tiny_film
from tests.ui.person import Person, open_window

Key = Qt.Key
Dialog = TypeVar("Dialog", bound=QDialog)


@pytest.fixture
def person(tmp_path: Path, qtbot: QtBot, dressed, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """At the welcome page, with a film of three shots on the disk."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with open_tiny_studio(tmp_path) as studio:
        config = studio.config
    window = open_window(tmp_path, config)
    yield Person(window, qtbot)
    window.close()
    window.deleteLater()


def shown(window: MainWindow, kind: type[Dialog]) -> Dialog:
    return next(dialog for dialog in window.findChildren(kind) if dialog.isVisible())


def write(person: Person, number: int, prompt: str) -> None:
    shot_id = person.shot_ids[number - 1]
    assert person.document.edit("Write", lambda film: set_prompt(film, shot_id, prompt))


def keep(person: Person, name: str) -> None:
    person.window.commands.run("film.keep_version")
    dialog = shown(person.window, KeepDialog)
    person.wait_for(dialog.isActiveWindow)
    assert not dialog.keep.isEnabled()
    person.type(name)
    before = len(versions_of(person.document.studio.path))
    person.press(Key.Key_Return)
    person.wait_for(lambda: len(versions_of(person.document.studio.path)) > before)


def look(person: Person) -> VersionsDialog:
    person.window.commands.run("film.versions")
    dialog = shown(person.window, VersionsDialog)
    person.wait_for(lambda: all(row.film or row.refused for row in dialog.list.rows))
    return dialog


def test_a_kept_version_is_gone_back_to_and_left_again(person: Person, tmp_path: Path) -> None:
    assert person.window.open(tmp_path / "film.sora")
    keep(person, "First: the quay")
    write(person, 2, "a storm")
    stormy = person.document.project
    dialog = look(person)
    assert [row.version.name for row in dialog.list.rows] == ["First: the quay"]
    assert dialog.list.rows[0].about == "3 shots  ·  since then: 1 changed"
    person.click(dialog.restore)
    person.wait_for(lambda: person.document.project == tiny_film())
    # As it was before going back is kept as well, though undo is enough.
    assert len(versions_of(tmp_path / "film.sora")) == 2
    assert person.document.studio.undo_labels[0] == "Restore “First: the quay”"
    person.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert person.document.project == stormy


def test_a_version_opens_as_a_film_of_its_own(person: Person, tmp_path: Path) -> None:
    assert person.window.open(tmp_path / "film.sora")
    keep(person, "First")
    write(person, 1, "a storm")
    person.click(look(person).copy)
    person.wait_for(lambda: person.document.studio.path.name == "film First.sora")
    assert person.document.project == tiny_film()


def test_a_damaged_film_opens_as_a_repaired_copy(person: Person, tmp_path: Path) -> None:
    film = tmp_path / "film.sora"
    spoil(film, tiny_film(), 2)
    damaged = film.read_bytes()
    assert not person.window.open(film)
    dialog = shown(person.window, DamagedDialog)
    assert dialog.text.text() == "This project is damaged: 2 of 3 shots are intact. The original is untouched."
    assert not dialog.backups.isEnabled()
    person.click(dialog.repair)
    person.wait_for(lambda: person.window.document is not None)
    assert person.document.studio.path.name == "film repaired.sora"
    assert len(person.shot_ids) == 2
    assert film.read_bytes() == damaged
    assert "This is the repaired copy." in person.window.toast.texts


def test_a_damaged_film_opens_from_a_version_of_it(person: Person, tmp_path: Path) -> None:
    film = tmp_path / "film.sora"
    assert person.window.open(film)
    keep(person, "Good")
    person.window.close_film()
    spoil(film, tiny_film(), 2)
    assert not person.window.open(film)
    person.click(shown(person.window, DamagedDialog).backups)
    versions = shown(person.window, VersionsDialog)
    assert not versions.restore.isVisible()
    person.click(versions.copy)
    person.wait_for(lambda: person.window.document is not None)
    assert person.document.project == tiny_film()
