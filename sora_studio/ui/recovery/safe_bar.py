"""The line at the top of a window in safe mode: what that is, and the way out of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from sora_studio.ui import theme
from sora_studio.ui.kit import PlainLabel, PushButton


class SafeBar(QFrame):
    left = Signal()

    def __init__(self, why: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("safeBar")
        self.text = PlainLabel(why)
        self.text.setWordWrap(True)
        self.leave = PushButton(self.tr("Leave safe mode"))
        self.leave.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * theme.GRID, 2 * theme.GRID, 3 * theme.GRID, 2 * theme.GRID)
        row.setSpacing(3 * theme.GRID)
        row.addWidget(self.text, 1)
        row.addWidget(self.leave)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        colours = theme.colours()
        self.setStyleSheet(
            f"#safeBar {{ background: {colours.raised.name()}; border-bottom: 1px solid {colours.warning.name()} }}"
        )
