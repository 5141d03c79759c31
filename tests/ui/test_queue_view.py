"""The queue panel: what it says, and what a click, a drag or a key does to takes that really are being made."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from sora_studio.studio.queued_takes import QueuedTake
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.queue.row_painter import button_place
from sora_studio.ui.queue.view import QueuePanel
from sora_studio.ui.queue.words import headline, last_time, stage_fills, state_text
from tests.inference.tiny_pack import Tiny
from tests.studio.film import open_tiny_studio

Key, Keys, Left = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton
NOON = datetime(2026, 11, 24, 12, 0)


class Desk:
    def __init__(self, studio: Studio, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QMainWindow()
        self.document = FilmDocument(studio, self.window)
        self.commands = Commands(self.window)
        self.view = QueuePanel(self.document, self.commands)
        self.told: list[Message] = []
        self.document.noticed.connect(self.told.append)
        self.window.setCentralWidget(self.view)
        self.window.resize(420, 700)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.list, self.queue = self.view.list, self.document.queue

    def wait_in_queue(self, takes: int = 1) -> None:
        """All three shots wait, paused."""
        self.queue.pause()
        self.document.render(RenderOrder(stage="draft", takes=takes, previews=False))

    @property
    def positions(self) -> list[int]:
        return [item.position for item in self.queue.items]

    @property
    def states(self) -> list[str]:
        return [item.state for item in self.queue.items]

    def row(self, row: int) -> QPoint:
        return self.list.visualRect(self.view.model.index(row)).center()

    def press_button(self, row: int) -> None:
        place = button_place(self.list.visualRect(self.view.model.index(row)))
        QTest.mouseClick(self.list.viewport(), Left, Keys.NoModifier, place.center())

    def close(self) -> None:
        self.document.close()
        self.window.close()


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, dressed) -> Iterator[Desk]:
    desk = Desk(open_tiny_studio(tmp_path), qtbot)
    yield desk
    desk.close()


def test_an_empty_queue_teaches(desk: Desk) -> None:
    assert desk.view.head.text() == "Nothing to make"
    assert not desk.list.isVisible()
    assert not desk.commands.action("queue.cancel_all").isEnabled()


def test_takes_are_made_and_listed_as_done(desk: Desk) -> None:
    desk.document.render(RenderOrder(stage="draft", previews=False))
    assert desk.view.model.rowCount() == 3
    desk.qtbot.waitUntil(lambda: desk.states == ["done"] * 3, timeout=20000)
    assert desk.view.head.text() == "Nothing to make"
    assert "Done" in desk.view.model.index(0).data()
    desk.commands.run("queue.clear_finished")
    assert desk.view.model.rowCount() == 0


def test_pause_and_go_on(desk: Desk) -> None:
    desk.wait_in_queue()
    assert desk.view.head.text() == "Paused with 3 takes to make"
    QTest.mouseClick(desk.view.pause, Left)
    desk.qtbot.waitUntil(lambda: desk.states == ["done"] * 3, timeout=20000)


def test_a_take_is_dragged_before_another_and_stays_selected(desk: Desk) -> None:
    desk.wait_in_queue()
    port = desk.list.viewport()
    QTest.mousePress(port, Left, Keys.NoModifier, desk.row(2))
    for y in (desk.row(1).y(), desk.row(0).y() - 20):
        QTest.mouseMove(port, QPoint(60, y))
    QTest.mouseRelease(port, Left, Keys.NoModifier, QPoint(60, desk.row(0).y() - 20))
    assert desk.positions == [3, 1, 2]
    assert [desk.view.model.row(digest) for digest in desk.list.chosen] == [0]


def test_keys_move_a_take(desk: Desk) -> None:
    desk.wait_in_queue()
    QTest.mouseClick(desk.list.viewport(), Left, Keys.NoModifier, desk.row(0))
    QTest.keyClick(desk.list, Key.Key_Down, Keys.AltModifier)
    assert desk.positions == [2, 1, 3]
    QTest.keyClick(desk.list, Key.Key_Up, Keys.AltModifier)
    QTest.keyClick(desk.list, Key.Key_Up, Keys.AltModifier)
    assert desk.positions == [1, 2, 3]


def test_one_take_is_cancelled_by_its_button_or_delete(desk: Desk) -> None:
    desk.wait_in_queue()
    desk.press_button(1)
    assert desk.states == ["waiting", "waiting", "cancelled"]
    QTest.mouseClick(desk.list.viewport(), Left, Keys.NoModifier, desk.row(0))
    QTest.keyClick(desk.list, Key.Key_Delete)
    assert desk.states == ["waiting", "cancelled", "cancelled"]
    desk.press_button(1)
    assert desk.states.count("waiting") == 2


def test_all_are_cancelled(desk: Desk) -> None:
    desk.wait_in_queue()
    assert desk.commands.run("queue.cancel_all")
    assert set(desk.states) == {"cancelled"}


def test_a_click_shows_the_shot(desk: Desk) -> None:
    desk.wait_in_queue()
    QTest.mouseClick(desk.list.viewport(), Left, Keys.NoModifier, desk.row(2))
    assert desk.document.position(desk.document.selection.current) == 3


def test_a_failed_take_says_why_and_is_tried_again(tmp_path: Path, qtbot: QtBot, dressed) -> None:
    desk = Desk(open_tiny_studio(tmp_path, tiny=Tiny(blank="draft")), qtbot)
    desk.document.render(RenderOrder(positions=[1], stage="draft", previews=False))
    qtbot.waitUntil(lambda: desk.states == ["failed"], timeout=20000)
    assert desk.view.head.text() == "1 take failed"
    tip = desk.view.model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "blank" in tip
    desk.queue.pause()
    assert desk.commands.run("queue.retry_failed")
    assert desk.states == ["waiting"]
    desk.close()


def test_what_waited_last_time_is_asked_about(tmp_path: Path, qtbot: QtBot, dressed) -> None:
    desk = Desk(open_tiny_studio(tmp_path), qtbot)
    assert not desk.view.banner.isVisible()
    desk.wait_in_queue()
    desk.close()
    again = Desk(open_tiny_studio(tmp_path), qtbot)
    banner = again.view.banner
    assert banner.isVisible()
    assert banner.text.text() == "3 shots waited when the film was closed."
    QTest.mouseClick(banner.review, Left)
    assert "Shot 2: snow burns" in banner.list.text()
    QTest.mouseClick(banner.resume, Left)
    assert not banner.isVisible()
    qtbot.waitUntil(lambda: again.states == ["done"] * 3, timeout=20000)
    again.close()


def test_what_waited_can_be_discarded(tmp_path: Path, qtbot: QtBot, dressed) -> None:
    desk = Desk(open_tiny_studio(tmp_path), qtbot)
    desk.wait_in_queue()
    desk.close()
    again = Desk(open_tiny_studio(tmp_path), qtbot)
    QTest.mouseClick(again.view.banner.discard, Left)
    assert not again.view.banner.isVisible()
    assert again.queue.items == ()
    again.close()


def take(state: str, **known) -> QueuedTake:
    return QueuedTake("d" * 64, "shot", 1, 1, known.pop("stage", "refined"), state, **known)  # pyright: ignore


def test_the_headline_invents_no_time() -> None:
    four = [take("waiting")] * 4
    assert headline(four, False, None, NOON) == "4 takes to make"
    assert headline(four, False, 12 * 60, NOON) == "4 takes, ready at 12:12 (in 12 min)"
    assert headline(four[:1], False, 40, NOON) == "1 take, ready at 12:00 (in 40 s)"
    assert headline(four, False, 13 * 3600, NOON) == "4 takes, ready at 01:00 tomorrow (in 13 h 00 min)"
    assert headline(four, True, 40, NOON) == "Paused with 4 takes to make"
    assert headline([take("done"), take("failed")], False, None, NOON) == "1 take failed"


def test_stages_are_told_by_letter_and_step() -> None:
    drawing = take("running", running="draft", step=2, steps=8)
    assert state_text(drawing) == "B  Drawing 2/8"
    assert stage_fills(drawing) == [("A", 1.0), ("B", 0.25), ("C", 0.0)]
    assert stage_fills(take("waiting", stage="draft")) == [("A", 0.0), ("B", 0.0)]
    assert stage_fills(take("waiting", drawn=True)) == [("A", 1.0), ("B", 1.0), ("C", 0.0)]
    assert stage_fills(take("done")) == [("A", 1.0), ("B", 1.0), ("C", 1.0)]


def test_the_sentence_of_last_time_counts_shots() -> None:
    assert last_time([take("waiting"), take("waiting")]) == "1 shot waited when the film was closed."
    assert "can't go on" in last_time([take("waiting", message="The shot has changed since.")])
