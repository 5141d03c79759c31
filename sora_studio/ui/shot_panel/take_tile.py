"""One take in the tray, as it is clicked and keyed."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from sora_studio.ui.kit.buttons import PRESSING
from sora_studio.ui.shot_panel.take_face import TakeFace
from sora_studio.ui.shot_panel.take_rows import TakeRow

RATINGS = {getattr(Qt.Key, f"Key_{stars}"): stars for stars in range(6)}
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -2, Qt.Key.Key_Down: 2}
OWN_KEYS = (*RATINGS, *STEPS, *PRESSING, Qt.Key.Key_P, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class TakeTile(TakeFace):
    """Click or Enter looks at the take; 1 to 5 rate, P pins, Delete deletes, arrows walk."""

    rated = Signal(str, int)
    pinned = Signal(str)
    deleted = Signal(str)
    stepped = Signal(int)

    def __init__(self, row: TakeRow, shape: float, parent: QWidget | None = None) -> None:
        super().__init__(row, shape, parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMouseTracking(True)
        self.show_row(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        self.hovered_star = next((star for star in range(1, 6) if self.star_rect(star).contains(at)), 0)
        self.update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered_star = 0
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self.row.state == "kept":
            star = next((star for star in range(1, 6) if self.star_rect(star).contains(at)), 0)
            if star:
                self.rated.emit(self.row.digest, 0 if star == self.row.rating else star)
                return
            if self.pin_rect().contains(at):
                self.pinned.emit(self.row.digest)
                return
        super().mousePressEvent(event)

    def nextCheckState(self) -> None:
        # The tray decides what is looked at.
        return

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and Qt.Key(event.key()) in OWN_KEYS:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS:
            self.stepped.emit(STEPS[key])
        elif key in PRESSING:
            self.click()
        elif self.row.state != "kept":
            super().keyPressEvent(event)
        elif key in RATINGS:
            self.rated.emit(self.row.digest, RATINGS[key])
        elif key == Qt.Key.Key_P:
            self.pinned.emit(self.row.digest)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.deleted.emit(self.row.digest)
        else:
            super().keyPressEvent(event)
