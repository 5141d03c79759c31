"""A shot's prompt written right on its panel: Enter keeps it, Shift+Enter begins a line, Escape leaves it."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sora_studio.ui import theme

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PromptEditor(QPlainTextEdit):
    """`done` tells the shot and its text, once; None in place of the text where nothing is to be kept."""

    done = Signal(str, object)

    def __init__(self, parent: QWidget, shot_id: str, prompt: str, place: QRect) -> None:
        super().__init__(parent)
        self._shot_id, self._before, self._over = shot_id, prompt, False
        self.setFont(theme.font("body"))
        self.setPlainText(prompt)
        self.setAccessibleName(self.tr("Prompt of the shot"))
        self.setPlaceholderText(self.tr("What is seen in this shot?"))
        self.setToolTip(self.tr("Enter keeps the prompt, Escape leaves it as it was"))
        self.setTabChangesFocus(True)
        self.setGeometry(place)
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self.setTextCursor(cursor)
        self.show()
        self.setFocus()

    def finish(self, keep: bool) -> None:
        if self._over:
            return
        self._over = True
        text = self.toPlainText().strip()
        self.done.emit(self._shot_id, text if keep and text != self._before else None)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Every key is typing here; none may play, cut or delete.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.finish(keep=True)
        elif event.key() == Qt.Key.Key_Escape:
            self.finish(keep=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.finish(keep=True)
