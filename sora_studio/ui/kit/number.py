"""A field for a whole number."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSpinBox, QWidget

from sora_studio.ui import theme


class Number(QSpinBox):
    """`valueChanged` tells of a number once it is whole. `none` is shown in place of the least, meaning none at all."""

    def __init__(
        self, least: int = 0, most: int = 99, suffix: str = "", none: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setRange(least, most)
        self.setSuffix(suffix)
        self.setSpecialValueText(none)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A style sheet's left padding doesn't reach the text of a spin box.
        self.lineEdit().setTextMargins(theme.GRID * 2 - 1, 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling past a number must not change the film.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
