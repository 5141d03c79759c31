"""Paints what lies over everything: the playhead, and what a drag shows while it goes on."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPolygonF

from sora_studio.timeline.time import FrameRange
from sora_studio.ui import theme
from sora_studio.ui.timeline.hit import Sight
from sora_studio.ui.timeline.look import Look

PLAYHEAD_REACH = 8


@dataclass(frozen=True, slots=True)
class Over:
    """What a drag shows: frames to mark, a frame it snapped to, words at a point, a gap, a box, a ghost, handles."""

    edges: tuple[int, ...] = ()
    snapped: int | None = None
    words: str = ""
    x: float = 0.0
    y: float = 0.0
    gap: int | None = None
    box: QRectF | None = None
    ghost: tuple[QImage, ...] = field(default=(), compare=False)
    ghost_words: str = ""
    drop: QRectF | None = None
    spare: tuple[FrameRange, ...] = ()


NOTHING_OVER = Over()


def paint_playhead(painter: QPainter, look: Look, sight: Sight, height: float) -> None:
    x = round(sight.span.x(sight.marks.playhead))
    colour = look.colours.playhead
    painter.fillRect(QRectF(x, sight.lanes.ruler.bottom - 6, 1, height), colour)
    top = sight.lanes.ruler.bottom - 16
    corners = [(-5.5, 0.0), (6.5, 0.0), (6.5, 7.0), (0.5, 13.0), (-5.5, 7.0)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(x + dx, top + dy) for dx, dy in corners]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_over(painter: QPainter, look: Look, sight: Sight, over: Over, width: float, height: float) -> None:
    colours, span, lane = look.colours, sight.span, sight.lanes.video
    for frames in over.spare:
        _spare(painter, look, sight, frames)
    for frame in over.edges:
        painter.fillRect(QRectF(round(span.x(frame)) - 1, lane.top, 2, lane.height), colours.accent)
    if over.snapped is not None:
        x = round(span.x(over.snapped)) + 0.5
        painter.setPen(QPen(colours.warning, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, sight.lanes.ruler.bottom), QPointF(x, height))
    if over.box is not None:
        painter.setPen(QPen(colours.accent, 1))
        painter.setBrush(look.tint("accent", 40))
        painter.drawRect(over.box)
    if over.drop is not None:
        painter.setPen(QPen(colours.accent, 2))
        painter.setBrush(look.tint("accent", 50))
        painter.drawRect(over.drop)
    if over.gap is not None:
        _gap(painter, look, sight, over.gap)
    if over.ghost or over.ghost_words:
        _ghost(painter, look, over, lane.top + 26)
    if over.words:
        _words(painter, look, over, width)


def _spare(painter: QPainter, look: Look, sight: Sight, frames: FrameRange) -> None:
    """Frames of the take that the film doesn't use: a faint end beyond the clip's edge."""
    lane, left, right = sight.lanes.video, sight.span.x(frames.start), sight.span.x(frames.stop)
    if right - left > 1:
        rect = QRectF(left + 0.5, lane.top + 1.5, right - left - 1, lane.height - 3)
        painter.setPen(QPen(look.colours.accent, 1, Qt.PenStyle.DashLine))
        painter.setBrush(look.tint("accent", 46))
        painter.drawRect(rect)


def _gap(painter: QPainter, look: Look, sight: Sight, gap: int) -> None:
    """Where lifted shots would go in."""
    x, lane = round(sight.span.x(sight.strip.starts[gap])), sight.lanes.video
    painter.fillRect(QRectF(x - 2, lane.top, 3, lane.height), look.colours.accent)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colours.accent)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for y, way in ((lane.top, 1), (lane.bottom, -1)):
        painter.drawPolygon(QPolygonF([QPointF(x - 6, y), QPointF(x + 5, y), QPointF(x - 0.5, y + 7 * way)]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _ghost(painter: QPainter, look: Look, over: Over, top: float) -> None:
    """The lifted shots under the pointer, as a small stack of pictures."""
    painter.setOpacity(0.9)
    for at, image in reversed(list(enumerate(over.ghost[:3]))):
        size = QRectF(over.x + 12 + 6 * at, top + 6 * at, 96 * min(1.0, image.width() / image.height() / 1.77), 54)
        painter.drawImage(size, image)
        painter.setPen(QPen(look.colours.accent, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(size)
    painter.setOpacity(1.0)
    if over.ghost_words:
        _pill(painter, look, over.ghost_words, over.x + 12, top + (62 if over.ghost else 0))


def _words(painter: QPainter, look: Look, over: Over, width: float) -> None:
    needed = look.width(over.words, "strong") + 22
    _pill(painter, look, over.words, min(max(over.x + 14, 4.0), width - needed - 4), max(4.0, over.y - 34))


def _pill(painter: QPainter, look: Look, words: str, left: float, top: float) -> None:
    rect = QRectF(left, top, look.width(words, "strong") + 20, 24)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colours.line_strong, 1))
    painter.setBrush(look.colours.raised)
    painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    look.line(painter, rect.adjusted(10, 0, 0, 0), words, "strong", look.colours.text)
