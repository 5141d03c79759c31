"""A person at the window: clicks, drags and keys that go through the window system, to whatever lies there."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sora_studio.studio.config import Config
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.editor import Editor
from sora_studio.ui.main_window import MainWindow
from sora_studio.ui.timeline.canvas import Canvas
from sora_studio.ui.viewer.pitch import PitchWindow

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
Plain, Ctrl, Shift = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
STEPS = 6


class Person:
    """Looks at what the window shows, and works it by nothing but its surface."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self.strays = Strays(window)
        window.show()
        window.activateWindow()
        qtbot.waitExposed(window)
        qtbot.waitUntil(window.isActiveWindow)

    # The mouse

    def click(self, widget: QWidget, at: QPoint | None = None, keys: Qt.KeyboardModifier = Plain) -> None:
        """Press and let go where the widget is, or at a point of it; what lies over it there would get the click."""
        assert widget.isVisible(), f"{widget} is not to be seen"
        QTest.mouseClick(*_on_screen(widget, at, keys))

    def double_click(self, widget: QWidget, at: QPoint | None = None) -> None:
        QTest.mouseDClick(*_on_screen(widget, at, Plain))

    def drag(self, widget: QWidget, start: QPoint, stop: QPoint, keys: Qt.KeyboardModifier = Plain) -> None:
        """Press, move there in steps as a hand does, and let go."""
        handle = widget.window().windowHandle()
        QTest.mousePress(*_on_screen(widget, start, keys))
        for step in range(1, STEPS + 1):
            at = start + (stop - start) * step / STEPS
            QTest.mouseMove(handle, widget.mapTo(widget.window(), at))
            QApplication.processEvents()
        QTest.mouseRelease(*_on_screen(widget, stop, keys))

    # Keys

    def press(self, key: Qt.Key, keys: Qt.KeyboardModifier = Plain) -> None:
        """A key of the keyboard: to whatever has it, shortcuts first where that does not want it itself."""
        self.take_the_keyboard()
        QTest.keyClick(QGuiApplication.focusWindow(), key, keys)

    def take_the_keyboard(self) -> None:
        """After a dialog was closed: a screen that isn't there has no window manager to give the keyboard back."""
        active = QGuiApplication.focusWindow()
        if active is None or not active.isVisible():
            self.window.activateWindow()
            self.qtbot.waitUntil(self.window.isActiveWindow)

    def type(self, text: str) -> None:
        """Write letters; an empty line is two times Enter."""
        for at, line in enumerate(text.split("\n")):
            if at:
                self.press(Key.Key_Return)
            widget = QApplication.focusWidget()
            assert widget is not None, "nothing has the keyboard"
            QTest.keyClicks(widget, line)

    # Waiting

    def wait_for(self, reached: Callable[[], object], timeout_s: float = 40.0) -> None:
        self.qtbot.waitUntil(lambda: bool(reached()), timeout=round(timeout_s * 1000))

    def wait_for_rest(self) -> None:
        """Until nothing is being made and every picture that was asked for has come."""
        self.wait_for(lambda: not self.going and not self.document.pictures.busy)
        self.qtbot.wait(60)
        self.wait_for(lambda: not self.document.pictures.busy)

    # What is there

    @property
    def document(self) -> FilmDocument:
        assert self.window.document is not None, "no film is open"
        return self.window.document

    @property
    def editor(self) -> Editor:
        assert self.window.editor is not None, "no film is open"
        return self.window.editor

    @property
    def canvas(self) -> Canvas:
        return self.editor.timeline.canvas

    @property
    def going(self) -> list[str]:
        """Takes that wait or are being made."""
        return [item.digest for item in self.document.queue.items if item.state in ("waiting", "running")]

    @property
    def shot_ids(self) -> list[str]:
        return [shot.id for _, shot in self.document.project.shots()]

    def on_clip(self, number: int, share: float = 0.5, from_left: int = 0) -> QPoint:
        """A point of the clip of shot `number` (from 1): a share of its width from the left, and so many pixels on."""
        clip = self.canvas.clip_rect(self.shot_ids[number - 1])
        return QPoint(round(clip.left() + share * clip.width()) + from_left, round(clip.top() + 0.55 * clip.height()))

    def on_ruler(self, frame: int) -> QPoint:
        model = self.editor.timeline.model
        return QPoint(round(model.span.x(frame + 0.5)), round(model.lanes.ruler.top + model.lanes.ruler.height / 2))

    def seen(self) -> QImage:
        """What the viewer shows now."""
        return self.editor.viewer.surface.grab().toImage()


class Strays(QObject):
    """Notes widgets shown as windows of their own that are none: they flash on the screen and take the keyboard."""

    MEANT = (Qt.WindowType.Dialog, Qt.WindowType.Popup, Qt.WindowType.ToolTip)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.seen: list[str] = []
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            meant = watched.windowType() in self.MEANT or isinstance(watched, MainWindow | PitchWindow)
            if not meant:
                self.seen.append(f"{type(watched).__name__} {watched.accessibleName()!r}")
        return False


def open_window(folder: Path, config: Config | None = None) -> MainWindow:
    """A window whose desk is kept in `folder`, as at the start of the program."""
    settings = QSettings(str(folder / "desk.ini"), QSettings.Format.IniFormat)
    return MainWindow(config or Config(device="cpu"), settings)


def _on_screen(widget: QWidget, at: QPoint | None, keys: Qt.KeyboardModifier):
    inside = widget.rect().center() if at is None else at
    return widget.window().windowHandle(), Left, keys, widget.mapTo(widget.window(), inside)
