"""The bar to scrub by: the whole film with its cuts, its marks, and what each shot shows."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from sora_studio.ui import theme
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.viewer.places import Places
from sora_studio.ui.viewer.scrub import ScrubBar, Stretch, cuts_apart, stretches
from sora_studio.ui.viewer.timecode import film_timecode

MARGIN = 8
TRACK_TOP, TRACK_HEIGHT, STATE_HEIGHT = 8, 6, 3
HEIGHT = 24


class ScrubStrip(QWidget):
    """Click or drag to go there. Colours under the bar are the shots' badges."""

    def __init__(self, document: FilmDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._places = Places()
        self._stretches: tuple[Stretch, ...] = ()
        self._known = False
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Scrub bar"))
        document.transport.moved.connect(self._repaint)
        document.transport.state_changed.connect(self._repaint)
        for signal in (document.project_changed, document.shown_changed, document.queue_changed):
            signal.connect(self._restate)
        theme.changed.connect(self._repaint)

    @Slot()
    def _repaint(self, *_: object) -> None:
        self.update()

    @Slot()
    def _restate(self, *_: object) -> None:
        self._known = False
        self.update()

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

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, bar = theme.colours(), self.bar
        groove = QRectF(MARGIN, TRACK_TOP, self.width() - 2 * MARGIN, TRACK_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.line_strong)
        painter.drawRoundedRect(groove, TRACK_HEIGHT / 2, TRACK_HEIGHT / 2)
        if bar.duration_frames:
            self._paint_marks(painter, bar, groove)
            self._paint_states(painter, bar, groove)
            self._paint_playhead(painter, bar, groove)
        painter.end()

    def _paint_states(self, painter: QPainter, bar: ScrubBar, groove: QRectF) -> None:
        if not self._known:
            self._known = True
            shots = self._document.shots_shown()
            self._stretches = stretches(
                (each.shot.duration_frames, self._document.badge(each.shot.id)) for each in shots
            )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        top = groove.bottom() + 3
        for stretch in self._stretches:
            left = bar.x(stretch.start)
            painter.fillRect(QRectF(left, top, bar.x(stretch.stop) - left, STATE_HEIGHT), badge_colour(stretch.badge))
        ground = self.palette().window().color()
        for x in cuts_apart(self._places.cuts(self._document.project), bar):
            painter.fillRect(QRectF(round(x) - 1, groove.top(), 2, top + STATE_HEIGHT - groove.top()), ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_marks(self, painter: QPainter, bar: ScrubBar, groove: QRectF) -> None:
        transport, colours = self._document.transport, theme.colours()
        if transport.mark_in is None and transport.mark_out is None:
            return
        left = bar.x(transport.mark_in or 0)
        right = bar.x(bar.duration_frames if transport.mark_out is None else transport.mark_out + 1)
        painter.setBrush(colours.in_out)
        painter.drawRoundedRect(QRectF(left, groove.top(), right - left, groove.height()), 2, 2)
        painter.setPen(QPen(colours.in_out, 2))
        top, bottom, arm = groove.top() - 5, groove.bottom() + 1, 4
        for mark, x, inward in ((transport.mark_in, left, arm), (transport.mark_out, right, -arm)):
            if mark is not None:
                painter.drawPolyline(QPolygonF([QPointF(x + inward, top), QPointF(x, top), QPointF(x, bottom)]))
        painter.setPen(Qt.PenStyle.NoPen)

    def _paint_playhead(self, painter: QPainter, bar: ScrubBar, groove: QRectF) -> None:
        colours = theme.colours()
        x = bar.x(self._document.transport.frame + 0.5)
        painter.setPen(QPen(self.palette().window().color(), 2))
        painter.setBrush(colours.playhead)
        painter.drawEllipse(QPointF(x, groove.center().y()), 6, 6)


def badge_colour(badge: str) -> QColor:
    """The theme's colour for a shot's state."""
    return getattr(theme.colours(), f"badge_{badge}")
