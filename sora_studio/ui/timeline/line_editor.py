"""One line written in place, such as a marker's words: Enter keeps it, Escape leaves it as it was."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from sora_studio.ui import theme

HEIGHT = 28
MARGIN = 4


class LineEditor(QLineEdit):
    """Lies over `room` near a point, and goes by itself. `keep` is given the text; where it says False, it stays."""

    def __init__(
        self, room: QWidget, name: str, text: str, at: QPoint, width: int, keep: Callable[[str], bool]
    ) -> None:
        super().__init__(text, room)
        self._before, self._keep, self._over = text, keep, False
        self.setObjectName("lineInPlace")
        self.setFont(theme.font("body"))
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setToolTip(self.tr("Enter keeps it, Escape leaves it as it was"))
        width = min(width, room.width() - 2 * MARGIN)
        left = min(max(at.x(), MARGIN), room.width() - width - MARGIN)
        top = min(max(at.y(), MARGIN), max(MARGIN, room.height() - HEIGHT - MARGIN))
        self.setGeometry(left, top, width, HEIGHT)
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self, keep: bool, by_key: bool = False) -> None:
        """Keep what is written, or leave it; what can't be kept stays to be put right, as long as it is written at."""
        if self._over:
            return
        self._over = True
        text = self.text().strip()
        if keep and text != self._before and not self._keep(text) and by_key:
            self._over = False
            self.selectAll()
            return
        room = self.parentWidget()
        self.hide()
        self.deleteLater()
        if by_key:
            room.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            # Every key is typing here; none may play, cut or delete.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Tab:
                self.finish(True, by_key=True)
            case Qt.Key.Key_Escape:
                self.finish(False, by_key=True)
            case _:
                super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.finish(True)
