"""Paints the ruler with its marks, markers and in and out, and the bar of scenes below it."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from sora_studio.timeline.time import FrameRange
from sora_studio.ui.timeline.hit import Sight
from sora_studio.ui.timeline.look import Look
from sora_studio.ui.timeline.model import TimelineModel
from sora_studio.ui.timeline.ruler import ticks

LABEL_GAP = 14.0
FLAG = 11.0
# Where scenes are narrower than this on average they are drawn as one.
LEAST_SCENE = 10


def paint_ruler(painter: QPainter, look: Look, model: TimelineModel, sight: Sight, exposed: QRectF) -> None:
    band, colours, span = sight.lanes.ruler, look.colours, sight.span
    painter.fillRect(QRectF(exposed.left(), band.top, exposed.width(), band.height), colours.panel)
    _range(painter, look, sight)
    label_width = look.width("00:00:00:00", "ruler") + LABEL_GAP
    for tick in ticks(span, model.clock, label_width):
        x = round(span.x(tick.frame))
        if x > exposed.right() + 1:
            break
        height = 9 if tick.label else 4
        painter.fillRect(QRectF(x, band.bottom - 1 - height, 1, height), colours.line_strong)
        if tick.label and x + label_width > exposed.left():
            rect = QRectF(x + 4, band.top + 1, label_width, band.height - 12)
            look.line(painter, rect, tick.label, "ruler", colours.text_dim)
    painter.fillRect(QRectF(exposed.left(), band.bottom - 1, exposed.width(), 1), colours.line)
    for marker in sight.project.markers:
        x = span.x(marker.frame)
        if exposed.left() - FLAG <= x <= exposed.right() + FLAG:
            _flag(painter, look, x, band.bottom, marker.id == model.marker)


def _range(painter: QPainter, look: Look, sight: Sight) -> None:
    """From in to out, with a bracket at each end."""
    marks, span, band, colours = sight.marks, sight.span, sight.lanes.ruler, look.colours
    if marks.mark_in is None and marks.mark_out is None:
        return
    left = span.x(marks.mark_in or 0)
    right = span.x(marks.mark_out + 1 if marks.mark_out is not None else sight.strip.duration)
    painter.fillRect(QRectF(left, band.top, right - left, band.height), look.tint("in_out", 46))
    painter.fillRect(QRectF(left, band.bottom - 4, right - left, 3), colours.in_out)
    if marks.mark_in is not None:
        painter.fillRect(QRectF(left, band.top + 12, 3, band.height - 13), colours.in_out)
    if marks.mark_out is not None:
        painter.fillRect(QRectF(right - 3, band.top + 12, 3, band.height - 13), colours.in_out)


def _flag(painter: QPainter, look: Look, x: float, bottom: float, picked: bool) -> None:
    half, top = FLAG / 2, bottom - FLAG - 3
    corners = [(-half, 0.0), (half, 0.0), (half, FLAG - 5), (0.0, FLAG), (-half, FLAG - 5)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(look.colours.text if picked else Qt.PenStyle.NoPen)
    painter.setBrush(look.colours.marker)
    painter.drawPolygon(QPolygonF([QPointF(x + dx, top + dy) for dx, dy in corners]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_scenes(painter: QPainter, look: Look, sight: Sight, exposed: QRectF) -> None:
    """Each scene over its shots; a heading stays in sight while any of its scene is."""
    band, span, strip, colours = sight.lanes.scenes, sight.span, sight.strip, look.colours
    painter.fillRect(QRectF(exposed.left(), band.top, exposed.width(), band.height + 1), colours.window)
    frames = FrameRange(span.frame_at(exposed.left() - 2), span.frame_at(exposed.right() + 2) + 1)
    if len(strip.scene_places_seen(frames)) * LEAST_SCENE > exposed.width() + 2 * LEAST_SCENE:
        left, right = max(exposed.left(), span.x(0)), min(exposed.right(), span.x(strip.duration))
        painter.fillRect(QRectF(left, band.top + 2, max(0.0, right - left), band.height - 3), colours.raised)
        return
    for run in strip.scenes_seen(frames):
        left, right = span.x(strip.starts[run.first]), span.x(strip.starts[run.stop])
        rect = QRectF(left, band.top + 2, max(1.0, right - left - 1), band.height - 3)
        painter.fillRect(rect, colours.raised)
        painter.fillRect(QRectF(rect.left(), rect.top(), 2, rect.height()), colours.cascade_scene)
        if rect.width() > 28:
            heading = "  ".join(text for text in (run.scene.number, run.scene.heading) if text)
            at = max(rect.left() + 8, 8.0)
            words = QRectF(at, rect.top(), min(rect.right(), span.width) - at - 4, rect.height())
            look.line(painter, words, heading, "label", colours.text_dim)
