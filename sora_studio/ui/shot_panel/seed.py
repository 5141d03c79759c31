"""The number a take's noise grows from: typed, rolled, locked."""

from secrets import randbelow

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sora_studio.timeline.seeds import SEED_LIMIT
from sora_studio.ui import theme
from sora_studio.ui.kit import IconButton
from sora_studio.ui.shot_panel.several import Mixed
from sora_studio.ui.shot_panel.typing import LineText, Turn


def rolled_seed() -> int:
    """A seed nobody chose."""
    return randbelow(SEED_LIMIT)


class SeedRow(QWidget):
    """`chosen` brings (seed or None, merge key or None); None lets the film decide again."""

    chosen = Signal(object, object)

    def __init__(self, turn: Turn, lockable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = LineText(self.tr("Seed"), "", turn)
        self.number.setFont(theme.font("timecode"))
        self.number.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,10}"), self))
        self.dice = IconButton("dices", self.tr("Roll another seed"))
        self.lock = IconButton("lock-open", self.tr("Keep this seed"), checkable=True)
        self.number.typed.connect(self._on_typed)
        self.dice.clicked.connect(lambda: self.chosen.emit(rolled_seed(), None))
        self.lock.clicked.connect(self._on_lock)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        row.addWidget(self.number, 1)
        row.addWidget(self.dice)
        row.addWidget(self.lock)
        self.lock.setVisible(lockable)

    def show_seed(self, seed: int | Mixed | None, locked: bool | Mixed) -> None:
        """The seed in use, and whether it was chosen or follows from the film's."""
        is_mixed = isinstance(seed, Mixed)
        if not self.number.hasFocus() or self.number.text() != "":
            self.number.show_text(seed if isinstance(seed, Mixed) else "" if seed is None else str(seed))
        on = bool(locked)
        self.lock.setChecked(on)
        self.lock.set_icon("lock" if on else "lock-open")
        self.lock.set_tooltip(
            self.tr("Let the film decide the seed again") if on else self.tr("Keep this seed for the shot")
        )
        self.lock.setEnabled(on or not is_mixed)

    def _on_typed(self, text: str, key: str) -> None:
        if text and int(text) < SEED_LIMIT:
            self.chosen.emit(int(text), key)

    def _on_lock(self, on: bool) -> None:
        text = self.number.text()
        self.chosen.emit(int(text) if on and text else None, None)
