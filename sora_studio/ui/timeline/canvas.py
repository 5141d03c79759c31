"""The painted part of the timeline. It paints only what is exposed, and leaves what the mouse means to `Gestures`."""

from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from sora_studio.ui import theme
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.timeline.drops import Drops
from sora_studio.ui.timeline.empty import paint_empty
from sora_studio.ui.timeline.gestures import Gestures
from sora_studio.ui.timeline.look import Look
from sora_studio.ui.timeline.model import TimelineModel
from sora_studio.ui.timeline.paint_over import NOTHING_OVER, Over, paint_over, paint_playhead
from sora_studio.ui.timeline.paint_ruler import paint_ruler, paint_scenes
from sora_studio.ui.timeline.paint_shots import ShotPainter
from sora_studio.ui.timeline.paint_sound import SoundPainter
from sora_studio.ui.timeline.repaints import Repaints
from sora_studio.ui.timeline.thumbnails import Thumbnails
from sora_studio.ui.timeline.tips import tip
from sora_studio.ui.timeline.waveforms import Waveforms

ZOOM_STEP = 1.25
WHEEL_PX = 1.2


class Canvas(QWidget):
    """`menu_wanted` tells where on the screen; `prompt_wanted` which shot's prompt is to be edited in place."""

    menu_wanted = Signal(QPointF)
    prompt_wanted = Signal(str)
    dissolve_wanted = Signal(str)
    marker_wanted = Signal(str)
    scene_wanted = Signal(str)

    def __init__(self, document: FilmDocument, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document, self.model = document, model
        self.thumbnails, self.waveforms = Thumbnails(document), Waveforms(document.studio.store)
        self._shots, self._sound = ShotPainter(model, self.thumbnails), SoundPainter(model, self.waveforms)
        self._look: Look | None = None
        self._over = NOTHING_OVER
        self.gestures = Gestures(self, document, model)
        self.drops = Drops(self, document, model)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Timeline"))
        self._repaints = Repaints(self, document, model, self.thumbnails, self._shots.cache)
        theme.changed.connect(self._forget_look)

    # Painting

    @property
    def look(self) -> Look:
        scale = self.devicePixelRatioF()
        if self._look is None or self._look.scale != scale:
            self._look = Look(scale)
            self._shots.cache.clear()
        return self._look

    def show_over(self, over: Over, lifted: frozenset[str] = frozenset()) -> None:
        """Show what a drag shows; `lifted` shots are faint where they were."""
        if over != self._over or lifted != self._shots.dragged:
            self._over, self._shots.dragged = over, lifted
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        region: Any = event.region()
        for rect in region:
            self._paint(painter, QRectF(rect))
        sight, look = self.model.sight, self.look
        if self.model.strip.shots:
            paint_playhead(painter, look, sight, self.height())
        paint_over(painter, look, sight, self._over, self.width(), self.height())
        if self.hasFocus():
            painter.setPen(QPen(look.colours.focus, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))
        painter.end()

    def _paint(self, painter: QPainter, exposed: QRectF) -> None:
        sight, look = self.model.sight, self.look
        painter.setClipRect(exposed)
        below = exposed.bottom() > sight.lanes.video.bottom
        if below:
            self._sound.paint(painter, look, sight, exposed)
        if exposed.top() < sight.lanes.video.bottom + 2:
            paint_scenes(painter, look, sight, exposed)
            self._shots.paint(painter, look, sight, exposed)
        if exposed.top() < sight.lanes.ruler.bottom:
            paint_ruler(painter, look, self.model, sight, exposed)
        if not self.model.strip.shots or (below and not sight.project.tracks):
            paint_empty(painter, look, sight, self.width(), self.height())
        painter.setClipping(False)

    @Slot()
    def _forget_look(self) -> None:
        self._look = None
        self._shots.cache.clear()
        self.update()

    # Where things are, for whoever puts something over the timeline

    def clip_rect(self, shot_id: str) -> QRectF:
        """A shot's clip in this widget's pixels; empty for a shot that isn't there."""
        frames = self.model.strip.range_of(shot_id)
        if frames is None:
            return QRectF()
        span, lane = self.model.span, self.model.lanes.video
        return QRectF(span.x(frames.start), lane.top, len(frames) * span.pixels_per_frame, lane.height)

    def sizeHint(self) -> QSize:
        return QSize(960, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 200)

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.model.resize(event.size().width(), event.size().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.gestures.double_click(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.gestures.leave()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms about the pointer; else the film scrolls along, and with Shift or over sound lanes down."""
        turn, keys = event.angleDelta(), event.modifiers()
        x = event.position().x()
        if keys & Qt.KeyboardModifier.ControlModifier:
            self.model.look(self.model.span.zoomed(ZOOM_STEP ** (turn.y() / 120), x))
        elif self.model.lanes.most_scroll and event.position().y() > self.model.lanes.video.bottom and turn.y():
            self.model.scroll_lanes(-turn.y() / 2)
        else:
            pixels = event.pixelDelta()
            moved = (pixels.x() or pixels.y()) if not pixels.isNull() else (turn.x() or turn.y()) * WHEEL_PX
            self.model.look(self.model.span.scrolled(-moved))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.gestures.select_under(QPointF(event.pos()))
        self.menu_wanted.emit(QPointF(event.globalPos()))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self.setToolTip(tip(self.model, event.pos().x(), event.pos().y()))
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        """Keys that mean something else here than in the rest of the window."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() == Qt.Key.Key_Escape:
            return self.gestures.active
        return plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.gestures.key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event) -> None:
        self.update()

    def focusOutEvent(self, event) -> None:
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drops.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.drops.over(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drops.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drops.drop(event)
