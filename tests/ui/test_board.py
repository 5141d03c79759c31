"""The board as a director uses it: by its mouse and keys, on a real film with a tiny pack."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.config import Config
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot
from sora_studio.ui import theme
from tests.studio.film import open_tiny_studio, tiny_film
from tests.ui.board_desk import Desk, Key, Keys, Left, board_film


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, dressed) -> Iterator[Desk]:
    desk = Desk(open_tiny_studio(tmp_path, board_film()), qtbot)
    yield desk
    desk.document.close()
    desk.window.close()


def test_clicks_select_as_in_every_list(desk: Desk) -> None:
    desk.click(2)
    assert desk.selected == [2]
    desk.click(4, Keys.ShiftModifier)
    assert desk.selected == [2, 3, 4]
    desk.click(3, Keys.ControlModifier)
    assert desk.selected == [2, 4]
    desk.click(5)
    assert desk.selected == [5]


def test_a_click_on_a_scene_heading_selects_its_shots(desk: Desk) -> None:
    header = desk.canvas.grid.layout.header(1)
    QTest.mouseClick(desk.canvas.viewport(), Left, Keys.NoModifier, desk.canvas.place_of(header).center())
    assert desk.selected == [4, 5]


def test_a_band_selects_what_it_meets_and_a_click_beside_lets_go(desk: Desk) -> None:
    right_of_all = desk.at(2) + QPoint(0, -desk.at(2).y() + 2)
    desk.drag(right_of_all, desk.at(1) + QPoint(0, 10))
    assert desk.selected == [1, 2]
    QTest.mouseClick(desk.canvas.viewport(), Left, Keys.NoModifier, QPoint(4, 300))
    assert desk.selected == []


def test_arrows_walk_the_grid_and_shift_extends(desk: Desk) -> None:
    desk.press(Key.Key_Right)
    assert desk.selected == [1]
    desk.press(Key.Key_Right)
    desk.press(Key.Key_Right, Keys.ShiftModifier)
    assert desk.selected == [2, 3]
    desk.press(Key.Key_End)
    assert desk.selected == [5]
    desk.press(Key.Key_Up)
    assert desk.selected[0] < 4


def test_delete_removes_the_selected_shots_in_one_step(desk: Desk) -> None:
    before = desk.ids
    desk.click(2)
    desk.click(3, Keys.ShiftModifier)
    desk.press(Key.Key_Delete)
    assert desk.ids == [before[0], *before[3:]]
    assert desk.selected == [2]
    desk.document.undo()
    assert desk.ids == before


def test_a_prompt_is_written_in_place_by_enter_or_double_click(desk: Desk) -> None:
    desk.click(2)
    desk.press(Key.Key_Return)
    editor = desk.view.editor
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "red candle")
    QTest.keyClick(editor, Key.Key_Return)
    assert desk.document.project.find(desk.ids[1])[1].direction.prompt == "red candle"
    assert desk.document.studio.undo_labels[0] == "Write prompt of shot 2"
    assert desk.view.editor is None
    QTest.mouseDClick(desk.canvas.viewport(), Left, Keys.NoModifier, desk.at(3))
    assert desk.view.editor is not None
    QTest.keyClicks(desk.view.editor, "nothing kept")
    QTest.keyClick(desk.view.editor, Key.Key_Escape)
    assert len(desk.document.studio.undo_labels) == 1


def test_typing_elsewhere_keeps_what_was_written(desk: Desk) -> None:
    desk.view.edit_prompt(desk.ids[0])
    assert desk.view.editor is not None
    QTest.keyClicks(desk.view.editor, " burns")
    desk.view.slider.setFocus()
    assert desk.document.project.find(desk.ids[0])[1].direction.prompt == "a red candle burns"


def test_the_selection_is_shared_and_followed(desk: Desk) -> None:
    desk.canvas.panel_width = 600
    desk.document.selection.select([desk.ids[4]])
    place = desk.canvas.place_of(desk.canvas.grid.layout.panel(4))
    assert 0 <= place.top() < desk.canvas.viewport().height()


def test_panels_grow_with_the_slider_and_the_wheel_commands(desk: Desk) -> None:
    columns = desk.canvas.grid.layout.columns
    desk.view.slider.setValue(620)
    assert desk.canvas.grid.layout.columns < columns
    wide = desk.canvas.panel_width
    desk.commands.run("view.board.zoom_out")
    assert desk.canvas.panel_width < wide
    assert desk.view.slider.value() == round(desk.canvas.panel_width)


def test_the_print_look_is_white_paper_in_any_theme(desk: Desk) -> None:
    QTest.mouseClick(desk.view.print_button, Left)
    assert desk.canvas.print_look
    assert desk.commands.action("board.print_look").isChecked()
    white = QColor(Qt.GlobalColor.white)
    assert QColor(desk.picture().pixel(5, 5)) == white
    QTest.mouseClick(desk.view.print_button, Left)
    assert QColor(desk.picture().pixel(5, 5)) != white


def test_a_rendered_shot_shows_its_picture(desk: Desk) -> None:
    desk.document.render(RenderOrder(positions=[1], stage="draft", previews=False))
    desk.qtbot.waitUntil(lambda: desk.document.badge(desk.ids[0]) == "draft", timeout=20000)
    desk.picture()
    desk.qtbot.waitUntil(lambda: not desk.document.pictures.busy, timeout=5000)
    picture, card = desk.picture(), theme.colours().panel
    aside = QPoint(0, 20)
    assert QColor(picture.pixel(desk.at(1) + aside)) != card
    assert QColor(picture.pixel(desk.at(3) + aside)) == card


def test_the_playheads_panel_is_marked(desk: Desk) -> None:
    desk.document.transport.seek(30)
    assert desk.canvas.playhead == 1


def test_the_menu_offers_what_the_shot_can_do(desk: Desk) -> None:
    desk.canvas.menu_wanted.emit(QPoint(10, 10))
    desk.click(1)
    desk.canvas.menu_wanted.emit(QPoint(10, 10))
    menu = desk.view.findChildren(QMenu)[-1]
    named = [action.objectName() for action in menu.actions() if not action.isSeparator()]
    assert {"board.edit_prompt", "board.remove", "board.move_later"} <= set(named)
    for each in desk.view.findChildren(QMenu):
        each.close()


def test_an_empty_film_teaches_and_begins(tmp_path: Path, qtbot: QtBot, dressed) -> None:
    film = tiny_film()
    desk = Desk(open_tiny_studio(tmp_path, replace(film, scenes=())), qtbot)
    assert not desk.canvas.isVisible()
    desk.view.add_first_shot()
    assert desk.canvas.isVisible()
    assert desk.view.editor is not None
    QTest.keyClicks(desk.view.editor, "snow")
    QTest.keyClick(desk.view.editor, Key.Key_Return)
    assert [shot.direction.prompt for _, shot in desk.document.project.shots()] == ["snow"]
    desk.document.close()


def test_ten_thousand_shots_are_painted_as_fast_as_a_few(tmp_path: Path, qtbot: QtBot, dressed) -> None:
    shots = [Shot(f"s{n}", Direction(prompt=f"shot {n} of a long film"), 24) for n in range(10_000)]
    scenes = tuple(Scene(f"c{n}", f"SCENE {n}", shots=tuple(shots[n * 50 : n * 50 + 50])) for n in range(200))
    path = tmp_path / "long.sora"
    studio = Studio(ProjectFile.create(path, Project("Long", scenes=scenes)), Config(device="cpu"))
    desk = Desk(studio, qtbot)
    desk.canvas.verticalScrollBar().setValue(desk.canvas.verticalScrollBar().maximum() // 2)
    desk.picture()
    times: list[float] = []
    for _ in range(5):
        start = time.perf_counter()
        desk.canvas.viewport().repaint()
        times.append(time.perf_counter() - start)
    assert sorted(times)[2] < 0.03
    desk.document.close()
