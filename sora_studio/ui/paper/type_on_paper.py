"""Inter as it is set on paper: measured and drawn without a screen's hinting, the same in a PDF and in a preview."""

from functools import cache, lru_cache
from threading import local

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from sora_studio.ui import theme
from sora_studio.ui.theme.fonts import FAMILY

# Drawn units to a point: whole pixel sizes of type come within a fortieth of a point.
UNIT = 20
_MEASURED = 1000


def load() -> None:
    """Make the font known; on the window's thread, before paper is drawn on any."""
    theme.font()


def paper_font(size: float, strong: bool) -> QFont:
    """Type of that size in points, for a painter of `UNIT` units a point."""
    font = QFont(FAMILY)
    font.setPixelSize(max(1, round(size * UNIT)))
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Substituted shapes, figures of one width among them, have no letter a reader of the PDF could find or copy.
    for feature in ("calt", "liga", "tnum"):
        font.setFeature(QFont.Tag(feature), 0)
    return font


class _Metrics(local):
    """Metrics belong to the thread that made them."""

    def __init__(self) -> None:
        self.of = {strong: QFontMetricsF(paper_font(_MEASURED / UNIT, strong)) for strong in (False, True)}


@cache
def _metrics() -> _Metrics:
    return _Metrics()


def text_width(text: str, size: float, strong: bool) -> float:
    """A text's width in points."""
    return _thousandths(text, strong) * size / _MEASURED


@lru_cache(maxsize=50_000)
def _thousandths(text: str, strong: bool) -> float:
    return _metrics().of[strong].horizontalAdvance(text)


def draw_text(
    painter: QPainter, text: str, x: float, baseline: float, size: float, colour: QColor, strong: bool = False
) -> None:
    """One line from `x` on, all in points."""
    if text:
        painter.setFont(paper_font(size, strong))
        painter.setPen(colour)
        painter.drawText(QPointF(x * UNIT, baseline * UNIT), text)
