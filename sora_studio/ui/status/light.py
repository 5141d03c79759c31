"""A small round light."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from sora_studio.ui import theme

DIAMETER = 8


class Light(QWidget):
    """Shows one of the theme's colours by name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = "success"
        self.setFixedSize(DIAMETER, DIAMETER)

    def show_colour(self, name: str) -> None:
        if name != self._colour:
            self._colour = name
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(DIAMETER, DIAMETER)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colours().panel)
        painter.setBrush(getattr(theme.colours(), self._colour))
        painter.drawEllipse(self.rect())
