"""What the mouse and the space bar do on the picture: drag it, drag the wipe's line, zoom, go to full screen."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from sora_studio.ui.commands import Commands
from sora_studio.ui.viewer import layout
from sora_studio.ui.viewer.compare import line_at
from sora_studio.ui.viewer.layout import Zoom
from sora_studio.ui.viewer.surface import Surface

ZOOMS = (0.0, 1.0, 2.0)
NEAR_LINE = 8.0
_Shape = Qt.CursorShape


class Hand(QObject):
    """Watches one surface. The space bar drags while the picture is larger than its place, and plays when let go."""

    def __init__(self, surface: Surface, commands: Commands) -> None:
        super().__init__(surface)
        self._surface, self._commands = surface, commands
        self._from: QPointF | None = None
        self._space = self._dragged = self._wiping = False
        surface.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        surface.setMouseTracking(True)
        surface.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QMouseEvent):
            if kind == QEvent.Type.MouseButtonPress:
                return self._press(event)
            if kind == QEvent.Type.MouseMove:
                return self._move(event.position())
            if kind == QEvent.Type.MouseButtonRelease:
                return self._release()
            if kind == QEvent.Type.MouseButtonDblClick and event.button() == Qt.MouseButton.LeftButton:
                return not self._surface.compare.mode and self._commands.run("viewer.full_screen")
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self._zoom(event.angleDelta().y())
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            return self._key(event)
        return False

    def _press(self, event: QMouseEvent) -> bool:
        surface, at = self._surface, event.position()
        middle = event.button() == Qt.MouseButton.MiddleButton
        left = event.button() == Qt.MouseButton.LeftButton
        if middle or (left and self._space):
            self._from = at
            self._dragged = True
            surface.setCursor(_Shape.ClosedHandCursor)
            return True
        if left and surface.compare.mode == "wipe" and surface.picture.holds(at.x(), at.y()):
            self._wiping = True
            self._wipe_to(at)
            return True
        return False

    def _move(self, at: QPointF) -> bool:
        surface = self._surface
        if self._from is not None:
            moved = at - self._from
            self._from = at
            zoom = layout.panned(
                surface.area,
                surface.film_size,
                surface.options.zoom,
                surface.devicePixelRatioF(),
                moved.x(),
                moved.y(),
            )
            surface.options.set_zoom(zoom)
            return True
        if self._wiping:
            self._wipe_to(at)
            return True
        self._point(at)
        return False

    def _release(self) -> bool:
        was_busy = self._wiping or self._from is not None
        self._from, self._wiping = None, False
        if was_busy:
            self._rest()
        return was_busy

    def _wipe_to(self, at: QPointF) -> None:
        picture = self._surface.picture
        self._surface.compare.set_line((at.x() - picture.x) / picture.width)

    def _point(self, at: QPointF) -> None:
        surface = self._surface
        if surface.compare.mode == "wipe" and abs(at.x() - line_at(surface.compare, surface.picture)) < NEAR_LINE:
            surface.setCursor(_Shape.SplitHCursor)
        else:
            self._rest()

    def _rest(self) -> None:
        if self._space:
            self._surface.setCursor(_Shape.OpenHandCursor)
        elif self._surface.cursor().shape() != _Shape.BlankCursor:
            self._surface.unsetCursor()

    def _zoom(self, turn: int) -> bool:
        scale = self._surface.options.zoom.scale
        at = ZOOMS.index(scale) + (1 if turn > 0 else -1) if scale in ZOOMS and turn else 0
        self._surface.options.set_zoom(Zoom(ZOOMS[min(max(at, 0), len(ZOOMS) - 1)]))
        return True

    def _key(self, event: QKeyEvent) -> bool:
        if not (self._surface.options.zoom.scale or self._space):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.isAutoRepeat():
            return True
        elif event.type() == QEvent.Type.KeyPress:
            self._space, self._dragged = True, False
            self._rest()
        elif event.type() == QEvent.Type.KeyRelease:
            self._space = False
            self._rest()
            if not self._dragged:
                self._commands.run("playback.toggle")
        return True
