"""Where the panel is typed into: every keystroke reaches the film at once, one stretch of typing is one undo step."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QHelpEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QToolTip, QWidget

from sora_studio.ui import theme
from sora_studio.ui.shot_panel.several import Mixed

Turn = Callable[[], str]
# Border, padding and the document's own margin, above and below.
MARGIN, AROUND = 6, 24
_STEPS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def steps_history(event: QEvent) -> bool:
    """Whether a key is undo or redo: these belong to the film, not to a field's own memory."""
    return isinstance(event, QKeyEvent) and any(event.matches(step) for step in _STEPS)


class LongText(QPlainTextEdit):
    """Several lines of plain text; as high as its text, between two bounds. `typed` brings (text, merge key)."""

    typed = Signal(str, str)
    began = Signal()

    def __init__(self, name: str, teaches: str, turn: Turn, lines: tuple[int, int] = (2, 12)) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(theme.font("body"))
        self.document().setDocumentMargin(MARGIN)
        self._teaches, self._turn, self._lines = teaches, turn, lines
        self._key = ""
        self._showing = False
        # What a stretch of the text has against it: (start, stop, words for a tool tip).
        self.remarks: list[tuple[int, int, str]] = []
        self.setPlaceholderText(teaches)
        self.textChanged.connect(self._on_text)
        self._fit()

    def show_text(self, text: str | Mixed, inherited: str = "") -> None:
        """Show what the film says, leaving the cursor where it is while the text is the same."""
        shown = "" if isinstance(text, Mixed) else text
        placeholder = self.tr("Mixed") if isinstance(text, Mixed) else inherited or self._teaches
        if placeholder != self.placeholderText():
            self.setPlaceholderText(placeholder)
        if shown != self.toPlainText():
            self._showing = True
            cursor = self.textCursor().position()
            self.setPlainText(shown)
            moved = self.textCursor()
            moved.setPosition(min(cursor, len(shown)))
            self.setTextCursor(moved)
            self._showing = False

    def _on_text(self) -> None:
        self._fit()
        if not self._showing:
            self._key = self._key or self._turn()
            self.typed.emit(self.toPlainText(), self._key)

    def _fit(self) -> None:
        rows = max(self._lines[0], int(self.document().size().height()))
        bars = Qt.ScrollBarPolicy.ScrollBarAsNeeded if rows > self._lines[1] else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(bars)
        line = ceil(QFontMetricsF(self.font()).lineSpacing())
        self.setFixedHeight(min(rows, self._lines[1]) * line + AROUND)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._key = ""
        super().focusInEvent(event)
        self.began.emit()

    def remark_at(self, position: int) -> str:
        """What is to be said of the character there; "" for nothing."""
        return next((text for start, stop, text in self.remarks if start <= position < stop), "")

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and steps_history(event):
            event.ignore()
            return False
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self.cursorForPosition(self.viewport().mapFromGlobal(event.globalPos())).position()
            QToolTip.showText(event.globalPos(), self.remark_at(at), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        elif steps_history(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source) -> None:
        self.insertPlainText(source.text())

    def canInsertFromMimeData(self, source) -> bool:
        return source.hasText()

    def minimumSizeHint(self) -> QSize:
        return QSize(80, super().minimumSizeHint().height())


class LineText(QLineEdit):
    """One line of plain text. `typed` brings (text, merge key) at every keystroke."""

    typed = Signal(str, str)

    def __init__(self, name: str, teaches: str, turn: Turn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._teaches, self._turn = teaches, turn
        self._key = ""
        self.setPlaceholderText(teaches)
        self.textEdited.connect(self._on_edited)

    def show_text(self, text: str | Mixed, inherited: str = "") -> None:
        shown = "" if isinstance(text, Mixed) else text
        placeholder = self.tr("Mixed") if isinstance(text, Mixed) else inherited or self._teaches
        if placeholder != self.placeholderText():
            self.setPlaceholderText(placeholder)
        if shown != self.text():
            cursor = self.cursorPosition()
            self.setText(shown)
            self.setCursorPosition(min(cursor, len(shown)) if self.hasFocus() else 0)

    def _on_edited(self, text: str) -> None:
        self._key = self._key or self._turn()
        self.typed.emit(text, self._key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._key = ""
        super().focusInEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and steps_history(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        elif steps_history(event):
            event.ignore()
        else:
            super().keyPressEvent(event)
