"""The welcome page: every way to begin a film, by clicks and keys, and films that have gone."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from sora_studio import paths
from sora_studio.studio import recent
from sora_studio.studio.config import Config
from sora_studio.studio.new_film import READ_ENDINGS, NewFilm
from sora_studio.timeline.project import Project
from sora_studio.ui.kit import Toast
from sora_studio.ui.welcome.creating import create
from sora_studio.ui.welcome.stills import stills
from sora_studio.ui.welcome.view import Welcome
from sora_studio.ui.welcome.words import day, length
from tests.studio.film import tiny_film

Key, Keys, Left = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton


class Page:
    """The welcome page and what it asked for."""

    def __init__(self, qtbot: QtBot) -> None:
        self.view = Welcome(Config())
        qtbot.addWidget(self.view)
        self.opened: list[Path] = []
        self.asked: list[NewFilm] = []
        self.view.open_requested.connect(self.opened.append)
        self.view.create_requested.connect(self.asked.append)
        self.view.resize(1280, 800)
        self.view.show()
        qtbot.waitExposed(self.view)
        self.home, self.new = self.view.home, self.view.new_page

    def told(self) -> tuple[str, ...]:
        toast = self.view.findChild(Toast)
        return toast.texts if toast else ()


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path / "data")
    monkeypatch.setattr(paths, "documents_folder", lambda: tmp_path / "documents")


@pytest.fixture
def films(tmp_path: Path) -> list[Path]:
    """Two films of the list; the second has gone."""
    here, gone = tmp_path / "here.sora", tmp_path / "gone.sora"
    recent.remember(gone, Project("Gone"))
    here.touch()
    recent.remember(here, tiny_film(), np.zeros((36, 64, 3), np.uint8))
    return [here, gone]


@pytest.fixture
def page(qtbot: QtBot, dressed) -> Page:
    return Page(qtbot)


def test_on_the_first_day_the_example_is_shown_large(page: Page) -> None:
    assert page.home.hero.isVisible()
    assert len(stills()) == 6
    QTest.mouseClick(page.home.hero, Left)
    assert page.new.name.text() == "Six Tales"
    assert "6 shots" in page.new.count.text()


def test_a_recent_film_opens_by_click_and_by_key(films: list[Path], page: Page) -> None:
    card = page.home.recents.cards[0]
    assert (card.title, "3 shots" in card.about) == ("Tiny", True)
    QTest.mouseClick(card, Left)
    card.setFocus()
    QTest.keyClick(card, Key.Key_Return)
    assert page.opened == [films[0], films[0]]


def test_a_film_that_has_gone_is_dimmed_told_and_taken_off(films: list[Path], page: Page) -> None:
    card = page.home.recents.cards[1]
    assert card.dimmed
    QTest.mouseClick(card, Left)
    assert page.opened == []
    assert page.told() == ("gone.sora is no longer there.",)
    QTest.keyClick(card, Key.Key_Delete)
    assert [each.title for each in page.home.recents.cards] == ["Tiny"]
    assert films[0].exists()


def test_arrows_go_from_film_to_film(films: list[Path], page: Page) -> None:
    first, second = page.home.recents.cards
    first.setFocus()
    QTest.keyClick(first, Key.Key_Right)
    assert second.hasFocus()


def test_a_typed_text_is_counted_and_becomes_a_film(page: Page, tmp_path: Path) -> None:
    QTest.mouseClick(page.home.actions_by_icon["text"], Left)
    assert page.new.text.hasFocus()
    assert not page.new.create_button.isEnabled()
    QTest.keyClicks(page.new.text, "A red door.")
    QTest.keyClick(page.new.text, Key.Key_Return)
    QTest.keyClick(page.new.text, Key.Key_Return)
    QTest.keyClicks(page.new.text, "A dog runs.")
    page.new.name.setText("Doors")
    page.new.read()
    assert page.new.count.text() == "2 shots  ·  1 scene  ·  8 s"
    QTest.mouseClick(page.new.create_button, Left)
    (asked,) = page.asked
    assert asked.save_to == tmp_path / "documents" / "Sora Studio" / "Doors.sora"
    with create(asked, Config()) as studio:
        assert studio.project.title == "Doors"
        assert len(list(studio.project.shots())) == 2


def test_the_next_film_of_that_name_gets_another_file(page: Page, tmp_path: Path) -> None:
    page.home.blank_chosen.emit()
    page.new.name.setText("Doors")
    QTest.keyClick(page.new.name, Key.Key_Return)
    with create(page.asked[0], Config()):
        pass
    page.home.blank_chosen.emit()
    page.new.name.setText("Doors")
    assert page.new.place.name == "Doors 2.sora"


def test_what_is_wrong_with_a_text_is_said_while_it_is_written(page: Page) -> None:
    page.home.text_chosen.emit()
    page.new.text.setPlainText("A dog. [[size: enormous]]")
    page.new.read()
    assert "enormous" in page.new.count.text()
    assert not page.new.create_button.isEnabled()


def test_a_template_is_shown_with_its_text_to_be_changed(page: Page) -> None:
    card = page.home.templates.cards[0]
    QTest.mouseClick(card, Left)
    assert "8 shots" in page.new.count.text()
    page.new.name.setText("My Advert")
    QTest.mouseClick(page.new.create_button, Left)
    with create(page.asked[0], Config()) as studio:
        assert studio.project.title == "My Advert"
        assert studio.project.duration_frames == 720


def test_escape_goes_back(page: Page) -> None:
    QTest.mouseClick(page.home.actions_by_icon["file-plus"], Left)
    assert page.new.name.hasFocus()
    QTest.keyClick(page.new.name, Key.Key_Escape)
    assert page.home.isVisible()
    assert page.asked == []


def drop(page: Page, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event_arguments = (Qt.DropAction.CopyAction, data, Left, Keys.NoModifier)
    entering = QDragEnterEvent(page.view.rect().center(), *event_arguments)
    page.view.dragEnterEvent(entering)
    if entering.isAccepted():
        page.view.dropEvent(QDropEvent(QPointF(page.view.rect().center()), *event_arguments))


def test_a_dropped_film_opens_and_a_dropped_script_is_looked_over(page: Page, tmp_path: Path) -> None:
    drop(page, tmp_path / "film.sora")
    assert page.opened == [tmp_path / "film.sora"]
    script = tmp_path / "play.fountain"
    script.write_text("INT. ROOM\n\nA candle burns.\n\nANNA\nHello.\n")
    drop(page, script)
    assert page.new.isVisible()
    assert "1 shot" in page.new.count.text()
    assert page.new.text.isReadOnly()
    QTest.mouseClick(page.new.create_button, Left)
    assert (page.asked[0].kind, page.asked[0].script) == ("script", script)


def test_a_dropped_shot_list_is_looked_over_too(page: Page, tmp_path: Path) -> None:
    shots = tmp_path / "list.csv"
    shots.write_text("Description,Size\na fox runs,CU\nsnow falls,WS\n", encoding="utf-8")
    drop(page, shots)
    assert "a fox runs" in page.new.text.toPlainText()
    assert "2 shots" in page.new.count.text()


def test_the_dialog_lists_all_that_can_be_read(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *given: asked.append(given[-1]) or ("", ""))
    QTest.mouseClick(page.home.actions_by_icon["file-text"], Left)
    every, *kinds = asked[0].split(";;")
    assert all(f"*{ending}" in every for ending in READ_ENDINGS)
    assert "Subtitles (*.srt)" in kinds


def test_a_script_that_cannot_be_read_says_why(page: Page, tmp_path: Path) -> None:
    script = tmp_path / "empty.txt"
    script.write_text("  ")
    drop(page, script)
    assert page.home.isVisible()
    assert page.told() == ("The script empty.txt is empty.",)


def test_other_files_are_not_taken(page: Page, tmp_path: Path) -> None:
    drop(page, tmp_path / "holiday.jpg")
    assert page.opened == []
    assert page.home.isVisible()


def test_days_and_lengths_are_said_as_people_say_them() -> None:
    today = date(2026, 11, 24)
    said = [day(text, today) for text in ("2026-11-24T06:40:00", "2026-11-23T23:59:00", "2026-11-20T10:00:00")]
    assert said == ["today, 06:40", "yesterday", "Friday"]
    assert day("2026-10-01T10:00:00", today) == "1 Oct 2026"
    assert day("nonsense", today) == ""
    assert [length(seconds) for seconds in (24, 65, 3727)] == ["24 s", "1:05", "1:02:07"]


def test_a_dropped_movie_is_asked_for_as_a_film_to_begin_with(page: Page, tmp_path: Path) -> None:
    drop(page, tmp_path / "holiday.mp4")
    (asked,) = page.asked
    assert (asked.title, asked.movie) == ("holiday", tmp_path / "holiday.mp4")
    assert asked.save_to.name == "holiday.sora"
