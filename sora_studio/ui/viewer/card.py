"""Title cards: a shot in words, painted in the film's shape, while it has no picture."""

from collections import OrderedDict
from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from sora_studio.studio.box import Box
from sora_studio.ui import theme
from sora_studio.ui.viewer.card_layout import CardLayout, CardText, SetText, lay_out_card

# Cards of a film that plays past them: a new one is set in a few milliseconds.
CARDS_HELD = 8
MEASURED_AT = 100


class Cards:
    """Cards already painted, by what they say, their size and the theme."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()

    def card(self, text: CardText, width: float, height: float, pixel_ratio: float) -> QPixmap:
        """The card for a place of this size in logical pixels."""
        key = (text, round(width * pixel_ratio), round(height * pixel_ratio), pixel_ratio, theme.current())
        made = self._held.pop(key, None)
        if made is None:
            made = draw_card(text, width, height, pixel_ratio)
            while len(self._held) >= CARDS_HELD:
                self._held.popitem(last=False)
        self._held[key] = made
        return made


def draw_card(text: CardText, width: float, height: float, pixel_ratio: float) -> QPixmap:
    """A card of (width, height) logical pixels."""
    pixmap = QPixmap(max(1, round(width * pixel_ratio)), max(1, round(height * pixel_ratio)))
    pixmap.setDevicePixelRatio(pixel_ratio)
    pixmap.fill(theme.colours().panel)
    box = Box(0, 0, pixmap.width() / pixel_ratio, pixmap.height() / pixel_ratio)
    painter = QPainter(pixmap)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    _paint(painter, box, lay_out_card(box, text, text_width, bold_width))
    painter.end()
    return pixmap


def text_width(text: str, size: float) -> float:
    """The width of regular type in pixels; measured at a large size, for a small one's hinting is no measure."""
    return _metrics(QFont.Weight.Normal).horizontalAdvance(text) * size / MEASURED_AT


def bold_width(text: str, size: float) -> float:
    """The width of semibold type in pixels."""
    return _metrics(QFont.Weight.DemiBold).horizontalAdvance(text) * size / MEASURED_AT


@cache
def _metrics(weight: QFont.Weight) -> QFontMetricsF:
    return QFontMetricsF(_font(MEASURED_AT, weight))


def _font(size: float, weight: QFont.Weight) -> QFont:
    font = theme.font("body")
    font.setPixelSize(max(1, round(size)))
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _paint(painter: QPainter, card: Box, layout: CardLayout) -> None:
    colours = theme.colours()
    bold, regular = QFont.Weight.DemiBold, QFont.Weight.Normal
    painter.fillRect(_rect(layout.rule), colours.line_strong)
    _line(painter, layout.number, colours.accent, bold)
    _line(painter, layout.heading, colours.text_dim, bold)
    for tag in layout.tags:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.raised)
        painter.drawRoundedRect(_rect(tag.box), tag.box.height / 2, tag.box.height / 2)
        _text(painter, tag.text, _rect(tag.box), layout.footer.block.size, colours.text_dim, bold, centred=True)
    _lines(painter, layout.prompt, colours.text, bold)
    if layout.dialogue is not None and layout.dialogue_bar is not None:
        painter.fillRect(_rect(layout.dialogue_bar), colours.accent)
        if layout.speaker is not None:
            _line(painter, layout.speaker, colours.text_dim, bold)
        _lines(painter, layout.dialogue, colours.text, regular)
    _line(painter, layout.footer, colours.text_faint, bold)
    _line(painter, layout.footer_right, colours.text_faint, bold)


def _line(painter: QPainter, text: SetText, colour: QColor, weight: QFont.Weight) -> None:
    """One line in the middle of its box's height."""
    _text(painter, text.block.lines[0], _rect(text.box), text.block.size, colour, weight)


def _lines(painter: QPainter, text: SetText, colour: QColor, weight: QFont.Weight) -> None:
    for index, line in enumerate(text.block.lines):
        top = text.box.y + index * text.block.leading
        place = QRectF(QPointF(text.box.x, top), QSizeF(text.box.width, text.block.leading))
        _text(painter, line, place, text.block.size, colour, weight)


def _text(
    painter: QPainter,
    text: str,
    place: QRectF,
    size: float,
    colour: QColor,
    weight: QFont.Weight,
    centred: bool = False,
) -> None:
    """Painted at a whole pixel size and scaled to the exact one, so that lines are as wide as they were measured."""
    font = _font(size, weight)
    scale = size / font.pixelSize()
    metrics = QFontMetricsF(font)
    x = place.x() + (place.width() - metrics.horizontalAdvance(text) * scale) / 2 if centred else place.x()
    y = place.center().y() + (metrics.ascent() - metrics.descent()) / 2 * scale
    painter.save()
    painter.setPen(colour)
    painter.setFont(font)
    painter.translate(x, y)
    painter.scale(scale, scale)
    painter.drawText(QPointF(0, 0), text)
    painter.restore()


def _rect(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)
