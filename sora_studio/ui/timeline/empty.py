"""What an empty timeline says: how to begin."""

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from sora_studio.ui.timeline.hit import Sight
from sora_studio.ui.timeline.look import Look


def _tr(text: str) -> str:
    return QCoreApplication.translate("Timeline", text)


def paint_empty(painter: QPainter, look: Look, sight: Sight, width: float, height: float) -> None:
    """The first steps, in the lanes they belong to."""
    colours, lane = look.colours, sight.lanes.video
    if not sight.strip.shots:
        rect = QRectF(20.5, lane.top + 10.5, width - 41, lane.height - 21)
        _dashed(painter, look, rect)
        top = QRectF(rect.left(), rect.center().y() - 24, rect.width(), 24)
        look.paragraph(painter, top, _tr("Write a prompt and press Enter."), "strong", colours.text, 1)
        below = QRectF(rect.left(), rect.center().y() + 2, rect.width(), 20)
        look.paragraph(painter, below, _tr("Drop a script, pictures or sound here."), "small", colours.text_dim, 1)
    first = lane.bottom + 4
    if not sight.project.tracks and height - first > 26 and sight.strip.shots:
        rect = QRectF(20.5, first + 2.5, width - 41, min(34.0, height - first - 8))
        _dashed(painter, look, rect)
        look.paragraph(painter, rect, _tr("Drop sound here."), "small", colours.text_faint, 1)


def _dashed(painter: QPainter, look: Look, rect: QRectF) -> None:
    painter.setPen(QPen(look.colours.line_strong, 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)
