"""Paints what lies over the picture: guides, masks, burn-ins, and who is who in a comparison."""

from collections.abc import Iterable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from sora_studio.studio.box import Box
from sora_studio.studio.burn_ins import BurnIns, Seen, burn_in_texts, placed, text_height
from sora_studio.ui import theme
from sora_studio.ui.viewer import layout
from sora_studio.ui.viewer.layout import Line
from sora_studio.ui.viewer.slate import words


def over_picture() -> theme.Colours:
    """Pictures are as dark or light as they are whatever the theme: on them one set of colours serves."""
    return theme.THEMES["dark"]


def rect(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)


def paint_mask(painter: QPainter, picture: Box, mask: str, solid: bool) -> None:
    """Cover what the mask leaves out: dimmed to work by, solid to present."""
    colour = QColor(Qt.GlobalColor.black)
    colour.setAlphaF(1.0 if solid else 0.8)
    for bar in layout.mask_bars(picture, mask):
        painter.fillRect(rect(bar), colour)


def paint_guides(painter: QPainter, picture: Box, guides: Iterable[str], mask: str) -> None:
    """Guides keep to the part of the picture that the mask leaves."""
    inner = layout.masked(picture, mask)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setClipRect(rect(inner))
    for name in sorted(guides):
        if name == "safe":
            _safe_areas(painter, inner)
        else:
            _lines(painter, layout.thirds(inner) if name == "thirds" else layout.centre_cross(inner))
    painter.restore()


def _safe_areas(painter: QPainter, box: Box) -> None:
    for share, name in ((layout.ACTION_SAFE, "93%"), (layout.TITLE_SAFE, "90%")):
        frame = rect(box.share(share))
        for pen in _pens():
            painter.setPen(pen)
            painter.drawRect(frame)
        painter.setFont(_font(max(8.0, box.height * 0.018)))
        # The outer frame is named outside itself and the inner one inside: there is no room between them.
        outer = share == layout.ACTION_SAFE
        # In the middle, for burn-ins lie in the corners; beside the centre cross.
        _outlined(painter, frame.center().x() + 6, frame.top() - 3 if outer else frame.bottom() - 4, name)


def _lines(painter: QPainter, lines: Iterable[Line]) -> None:
    drawn = [QLineF(line.x1, line.y1, line.x2, line.y2) for line in lines]
    for pen in _pens():
        painter.setPen(pen)
        painter.drawLines(drawn)


def _pens() -> tuple[QPen, QPen]:
    """A dark line under a light one: seen on snow and at night."""
    shade, light = QColor(over_picture().shadow), QColor(over_picture().text)
    shade.setAlphaF(0.35)
    light.setAlphaF(0.75)
    return QPen(shade, 3), QPen(light, 1)


def paint_burn_ins(painter: QPainter, picture: Box, choice: BurnIns, seen: Seen, mask: str) -> None:
    """The chosen facts, inside what the mask leaves."""
    inner = layout.masked(picture, mask)
    font = _font(text_height(inner))
    metrics = QFontMetricsF(font)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    for item in placed(inner, choice, burn_in_texts(seen, words()), metrics.horizontalAdvance):
        _plate(painter, item.box, item.text, over_picture().warning if item.field == "state" else None)
    painter.restore()


def paint_label(painter: QPainter, picture: Box, text: str, right: bool) -> None:
    """Names one side of a comparison, in a lower corner of the picture."""
    size = max(10.0, text_height(picture))
    font = _font(size)
    width = QFontMetricsF(font).horizontalAdvance(text) + size
    margin = size
    x = picture.right - margin - width if right else picture.x + margin
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    _plate(painter, Box(x, picture.bottom - margin - size * 1.7, width, size * 1.7), text, None)
    painter.restore()


def paint_wipe_line(painter: QPainter, picture: Box, x: float) -> None:
    """The line between two takes, with a knob to drag it by."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _lines(painter, (Line(x, picture.y, x, picture.bottom),))
    colours = over_picture()
    painter.setPen(QPen(colours.shadow, 1))
    painter.setBrush(colours.text)
    centre = picture.y + picture.height / 2
    painter.drawRoundedRect(QRectF(x - 4, centre - 16, 8, 32), 4, 4)
    painter.restore()


def _plate(painter: QPainter, box: Box, text: str, colour: QColor | None) -> None:
    colours = over_picture()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.overlay)
    painter.drawRoundedRect(rect(box), box.height * 0.22, box.height * 0.22)
    painter.setPen(colour or colours.text)
    painter.drawText(rect(box), Qt.AlignmentFlag.AlignCenter, text)


def _outlined(painter: QPainter, x: float, y: float, text: str) -> None:
    colours = over_picture()
    painter.setPen(colours.shadow)
    painter.drawText(QPointF(x + 1, y + 1), text)
    painter.setPen(colours.text)
    painter.drawText(QPointF(x, y), text)


def _font(size: float) -> QFont:
    font = theme.font("timecode")
    font.setPixelSize(max(1, round(size)))
    return font
