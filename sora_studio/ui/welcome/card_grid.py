"""Cards in as many columns as fit, all of one width."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from sora_studio.ui.welcome.cards import Card

GAP = 20


class CardGrid(QWidget):
    """Arrow keys go from card to card. `rows` limits how many rows are shown; 0 shows all."""

    def __init__(self, narrowest: int, rows: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrowest, self._rows = narrowest, rows
        self._columns = 1
        self.cards: list[Card] = []

    def show_cards(self, cards: Sequence[Card]) -> None:
        """In place of those there were."""
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = list(cards)
        for card in self.cards:
            card.setParent(self)
            card.show()
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(600, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
        }.get(Qt.Key(event.key()))
        focused = next((at for at, card in enumerate(self.cards) if card.hasFocus()), None)
        if step is None or focused is None or not 0 <= focused + step < len(self.cards):
            super().keyPressEvent(event)
        else:
            self.cards[focused + step].setFocus(Qt.FocusReason.TabFocusReason)

    def _place(self) -> None:
        columns = max(1, (self.width() + GAP) // (self._narrowest + GAP))
        self._columns = columns
        width = (self.width() - (columns - 1) * GAP) // columns
        height = max((card.heightForWidth(width) for card in self.cards), default=0)
        shown = len(self.cards) if not self._rows else min(len(self.cards), columns * self._rows)
        for at, card in enumerate(self.cards):
            row, column = divmod(at, columns)
            card.setGeometry(column * (width + GAP), row * (height + GAP), width, height)
            card.setVisible(at < shown)
        rows = -(-shown // columns)
        self.setFixedHeight(max(0, rows * (height + GAP) - GAP))
