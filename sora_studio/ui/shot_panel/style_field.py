"""A line for the style: free text, with what the pack knows in a menu."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QMenu, QWidget

from sora_studio.ui import theme
from sora_studio.ui.kit import IconButton
from sora_studio.ui.shot_panel.several import Mixed
from sora_studio.ui.shot_panel.typing import LineText, Turn


class StyleField(QWidget):
    """`typed` brings (style, merge key)."""

    typed = Signal(str, str)

    def __init__(self, name: str, turn: Turn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turn = turn
        self._styles: list[str] = []
        self.setAccessibleName(name)
        self.line = LineText(name, self.tr("such as: ink, watercolour"), turn)
        self.line.typed.connect(self.typed)
        self.menu_button = IconButton("chevron-down", self.tr("Choose a style the model knows"))
        self.menu_button.clicked.connect(self.open_menu)
        self.menu: QMenu | None = None
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        row.addWidget(self.line, 1)
        row.addWidget(self.menu_button)

    def show_text(self, text: str | Mixed, inherited: str = "") -> None:
        self.line.show_text(text, inherited)

    def suggest(self, styles: Sequence[str]) -> None:
        """What the menu and the completer offer."""
        if list(styles) != self._styles:
            self._styles = list(styles)
            completer = QCompleter(self._styles, self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.activated.connect(lambda text: self.typed.emit(text, self._turn()))
            self.line.setCompleter(completer)
        self.menu_button.setEnabled(bool(styles))

    def open_menu(self) -> None:
        self.menu = QMenu(self)
        for style in ("", *self._styles):
            action = self.menu.addAction(style.capitalize() if style else self.tr("Inherit"))
            action.setCheckable(True)
            action.setChecked(style == self.line.text())
            action.triggered.connect(lambda _=False, style=style: self.typed.emit(style, self._turn()))
        self.menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
