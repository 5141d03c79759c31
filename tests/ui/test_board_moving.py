"""Panels of the board are moved: by the mouse and by keys, alone and together."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.studio.film import open_tiny_studio
from tests.ui.board_desk import Desk, Key, Keys, Left, board_film


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, dressed) -> Iterator[Desk]:
    desk = Desk(open_tiny_studio(tmp_path, board_film()), qtbot)
    yield desk
    desk.document.close()
    desk.window.close()


def test_a_panel_is_dragged_into_another_scene_in_one_step(desk: Desk) -> None:
    before = desk.by_scene
    desk.click(1)
    desk.drag(desk.at(1), desk.at(4, 0.8))
    assert desk.by_scene == [before[0][1:], [before[1][0], before[0][0], before[1][1]]]
    assert desk.document.studio.undo_labels[0] == "Move shot 1"
    desk.document.undo()
    assert desk.by_scene == before


def test_several_panels_move_together_and_a_press_keeps_them_selected(desk: Desk) -> None:
    ids = desk.ids
    desk.click(1)
    desk.click(3, Keys.ControlModifier)
    desk.drag(desk.at(3), desk.at(5, 0.9))
    assert desk.ids == [ids[1], ids[3], ids[4], ids[0], ids[2]]
    assert desk.document.studio.undo_labels[0] == "Move 2 shots"
    assert len(desk.selected) == 2


def test_escape_during_a_drag_changes_nothing(desk: Desk) -> None:
    before = desk.ids
    port = desk.canvas.viewport()
    QTest.mousePress(port, Left, Keys.NoModifier, desk.at(1))
    QTest.mouseMove(port, desk.at(3, 0.9))
    assert desk.canvas.gestures.insertion is not None
    desk.press(Key.Key_Escape)
    QTest.mouseRelease(port, Left, Keys.NoModifier, desk.at(3, 0.9))
    assert desk.ids == before


def test_alt_and_arrows_move_a_shot_across_scenes_and_stop_at_the_ends(desk: Desk) -> None:
    before = desk.by_scene
    desk.click(3)
    desk.press(Key.Key_Right, Keys.AltModifier)
    assert desk.by_scene == [before[0][:2], [before[0][2], *before[1]]]
    desk.press(Key.Key_Left, Keys.AltModifier)
    assert desk.by_scene == before
    desk.click(1)
    desk.press(Key.Key_Left, Keys.AltModifier)
    assert desk.by_scene == before
