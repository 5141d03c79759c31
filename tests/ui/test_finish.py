"""The film's finish and its title cards, by clicks and keys: what is set is what the pictures show."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QWidget
from pytestqt.qtbot import QtBot

from sora_studio.studio.stills import still
from sora_studio.studio.studio import RenderOrder
from sora_studio.timeline.sound import AudioTrack
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.shot_panel.view import ShotPanel
from sora_studio.ui.timeline.track_menu import add_speech_choices
from sora_studio.ui.timeline.view import TimelineView
from tests.studio.film import open_tiny_studio, tiny_film

Key = Qt.Key


class Desk:
    def __init__(self, document: FilmDocument, qtbot: QtBot) -> None:
        self.document = document
        self.window = QMainWindow()
        self.commands = Commands(self.window)
        self.panel = ShotPanel(document, self.commands)
        self.timeline = TimelineView(document, self.commands)
        both = QWidget()
        row = QHBoxLayout(both)
        row.addWidget(self.timeline)
        row.addWidget(self.panel)
        self.window.setCentralWidget(both)
        self.window.resize(1200, 1600)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()

    def picture(self, frame: int) -> np.ndarray:
        document = self.document
        return still(document.project, document.shots_shown(), document.studio.store, frame)


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, dressed: object) -> Iterator[Desk]:
    studio = open_tiny_studio(tmp_path, replace(tiny_film(), width=128, height=72, author="Nobody"))
    list(studio.render(RenderOrder(), device="cpu"))
    document = FilmDocument(studio)
    yield Desk(document, qtbot)
    document.close()


def retype(field: QWidget, text: str) -> None:
    field.setFocus()
    QTest.keyClick(field, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)


def test_the_films_fades_and_matte_are_seen_at_once_and_undone(desk: Desk) -> None:
    desk.panel.show_film()
    finish = desk.panel.film_page.finish
    retype(finish.fade_in, "6f")
    QTest.keyClick(finish.fade_in, Key.Key_Return)
    assert desk.document.project.fade_in_frames == 6
    assert not desk.picture(0).any()
    assert 0 < desk.picture(3).mean() < desk.picture(8).mean()
    finish.matte.setFocus()
    QTest.keyClick(finish.matte, Key.Key_Down)
    assert desk.document.project.matte == 2.39
    assert not desk.picture(30)[4:9].any()
    desk.document.undo()
    assert desk.picture(30)[4:9].any()
    assert finish.matte.value == 0.0


def test_a_card_is_put_in_written_and_typeset(desk: Desk, qtbot: QtBot) -> None:
    desk.document.selection.select([])
    desk.commands.run("timeline.insert_card")
    card = next(desk.document.project.shots())[1]
    assert card.card == "Tiny\nNobody"
    assert desk.document.selection.current == card.id
    before = desk.picture(10)
    assert before.max() > 200
    words = desk.panel.shot_page.card.words
    assert words.isVisible()
    assert not desk.panel.shot_page.prompt.isVisible()
    assert not desk.panel.bar.isVisible(), "a card is not rendered"
    retype(words, "Tiny Tales")
    qtbot.waitUntil(lambda: next(desk.document.project.shots())[1].card == "Tiny Tales", timeout=5000)
    assert (desk.picture(10) != before).any()
    desk.document.undo()
    assert next(desk.document.project.shots())[1].card == "Tiny\nNobody"
    assert words.toPlainText() == "Tiny\nNobody"


def test_words_still_being_typed_are_kept_when_the_card_is_left(desk: Desk) -> None:
    desk.commands.run("timeline.insert_card")
    index = next(at for at, (_, shot) in enumerate(desk.document.project.shots()) if shot.card)
    words = desk.panel.shot_page.card.words
    retype(words, "The End")
    other = list(desk.document.project.shots())[index - 1][1]
    desk.document.selection.select([other.id])
    assert list(desk.document.project.shots())[index][1].card == "The End"


def test_a_shot_is_slowed_reversed_and_frozen(desk: Desk) -> None:
    first = next(desk.document.project.shots())[1]
    desk.document.selection.select([first.id])
    section = desk.panel.shot_page.sections["speed"]
    section.set_open(True)
    speed = desk.panel.shot_page.speed
    forwards = [desk.picture(frame) for frame in (0, 23)]
    speed.reverse.setFocus()
    QTest.keyClick(speed.reverse, Key.Key_Space)
    assert next(desk.document.project.shots())[1].retime.reverse
    assert (desk.picture(0) == forwards[1]).all()
    assert (desk.picture(23) == forwards[0]).all()
    desk.document.undo()
    retype(speed.percent.lineEdit(), "50")
    QTest.keyClick(speed.percent, Key.Key_Return)
    assert next(desk.document.project.shots())[1].retime.speed == 0.5
    assert (desk.picture(23) != forwards[1]).any()
    desk.document.undo()
    assert speed.percent.value() == 100
    desk.document.transport.seek(10)
    seen = desk.picture(10)
    desk.commands.run("timeline.freeze")
    assert all((desk.picture(frame) == seen).all() for frame in (0, 10, 17))
    desk.commands.run("timeline.freeze")
    assert next(desk.document.project.shots())[1].retime.speed == 1.0


def test_a_camera_key_is_set_at_the_playhead_and_seen_at_once(desk: Desk) -> None:
    first = next(desk.document.project.shots())[1]
    desk.document.selection.select([first.id])
    desk.panel.shot_page.sections["moves"].set_open(True)
    moves = desk.panel.shot_page.moves
    before = [desk.picture(frame) for frame in (0, 12, 23)]
    desk.document.transport.seek(0)
    desk.commands.run("timeline.camera_key")
    desk.document.transport.seek(23)
    retype(moves.zoom.lineEdit(), "200")
    QTest.keyClick(moves.zoom, Key.Key_Return)
    keys = next(desk.document.project.shots())[1].camera
    assert [(key.frame, key.view.zoom) for key in keys] == [(0, 1.0), (23, 2.0)]
    assert np.abs(desk.picture(0).astype(int) - before[0]).mean() < 3
    nearer = [np.abs(desk.picture(frame).astype(int) - was).mean() for frame, was in ((12, before[1]), (23, before[2]))]
    assert min(nearer) > 3
    desk.document.transport.seek(12)
    assert 130 < moves.zoom.value() < 150, "half way by ratio"
    desk.document.undo()
    assert len(next(desk.document.project.shots())[1].camera) == 1
    desk.commands.run("timeline.camera_clear")
    assert (desk.picture(23) == before[2]).all()


def test_a_ready_made_move_goes_over_the_whole_shot(desk: Desk) -> None:
    first = next(desk.document.project.shots())[1]
    desk.document.selection.select([first.id])
    desk.panel.shot_page.sections["moves"].set_open(True)
    moves = desk.panel.shot_page.moves
    moves.ready.setFocus()
    QTest.keyClick(moves.ready, Key.Key_Down)
    keys = next(desk.document.project.shots())[1].camera
    assert [key.frame for key in keys] == [0, 23]
    assert moves.ready.value == "push in"
    assert moves.told.text() == "Keys at frames 0, 23 of the shot."


def test_a_track_is_told_to_give_way_to_dialogue(desk: Desk) -> None:
    tracks = (AudioTrack("music", "Music"), AudioTrack("voice", "Voice"))
    desk.document.edit("tracks", lambda film: replace(film, tracks=tracks))
    menu = QMenu(desk.window)
    add_speech_choices(menu, desk.document, tracks[0])
    under = next(each.menu() for each in menu.actions() if isinstance(each.menu(), QMenu))
    assert isinstance(under, QMenu)
    next(each for each in under.actions() if each.text() == "12 dB quieter").trigger()
    assert desk.document.project.tracks[0].duck_db == 12
    menu = QMenu(desk.window)
    add_speech_choices(menu, desk.document, desk.document.project.tracks[1])
    menu.actions()[0].trigger()
    assert desk.document.project.tracks[1].speech
    desk.document.undo()
    assert not desk.document.project.tracks[1].speech


def test_the_films_loudness_is_chosen(desk: Desk) -> None:
    desk.panel.show_film()
    loudness = desk.panel.film_page.finish.loudness
    loudness.setFocus()
    QTest.keyClick(loudness, Key.Key_Down)
    assert desk.document.project.loudness_lufs == -23.0
    assert loudness.currentText().startswith("-23 LUFS, broadcast")
