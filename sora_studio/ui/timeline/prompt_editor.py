"""A prompt written right on its clip: Enter keeps it, Ctrl+Enter goes on with a new shot, Tab with the next one."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sora_studio.ui import theme

LEAST_WIDTH, LEAST_HEIGHT = 280, 84


class PromptEditor(QPlainTextEdit):
    """`left` tells once: the shot, its text (None where nothing is to be kept), and "", "next", "previous" or "new"."""

    left = Signal(str, object, str)

    def __init__(self, parent: QWidget, shot_id: str, prompt: str, clip: QRectF) -> None:
        super().__init__(parent)
        self._room = parent
        self.shot_id, self._before, self._over = shot_id, prompt, False
        self.setObjectName("promptOnClip")
        self.setFont(theme.font("body"))
        self.setPlainText(prompt)
        self.setTabChangesFocus(False)
        self.setAccessibleName(self.tr("Prompt of the shot"))
        self.setPlaceholderText(self.tr("What is seen in this shot?"))
        self.setToolTip(self.tr("Enter keeps it, Ctrl+Enter writes another shot, Tab the next, Escape leaves it"))
        self.move_to(clip)
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self.setTextCursor(cursor)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def move_to(self, clip: QRectF) -> None:
        """Lie over the clip, wide enough to write in and inside the window."""
        room = self._room
        width = min(max(int(clip.width()), LEAST_WIDTH), max(120, room.width() - 8))
        height = max(int(clip.height()), LEAST_HEIGHT)
        left = min(max(int(clip.left()), 4), max(4, room.width() - width - 4))
        self.setGeometry(left, int(clip.top()), width, height)

    def finish(self, keep: bool, then: str = "") -> None:
        if self._over:
            return
        self._over = True
        text = self.toPlainText().strip()
        self.left.emit(self.shot_id, text if keep and text != self._before else None, then)

    def stay(self) -> None:
        """It could not be kept: the words stay to be seen and copied, until they are kept or left."""
        self._over = False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            # Every key is typing here; none may play, cut or delete.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = event.modifiers()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not keys & Qt.KeyboardModifier.ShiftModifier:
                self.finish(True, "new" if keys & Qt.KeyboardModifier.ControlModifier else "")
            case Qt.Key.Key_Tab:
                self.finish(True, "next")
            case Qt.Key.Key_Backtab:
                self.finish(True, "previous")
            case Qt.Key.Key_Escape:
                self.finish(False)
            case _:
                super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.finish(True)
