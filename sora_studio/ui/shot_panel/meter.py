"""How full the encoder's room is, and which colour is whose word."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from sora_studio.timeline.cascade import LEVELS
from sora_studio.ui import theme


class RoomBar(QWidget):
    """How full the encoder's room is, as a thin bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(3)
        self._share = 0.0

    def set_share(self, share: float) -> None:
        self._share = share
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.line_strong)
        colour = colours.danger if self._share > 1 else colours.warning if self._share > 0.85 else colours.accent
        painter.fillRect(0, 0, round(self.width() * min(self._share, 1)), self.height(), colour)
        painter.end()


class Legend(QWidget):
    """Which colour is whose."""

    def __init__(self) -> None:
        super().__init__()
        self.setFont(theme.font("small"))
        self._names = (self.tr("film"), self.tr("scene"), self.tr("shot"))
        self.setAccessibleName(", ".join(self._names))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        width = sum(self.fontMetrics().horizontalAdvance(name) + 20 for name in self._names)
        return QSize(width, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        x = 0
        for level, name in zip(LEVELS, self._names, strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(getattr(colours, f"cascade_{level}"))
            painter.drawEllipse(x, self.height() // 2 - 3, 6, 6)
            painter.setPen(colours.text_faint)
            width = self.fontMetrics().horizontalAdvance(name)
            painter.drawText(x + 10, 0, width + 2, self.height(), Qt.AlignmentFlag.AlignVCenter, name)
            x += width + 20
        painter.end()
