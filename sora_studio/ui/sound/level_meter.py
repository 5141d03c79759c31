"""How loud a microphone is: a bar in decibels, its loudest of late held a moment."""

from math import log10

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from sora_studio.ui import theme

QUIETEST_DB, HOT_DB = -60.0, -3.0
# How far the bar falls from one piece of sound to the next, some twenty a second.
FALL_DB = 2.0


def peak_db(samples: bytes) -> float:
    """The loudest of 16-bit samples, in dB of full scale."""
    if len(samples) < 2:
        return QUIETEST_DB
    peak = int(np.abs(np.frombuffer(samples[: len(samples) // 2 * 2], "<i2").astype(np.int32)).max())
    return max(QUIETEST_DB, 20 * log10(peak / 32768)) if peak else QUIETEST_DB


class LevelMeter(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(8)
        self.level_db = QUIETEST_DB
        self.setAccessibleName(self.tr("Level of the microphone"))

    def hear(self, samples: bytes) -> None:
        self.level_db = max(peak_db(samples), self.level_db - FALL_DB, QUIETEST_DB)
        self.setAccessibleDescription(self.tr("%d decibels") % round(self.level_db))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.sunken)
        share = 1 - self.level_db / QUIETEST_DB
        colour = colours.danger if self.level_db > HOT_DB else colours.success
        painter.fillRect(QRectF(0, 0, share * self.width(), self.height()), colour)
        painter.end()
