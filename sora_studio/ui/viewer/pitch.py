"""Pitch mode: the film alone on a black screen; the controls come when the mouse moves and leave when it rests."""

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPropertyAnimation, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QGraphicsOpacityEffect, QVBoxLayout, QWidget

from sora_studio.ui import theme
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.viewer.playback import Playback
from sora_studio.ui.viewer.surface import Surface
from sora_studio.ui.viewer.transport_bar import TransportBar

STILL_MS = 2000
FADE_MS = 220
# Only these work while presenting: a key pressed in front of an audience must not cut the film.
GROUPS = ("playback.", "viewer.")
_MOUSE = (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class PitchWindow(QWidget):
    """Full screen; `left` follows Esc, or the window being closed."""

    left = Signal()

    def __init__(
        self,
        document: FilmDocument,
        commands: Commands,
        playback: Playback,
        surface: Surface,
        parent: QWidget,
        still_ms: int = STILL_MS,
    ) -> None:
        # A child, so that it opens on its window's screen and goes when the film is closed.
        super().__init__(parent, Qt.WindowType.Window)
        self.surface = surface
        self.setWindowTitle(document.project.title or self.tr("Film"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(surface)
        self.controls = QFrame(self)
        self.controls.setObjectName("pitchControls")
        self.bar = TransportBar(document, commands, playback, self.controls, "timecode_large")
        inside = QVBoxLayout(self.controls)
        inside.setContentsMargins(2 * theme.GRID, theme.GRID, 2 * theme.GRID, theme.GRID)
        inside.addWidget(self.bar)
        self._effect = QGraphicsOpacityEffect(self.controls)
        self.controls.setGraphicsEffect(self._effect)
        self._fade = QPropertyAnimation(self._effect, b"opacity", self)
        self._fade.setDuration(FADE_MS)
        self._fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._fade.finished.connect(self._faded)
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(still_ms)
        self._still.timeout.connect(self._rest)
        for command in commands.all():
            if command.id.startswith(GROUPS):
                self.addAction(command.action)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._escape.activated.connect(self.close)
        for widget in (surface, self.controls, *self.controls.findChildren(QWidget)):
            widget.setMouseTracking(True)
            widget.installEventFilter(self)
        self._dress()

    def start(self) -> None:
        """Go to full screen."""
        self.showFullScreen()
        self.activateWindow()
        self.surface.setFocus(Qt.FocusReason.OtherFocusReason)
        self._wake()

    @property
    def resting(self) -> bool:
        """Whether nothing but the film is on the screen."""
        return self.controls.isHidden()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOUSE:
            self._wake()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = min(self.width() - 8 * theme.GRID, 960)
        height = self.controls.sizeHint().height()
        self.controls.setGeometry((self.width() - width) // 2, self.height() - height - 8 * theme.GRID, width, height)
        self.controls.raise_()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._still.stop()
        self._fade.stop()
        event.accept()
        self.left.emit()

    def _wake(self) -> None:
        self._still.start()
        self.surface.unsetCursor()
        if self.controls.isHidden() or self._effect.opacity() < 1:
            self._fade.stop()
            self._effect.setOpacity(1.0)
            self.controls.show()

    @Slot()
    def _rest(self) -> None:
        """Away with the controls, unless the mouse or the keyboard is on them."""
        if self.controls.underMouse() or self.controls.isAncestorOf(self.focusWidget() or self.surface):
            self._still.start()
            return
        self.surface.setCursor(Qt.CursorShape.BlankCursor)
        self._fade.stop()
        self._fade.setStartValue(self._effect.opacity())
        self._fade.setEndValue(0.0)
        self._fade.start()

    @Slot()
    def _faded(self) -> None:
        self.controls.setVisible(self._effect.opacity() > 0)

    def _dress(self) -> None:
        """Dark in every theme: it lies over a black screen."""
        colours = theme.THEMES["dark"]
        own = (
            f"#pitchControls {{ background: {colours.panel.name()}; border: 1px solid {colours.line_strong.name()};"
            f" border-radius: {3 * theme.GRID}px; }}"
        )
        theme.stay_dark(self.controls, own)
