"""The bar to scrub by: the whole film with its cuts, its marks, and what each shot shows."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sora_studio.ui import theme
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.viewer.scrub import ScrubBar, cuts_apart, stretches
from sora_studio.ui.viewer.timecode import film_timecode

MARGIN = 8
TRACK_TOP, TRACK_HEIGHT, STATE_HEIGHT = 8, 6, 3
HEIGHT = 24


class ScrubStrip(QWidget):
    """Click or drag to go there. Colours under the bar are the shots' badges."""

    def __init__(self, document: FilmDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._badges: dict[str, str] = {}
        self._ground: QPixmap | None = None
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Scrub bar"))
        document.transport.moved.connect(self._repaint)
        document.transport.state_changed.connect(self._repaint)
        document.project_changed.connect(self._redraw)
        document.shown_changed.connect(self._on_shown)
        theme.changed.connect(self._redraw)

    @Slot()
    def _repaint(self, *_: object) -> None:
        self.update()

    @Slot()
    def _redraw(self, *_: object) -> None:
        """Another film, or a shot looks different: lay the colours anew with the next painting."""
        self._ground = None
        self.update()

    @Slot(object)
    def _on_shown(self, shot_ids: frozenset[str]) -> None:
        # A shot in the making is told of with every step, and looks no different for it.
        badges = {shot_id: self._document.badge(shot_id) for shot_id in shot_ids}
        if any(self._badges.get(shot_id) != badge for shot_id, badge in badges.items()):
            self._badges.update(badges)
            self._redraw()

    def _badge_by_place(self) -> Callable[[int], str]:
        """Tells a shot's badge by its place; asked a thousand times for one painting."""
        shots, badges, document = self._document.strip.shots, self._badges, self._document

        def badge(place: int) -> str:
            shot_id = shots[place].id
            if shot_id not in badges:
                badges[shot_id] = document.badge(shot_id)
            return badges[shot_id]

        return badge

    @property
    def bar(self) -> ScrubBar:
        return ScrubBar(self._document.transport.duration_frames, self.width(), MARGIN)

    def sizeHint(self) -> QSize:
        return QSize(480, HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._document.transport.duration_frames:
            self._document.transport.pause()
            self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)
        self.setToolTip(film_timecode(self._document.project, self.bar.frame(event.position().x())))

    def _go(self, event: QMouseEvent) -> None:
        self._document.transport.seek(self.bar.frame(event.position().x()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ground = None

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._ground is None or self._ground.devicePixelRatio() != ratio:
            self._ground = self._drawn_ground(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._document.transport.duration_frames:
            self._paint_marks(painter, self.bar, self._groove)
            self._paint_playhead(painter, self.bar, self._groove)
        painter.end()

    @property
    def _groove(self) -> QRectF:
        return QRectF(MARGIN, TRACK_TOP, self.width() - 2 * MARGIN, TRACK_HEIGHT)

    def _drawn_ground(self, ratio: float) -> QPixmap:
        """Groove, colours and cuts: what stays while the playhead moves."""
        ground = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        ground.setDevicePixelRatio(ratio)
        ground.fill(Qt.GlobalColor.transparent)
        groove = self._groove
        painter = QPainter(ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours(self).line_strong)
        painter.drawRoundedRect(groove, TRACK_HEIGHT / 2, TRACK_HEIGHT / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._paint_states(painter, groove.bottom() + 3)
        painter.end()
        return ground

    def _paint_states(self, painter: QPainter, top: float) -> None:
        bar, cuts = self.bar, self._document.strip.starts
        for stretch in stretches(cuts, bar, self._badge_by_place()):
            left, right = bar.x(stretch.start), bar.x(stretch.stop)
            painter.fillRect(QRectF(left, top, right - left, STATE_HEIGHT), badge_colour(stretch.badge, self))
        cleared = self.palette().window().color()
        for x in cuts_apart(cuts, bar):
            painter.fillRect(QRectF(round(x) - 1, TRACK_TOP, 2, top + STATE_HEIGHT - TRACK_TOP), cleared)

    def _paint_marks(self, painter: QPainter, bar: ScrubBar, groove: QRectF) -> None:
        transport, colours = self._document.transport, theme.colours(self)
        if transport.mark_in is None and transport.mark_out is None:
            return
        left = bar.x(transport.mark_in or 0)
        right = bar.x(bar.duration_frames if transport.mark_out is None else transport.mark_out + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.in_out)
        painter.drawRoundedRect(QRectF(left, groove.top(), right - left, groove.height()), 2, 2)
        painter.setPen(QPen(colours.in_out, 2))
        top, bottom, arm = groove.top() - 5, groove.bottom() + 1, 4
        for mark, x, inward in ((transport.mark_in, left, arm), (transport.mark_out, right, -arm)):
            if mark is not None:
                painter.drawPolyline(QPolygonF([QPointF(x + inward, top), QPointF(x, top), QPointF(x, bottom)]))

    def _paint_playhead(self, painter: QPainter, bar: ScrubBar, groove: QRectF) -> None:
        colours = theme.colours(self)
        x = bar.x(self._document.transport.frame + 0.5)
        painter.setPen(QPen(self.palette().window().color(), 2))
        painter.setBrush(colours.playhead)
        painter.drawEllipse(QPointF(x, groove.center().y()), 6, 6)


def badge_colour(badge: str, on: QWidget | None = None) -> QColor:
    """The theme's colour for a shot's state."""
    return getattr(theme.colours(on), f"badge_{badge}")
