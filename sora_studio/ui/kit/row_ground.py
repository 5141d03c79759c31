"""What lies behind a row of a list: chosen, under the pointer, with the keyboard; and the line below it."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle

from sora_studio.ui import theme


def paint_row_ground(painter: QPainter, row: QRect, state: QStyle.StateFlag, pad: int) -> None:
    """The line below is drawn in from both sides by `pad`."""
    colours = theme.colours()
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(row, colours.accent_soft)
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(row, colours.raised)
    painter.fillRect(QRect(row.x() + pad, row.bottom(), row.width() - 2 * pad, 1), colours.line)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(colours.focus, 1))
        painter.drawRect(QRectF(row).adjusted(1.5, 1.5, -1.5, -2.5))
