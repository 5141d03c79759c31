"""The board as a director uses it: by its mouse and keys, on a real film with a tiny pack."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.box import Box
from sora_studio.studio.config import Config
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import DialogueLine, Direction, Shot
from sora_studio.ui import theme
from sora_studio.ui.board.view import BoardView
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from tests.studio.film import open_tiny_studio, tiny_film

Key, Keys, Left = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton


def board_film() -> Project:
    """Two scenes of three and two shots, with somebody speaking."""
    film = tiny_film("a red candle\n\nsnow burns\n\na candle burns\n\nred snow\n\na red candle burns\n")
    first, *_ = film.scenes
    shots = list(first.shots)
    shots[0] = replace(shots[0], dialogue=(DialogueLine("VERA", "Hello, nobody."),))
    shots[1] = replace(shots[1], direction=replace(shots[1].direction, size="CU", move="push in"))
    scenes = (
        replace(first, heading="INT. ROOM", shots=tuple(shots[:3])),
        Scene("second", "EXT. SNOW", shots=tuple(shots[3:])),
    )
    return replace(film, scenes=scenes)


class Desk:
    """A window with the board in it."""

    def __init__(self, studio: Studio, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QMainWindow()
        self.document = FilmDocument(studio, self.window)
        self.commands = Commands(self.window)
        self.view = BoardView(self.document, self.commands)
        self.window.setCentralWidget(self.view)
        self.commands.use_keymap("sora")
        self.window.resize(1000, 700)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.canvas = self.view.canvas
        self.canvas.setFocus()

    @property
    def ids(self) -> list[str]:
        return [shot.id for _, shot in self.document.project.shots()]

    @property
    def by_scene(self) -> list[list[str]]:
        return [[shot.id for shot in scene.shots] for scene in self.document.project.scenes]

    @property
    def selected(self) -> list[int]:
        return [self.document.position(shot_id) for shot_id in self.document.selection.shot_ids]

    def at(self, position: int, across: float = 0.5) -> QPoint:
        """A point in the picture of a shot."""
        layout = self.canvas.grid.layout
        panel = layout.panel(position - 1)
        place = self.canvas.place_of(Box(panel.x, panel.y, panel.width, panel.height))
        return QPoint(place.x() + round(place.width() * across), place.y() + round(layout.picture_height / 2) + 26)

    def click(self, position: int, keys: Qt.KeyboardModifier = Keys.NoModifier) -> None:
        QTest.mouseClick(self.canvas.viewport(), Left, keys, self.at(position))

    def press(self, key: Qt.Key, keys: Qt.KeyboardModifier = Keys.NoModifier) -> None:
        QTest.keyClick(self.canvas, key, keys)

    def drag(self, start: QPoint, stop: QPoint) -> None:
        port = self.canvas.viewport()
        QTest.mousePress(port, Left, Keys.NoModifier, start)
        for share in (0.3, 0.7, 1.0):
            QTest.mouseMove(port, start + (stop - start) * share)
        QTest.mouseRelease(port, Left, Keys.NoModifier, stop)

    def picture(self) -> QImage:
        return self.canvas.viewport().grab().toImage()


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
