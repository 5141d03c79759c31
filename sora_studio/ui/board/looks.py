"""The board's two looks: the theme's on the screen, and white paper with black type as a printed board has."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from sora_studio.ui import theme


@dataclass(frozen=True)
class Look:
    ground: QColor
    picture: QColor
    text: QColor
    dim: QColor
    faint: QColor
    line: QColor
    accent: QColor
    paper: bool


def screen() -> Look:
    """The theme's colours as they are now."""
    c = theme.colours()
    return Look(c.window, c.panel, c.text, c.text_dim, c.text_faint, c.line, c.accent, paper=False)


def paper() -> Look:
    """Paper is white in every theme."""
    black = QColor(Qt.GlobalColor.black)
    return Look(QColor(Qt.GlobalColor.white), _grey(0.03), black, _grey(0.7), _grey(0.5), _grey(0.2), black, paper=True)


def _grey(ink: float) -> QColor:
    """Black ink on white paper, 0 to 1."""
    return QColor.fromRgbF(1 - ink, 1 - ink, 1 - ink)
