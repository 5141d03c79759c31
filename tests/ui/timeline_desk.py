"""A window with nothing in it but the timeline of a real film."""

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.project import Project
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.timeline.prompt_editor import PromptEditor
from sora_studio.ui.timeline.view import TimelineView
from tests.studio.film import open_tiny_studio

Key, Keys, Left = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton


class Desk:
    """A window with the timeline in it, its film, and what it told the user."""

    def __init__(self, studio: Studio, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QMainWindow()
        self.document = FilmDocument(studio, self.window)
        self.commands = Commands(self.window)
        self.view = TimelineView(self.document, self.commands)
        self.window.setCentralWidget(self.view)
        self.commands.use_keymap("sora")
        self.told: list[Message] = []
        self.document.noticed.connect(self.told.append)
        self.window.resize(1200, 360)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.canvas, self.model = self.view.canvas, self.view.model
        self.canvas.setFocus()

    @property
    def ids(self) -> list[str]:
        return [shot.id for _, shot in self.document.project.shots()]

    @property
    def lengths(self) -> list[int]:
        return [shot.duration_frames for _, shot in self.document.project.shots()]

    @property
    def undo(self) -> tuple[str, ...]:
        return tuple(self.document.studio.undo_labels)

    def point(self, frame: float, y: float | None = None, dx: int = 0) -> QPoint:
        """A point of the picture lane (or at a height) over a film frame."""
        height = self.model.lanes.video.top + 50 if y is None else y
        return QPoint(round(self.model.span.x(frame)) + dx, int(height))

    def cue_point(self, frame: float, track: int = 0) -> QPoint:
        return self.point(frame, self.model.lanes.sound[track].top + 30)

    def drag(self, start: QPoint, stop: QPoint, keys=Keys.NoModifier, release: bool = True) -> None:
        QTest.mousePress(self.canvas, Left, keys, start)
        for step in range(1, 5):
            move(self.canvas, start + (stop - start) * step / 4, keys)
        if release:
            QTest.mouseRelease(self.canvas, Left, keys, stop)

    def click(self, at: QPoint, keys=Keys.NoModifier) -> None:
        QTest.mouseClick(self.canvas, Left, keys, at)

    @property
    def editor(self) -> PromptEditor:
        """The prompt editor that is open on a clip."""
        found = self.view.writing.editor
        assert found is not None
        return found

    def close(self) -> None:
        self.document.close()
        self.window.close()
        self.window.deleteLater()


def move(widget, at: QPoint, keys) -> None:
    """A move with the button held and these keys; QTest's own knows no keys."""

    where = QPointF(at)
    event = QMouseEvent(
        QEvent.Type.MouseMove, where, QPointF(widget.mapToGlobal(at)), Qt.MouseButton.NoButton, Left, keys
    )
    QApplication.sendEvent(widget, event)


def make(tmp_path: Path, qtbot: QtBot, project: Project | None = None, rendered: bool = False) -> Desk:
    studio = open_tiny_studio(tmp_path, project)
    if rendered:
        for _ in studio.render(RenderOrder(stage="draft", previews=False)):
            pass
    return Desk(studio, qtbot)
