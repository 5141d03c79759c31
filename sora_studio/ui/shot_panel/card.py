"""The words of a title card: typeset anew when the typing rests."""

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sora_studio.studio.title_cards import with_card
from sora_studio.ui import theme
from sora_studio.ui.kit import PlainLabel
from sora_studio.ui.shot_panel.scope import Scope
from sora_studio.ui.shot_panel.typing import LongText

# Long enough not to typeset every letter, short enough to be kept before anyone looks.
REST_MS = 500


class CardWords(QWidget):
    """Of the one title card that is selected."""

    def __init__(self, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope = scope
        self._waiting: tuple[str, str, str] | None = None
        self.words = LongText(self.tr("Words of the card"), self.tr("The title, and under it what else"), scope.turn)
        self.words.typed.connect(self._on_typed)
        self.words.installEventFilter(self)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.keep)
        hint = PlainLabel(self.tr("The first line is large. A card is typeset, never rendered."), "small", dim=True)
        hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self.words)
        column.addWidget(hint)

    @property
    def shot_id(self) -> str:
        """The card that is edited; "" for none, or several shots."""
        shots = self._scope.shots()
        return shots[0].id if len(shots) == 1 and shots[0].card else ""

    def refresh(self) -> None:
        if self._waiting is not None and self._waiting[0] == self.shot_id:
            return  # What is being typed is newer than the film.
        self.keep()
        if self.shot_id:
            self.words.show_text(self._scope.shots()[0].card)

    def keep(self) -> None:
        """Set what was typed; nothing is typeset of no words."""
        self._rest.stop()
        waiting, self._waiting = self._waiting, None
        if waiting is None or not waiting[1].strip() or self._scope.document.find(waiting[0]) is None:
            return
        shot_id, text, key = waiting
        document = self._scope.document
        label = self.tr("Write title card %s") % document.label(shot_id)
        document.edit(label, lambda film: with_card(film, document.studio.store, shot_id, text), key)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.keep()
        return super().eventFilter(watched, event)

    def _on_typed(self, text: str, key: str) -> None:
        if self.shot_id:
            self._waiting = (self.shot_id, text, key)
            self._rest.start()
