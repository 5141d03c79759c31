"""Fonts, colours and texts the timeline is painted with, made once and kept until the theme changes."""

from collections import OrderedDict

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap, QStaticText, QTextOption

from sora_studio.ui import theme

KEPT_TEXTS = 4000


class Look:
    """Throw it away when the theme or the screen changes."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.colours = theme.colours()
        self.fonts: dict[str, QFont] = {role: theme.font(role) for role in ("body", "small", "label", "strong")}
        ruler = theme.font("timecode")
        ruler.setPixelSize(11)
        self.fonts["ruler"] = ruler
        number = theme.font("strong")
        number.setPixelSize(11)
        self.fonts["number"] = number
        self._widths: dict[tuple[str, str], float] = {}
        self.metrics = {role: QFontMetricsF(font) for role, font in self.fonts.items()}
        self._texts: OrderedDict[tuple[str, str, int, int], QStaticText] = OrderedDict()
        self.scrim = self.tint("clip", 220)

    def tint(self, name: str, alpha: int) -> QColor:
        """One of the theme's colours, see-through."""
        colour = QColor(getattr(self.colours, name))
        colour.setAlpha(alpha)
        return colour

    def icon(self, name: str, colour: QColor, size: int = 12) -> QPixmap:
        return theme.pixmap(name, colour, size, self.scale)

    def width(self, text: str, role: str) -> float:
        known = self._widths.get((text, role))
        if known is None:
            known = self._widths[(text, role)] = self.metrics[role].horizontalAdvance(text)
        return known

    def line(self, painter: QPainter, rect: QRectF, text: str, role: str, colour: QColor) -> None:
        """One line, cut with "…" where it lacks room, in the middle of the rectangle's height."""
        if rect.width() < 4 or not text:
            return
        static = self._laid(text, role, int(rect.width()), 0)
        painter.setPen(colour)
        painter.setFont(self.fonts[role])
        painter.drawStaticText(QPointF(rect.left(), rect.center().y() - static.size().height() / 2), static)

    def paragraph(self, painter: QPainter, rect: QRectF, text: str, role: str, colour: QColor, lines: int) -> None:
        """Some lines centred in the rectangle, the last cut with "…"."""
        self._lines(painter, rect, text, role, colour, -lines)

    def block(self, painter: QPainter, rect: QRectF, text: str, role: str, colour: QColor, lines: int) -> None:
        """Some lines from the rectangle's left on, the last cut with "…"."""
        self._lines(painter, rect, text, role, colour, lines)

    def _lines(self, painter: QPainter, rect: QRectF, text: str, role: str, colour: QColor, lines: int) -> None:
        """As many lines as `lines` says, centred where it is negative."""
        if rect.width() < 24 or not text or not lines:
            return
        static = self._laid(text, role, int(rect.width()), lines)
        painter.setPen(colour)
        painter.setFont(self.fonts[role])
        painter.drawStaticText(QPointF(rect.left(), rect.center().y() - static.size().height() / 2), static)

    def _laid(self, text: str, role: str, width: int, lines: int) -> QStaticText:
        key = (text, role, width, lines)
        found = self._texts.get(key)
        if found is not None:
            self._texts.move_to_end(key)
            return found
        made = self._line(text, role, width) if lines == 0 else self._paragraph(text, role, width, lines)
        self._texts[key] = made
        if len(self._texts) > KEPT_TEXTS:
            self._texts.popitem(last=False)
        return made

    def _line(self, text: str, role: str, width: int) -> QStaticText:
        # A prompt of a page is cut before it is measured.
        text = " ".join(text[:400].split())
        made = QStaticText(self.metrics[role].elidedText(text, Qt.TextElideMode.ElideRight, width))
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        made.prepare(font=self.fonts[role])
        return made

    def _paragraph(self, text: str, role: str, width: int, lines: int) -> QStaticText:
        made = QStaticText(
            "\N{LINE SEPARATOR}".join(self._wrapped(" ".join(text[:600].split()), role, width, abs(lines)))
        )
        made.setTextFormat(Qt.TextFormat.PlainText)
        option = QTextOption(Qt.AlignmentFlag.AlignHCenter if lines < 0 else Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        made.setTextOption(option)
        made.setTextWidth(width)
        made.prepare(font=self.fonts[role])
        return made

    def _wrapped(self, text: str, role: str, width: int, lines: int) -> list[str]:
        metrics, words, found = self.metrics[role], text.split(), []
        while words and len(found) < lines:
            line = words.pop(0)
            if len(found) == lines - 1:
                line = metrics.elidedText(" ".join([line, *words]), Qt.TextElideMode.ElideRight, width)
                words = []
            while words and metrics.horizontalAdvance(f"{line} {words[0]}") <= width:
                line = f"{line} {words.pop(0)}"
            found.append(metrics.elidedText(line, Qt.TextElideMode.ElideRight, width))
        return found
