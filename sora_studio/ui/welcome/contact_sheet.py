"""The example film as a contact sheet: six stills, pressed to open a copy of it."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from sora_studio.ui import theme
from sora_studio.ui.welcome.cards import Card, cover
from sora_studio.ui.welcome.stills import COLUMNS, ROWS, stills

GAP = 2


class ContactSheet(Card):
    def __init__(self, title: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(title, about, parent=parent)

    def heightForWidth(self, width: int) -> int:
        return round(width / COLUMNS * 9 / 16 * ROWS) + self.words_height()

    def read_picture(self) -> None:
        stills()

    def paint_picture(self, painter: QPainter, frame: QRectF) -> None:
        painter.fillRect(frame, theme.colours().sunken)
        if not self.has_picture():
            return
        width = (frame.width() - (COLUMNS - 1) * GAP) / COLUMNS
        height = (frame.height() - (ROWS - 1) * GAP) / ROWS
        for at, still in enumerate(stills()):
            row, column = divmod(at, COLUMNS)
            cover(painter, QRectF(frame.x() + column * (width + GAP), frame.y() + row * (height + GAP), width, height),
                  still)  # fmt: skip
