"""A line for the style: free text, with what the pack knows in a menu."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QMenu, QWidget

from sora_studio.ui import theme
from sora_studio.ui.kit import IconButton
from sora_studio.ui.shot_panel.several import Mixed
from sora_studio.ui.shot_panel.typing import LineText, Turn


class StyleField(QWidget):
    """`typed` brings (style, merge key). `known` tells which styles to offer; it is asked when one is to be chosen."""

    typed = Signal(str, str)

    def __init__(self, name: str, turn: Turn, known: Callable[[], list[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turn, self._known = turn, known
        self._completed: list[str] = []
        self.setAccessibleName(name)
        self.line = LineText(name, self.tr("such as: ink, watercolour"), turn)
        self.line.typed.connect(self.typed)
        self.line.installEventFilter(self)
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._complete(self._known())
        return super().eventFilter(watched, event)

    def _complete(self, styles: list[str]) -> None:
        """What is typed is completed to one of these."""
        if styles != self._completed:
            self._completed = styles
            completer = QCompleter(styles, self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.activated.connect(lambda text: self.typed.emit(text, self._turn()))
            self.line.setCompleter(completer)

    def open_menu(self) -> None:
        self.menu = QMenu(self)
        for style in ("", *self._known()):
            action = self.menu.addAction(style.capitalize() if style else self.tr("Inherit"))
            action.setCheckable(True)
            action.setChecked(style == self.line.text())
            action.triggered.connect(lambda _=False, style=style: self.typed.emit(style, self._turn()))
        self.menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
