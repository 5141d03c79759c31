"""The shot panel of a real film with a real, tiny pack, and what one does there."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from sora_studio.timeline.shot import Direction, Shot
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.shot_panel.several import DirectionField
from sora_studio.ui.shot_panel.view import ShotPanel
from tests.inference.tiny_pack import Tiny
from tests.studio.film import open_tiny_studio, tiny_film

Key, Left = Qt.Key, Qt.MouseButton.LeftButton


def open_film(folder: Path) -> FilmDocument:
    """The tiny film with words of its own and of its scene, and a model that hears them."""
    film = tiny_film()
    scene = replace(film.scenes[0], direction=Direction(prompt="a candle room"))
    film = replace(film, scenes=(scene,), direction=Direction(prompt="a tale", style="ink"))
    return FilmDocument(open_tiny_studio(folder, film, Tiny(hears=True)))


def show_panel(document: FilmDocument, qtbot: QtBot) -> ShotPanel:
    """The panel in a window of its own."""
    window = QMainWindow()
    commands = Commands(window)
    commands.use_keymap("sora")
    # Undo is the window's; here it stands for it.
    commands.add("edit.undo", "Undo", document.undo, group="Edit")
    commands.add("edit.redo", "Redo", document.redo, group="Edit")
    made = ShotPanel(document, commands)
    window.setCentralWidget(made)
    window.resize(360, 2000)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    return made


def shots(document: FilmDocument) -> list[Shot]:
    return [shot for _, shot in document.project.shots()]


def select(document: FilmDocument, *at: int) -> None:
    document.selection.select([shots(document)[index].id for index in at])


def read(panel: ShotPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not panel.shot_page.prompt.readings.busy)


def pick(panel: ShotPanel, qtbot: QtBot, field: DirectionField, code: str) -> None:
    picker = panel.shot_page.camera.pickers[field]
    qtbot.mouseClick(picker, Left)
    assert picker.sheet is not None
    tile = next(tile for tile in picker.sheet.tiles if tile.property("code") == code)
    qtbot.mouseClick(tile, Left)
