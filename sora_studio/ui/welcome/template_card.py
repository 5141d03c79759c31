"""A template: its shots as a page of thumbnail sketches, each with a figure as near as its shot size says."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from sora_studio.studio.templates import Template
from sora_studio.ui import theme
from sora_studio.ui.board.wrapping import wrapped
from sora_studio.ui.welcome.cards import Card
from sora_studio.ui.welcome.words import counted, length

COLUMNS = 3
GAP, PAD = 6, 14
# How tall a head is in the frame, as a share of its height.
NEAR = {
    "EWS": 0.035, "establishing": 0.035, "WS": 0.07, "LS": 0.07, "FS": 0.11, "MLS": 0.14, "MS": 0.2, "two-shot": 0.17,
    "OTS": 0.24, "MCU": 0.29, "CU": 0.4, "BCU": 0.5, "ECU": 0.65, "insert": 0.0,
}  # fmt: skip


class TemplateCard(Card):
    def __init__(self, template: Template, parent: QWidget | None = None) -> None:
        about = f"{counted(template.shots)}  ·  {length(template.seconds)}"
        super().__init__(template.title, about, parent=parent)
        self.template = template
        self.setToolTip(template.about)

    def words_height(self) -> int:
        return 112

    def paint_picture(self, painter: QPainter, frame: QRectF) -> None:
        width = min(
            (frame.width() - 2 * PAD - (COLUMNS - 1) * GAP) / COLUMNS, (frame.height() - 2 * PAD - GAP) / 2 * 16 / 9
        )
        height, left = width * 9 / 16, frame.center().x() - (width * COLUMNS + GAP * (COLUMNS - 1)) / 2
        top = frame.center().y() - height - GAP / 2
        for at, size in enumerate(self.template.sizes[: COLUMNS * 2]):
            row, column = divmod(at, COLUMNS)
            x, y = left + column * (width + GAP), top + row * (height + GAP)
            sketch(painter, QRectF(x, y, width, height), size)

    def paint_words(self, painter: QPainter, room: QRectF) -> None:
        super().paint_words(painter, room)
        font = theme.font("small")
        painter.setFont(font)
        painter.setPen(theme.colours().text_faint)
        lines = wrapped(self.template.about, room.width(), 3, QFontMetricsF(font).horizontalAdvance)
        for at, line in enumerate(lines):
            painter.drawText(QPointF(room.x(), room.y() + 65 + at * 15), line)


def sketch(painter: QPainter, frame: QRectF, size: str) -> None:
    """A thumbnail as an artist pencils it before anything is drawn."""
    colours = theme.colours()
    painter.fillRect(frame, colours.panel)
    painter.save()
    painter.setClipRect(frame, Qt.ClipOperation.IntersectClip)
    head = NEAR.get(size, 0.2) * frame.height()
    ground = frame.y() + frame.height() * 0.72
    painter.setPen(QPen(colours.line_strong, 1))
    painter.drawLine(QPointF(frame.x(), ground), QPointF(frame.right(), ground))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.text_faint)
    if head:
        places = (0.34, 0.66) if size in ("two-shot", "OTS") else (0.5,)
        for at, share in enumerate(places):
            # Over a shoulder, the near one stands larger and out of focus.
            scale = 1.5 if size == "OTS" and at == 0 else 1.0
            painter.drawPath(_figure(frame, frame.x() + share * frame.width(), head * scale, ground))
    else:
        painter.drawEllipse(frame.center(), frame.height() * 0.2, frame.height() * 0.2)
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colours.line_strong, 1))
    painter.drawRect(frame)


def _figure(frame: QRectF, x: float, head: float, ground: float) -> QPainterPath:
    """Head and body, seven and a half heads tall; a near one is cut by the frame, with some air above."""
    top = max(ground - head * 7.5 * 0.9, frame.y() + frame.height() * 0.14)
    path = QPainterPath()
    path.addEllipse(QPointF(x, top + head / 2), head * 0.4, head / 2)
    path.addRoundedRect(QRectF(x - head * 0.85, top + head * 1.12, head * 1.7, head * 3.2), head * 0.6, head * 0.6)
    path.addRoundedRect(QRectF(x - head * 0.55, top + head * 3, head * 1.1, head * 4.2), head * 0.3, head * 0.3)
    path.setFillRule(Qt.FillRule.WindingFill)
    return path
