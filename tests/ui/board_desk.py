"""A window with nothing in it but the board of a real film."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from sora_studio.studio.box import Box
from sora_studio.studio.studio import Studio
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import DialogueLine
from sora_studio.ui.board.view import BoardView
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from tests.studio.film import tiny_film

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
