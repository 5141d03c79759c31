"""Handing a film over from the window: what will be lost is told before, and the file is there after."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sora_studio import paths
from sora_studio.studio.archive import unpack_archive
from sora_studio.studio.config import Config
from sora_studio.studio.studio import RenderOrder
from sora_studio.ui.handing.dialog import HandingDialog
from tests.studio.film import open_tiny_studio
from tests.ui.person import Ctrl, Key, Person, open_window


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, dressed) -> Iterator[Person]:
    monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path / "data")
    monkeypatch.setattr(paths, "models_folders", list)
    with open_tiny_studio(tmp_path) as studio:
        for _ in studio.render(RenderOrder(previews=False), device="cpu"):
            pass
    person = Person(open_window(tmp_path, Config(device="cpu", models_folder=str(tmp_path / "models"))), qtbot)
    assert person.window.open(tmp_path / "film.sora")
    yield person
    person.window.close()
    person.window.deleteLater()


def hand_over(person: Person, ending: str, out: Path, heard: list[str]) -> None:
    """By keys: the format chosen from the list, the file's name typed, Enter."""

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, HandingDialog)
        dialog.format.setFocus()
        person.press(Key.Key_Home)
        while dialog.ending != ending:
            person.press(Key.Key_Down)
        if ending == ".edl":
            person.wait_for(lambda: "dialogue" in dialog.told.text() or "prompts" in dialog.told.text())
        heard.append(dialog.told.text())
        dialog.path.setFocus()
        person.press(Key.Key_A, Ctrl)
        person.type(str(out.with_suffix("")))
        person.press(Key.Key_Return)

    QTimer.singleShot(200, choose)
    assert person.window.commands.run("film.hand_over")
    person.wait_for(lambda: any(out.name in text for text in person.window.toast.texts))


def test_an_edl_tells_what_it_loses_and_leaves_its_movies_beside_it(person: Person, tmp_path: Path) -> None:
    heard: list[str] = []
    hand_over(person, ".edl", tmp_path / "cut.edl", heard)
    assert "prompts" in heard[0]
    assert "media" in heard[0]
    assert len(list((tmp_path / "cut media").glob("*.mov"))) == 3
    assert "TITLE" in (tmp_path / "cut.edl").read_text(encoding="utf-8")


def test_the_whole_film_is_one_file(person: Person, tmp_path: Path) -> None:
    hand_over(person, ".zip", tmp_path / "away.zip", [])
    assert unpack_archive(tmp_path / "away.zip", tmp_path / "back.sora") == []
