"""A length of film to type, step and drag: "3s 12f"."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from sora_studio.errors import EditError
from sora_studio.timeline.seconds import read_frames, spell_frames
from sora_studio.timeline.time import FrameRate
from sora_studio.ui.shot_panel.several import Mixed
from sora_studio.ui.shot_panel.typing import Turn, steps_history

# So many pixels of a drag are one frame; with Shift ten times as many frames.
PIXELS_PER_FRAME = 2
DRAG_STARTS_PX = 4


class FramesSpin(QAbstractSpinBox):
    """`changed` brings (frames, merge key): one drag, or one visit by keys, is one undo step."""

    changed = Signal(int, str)
    refused = Signal(str, str)

    def __init__(self, name: str, least: int, turn: Turn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(self.tr("%s: type 3.5, 3s 12f or 84f; drag sideways or use Up and Down for frames") % name)
        self.least, self._turn = least, turn
        self._rate = FrameRate(24)
        self._frames: int | None = None
        self._key = ""
        self._pressed_at: float | None = None
        self._dragged_from: int | None = None
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(9, 0, 0, 0)
        self.lineEdit().installEventFilter(self)
        self.lineEdit().setCursor(Qt.CursorShape.SizeHorCursor)
        self.editingFinished.connect(self._on_finished)

    @property
    def frames(self) -> int | None:
        """The length shown; None where the selected shots differ."""
        return self._frames

    def show_frames(self, frames: int | Mixed | None, rate: FrameRate) -> None:
        self._rate = rate
        self._frames = frames if isinstance(frames, int) else None
        self.lineEdit().setPlaceholderText(self.tr("Mixed") if isinstance(frames, Mixed) else "")
        text = "" if self._frames is None else spell_frames(self._frames, rate)
        if self.lineEdit().text() != text:
            self.lineEdit().setText(text)

    # What QAbstractSpinBox asks for

    def stepBy(self, steps: int) -> None:
        self._key = self._key or self._turn()
        self._set((self._frames or 0) + steps, self._key)
        self.selectAll()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        flags = QAbstractSpinBox.StepEnabledFlag
        if not self.isEnabled() or self._frames is None:
            return flags.StepNone
        return flags.StepUpEnabled | flags.StepDownEnabled if self._frames > self.least else flags.StepUpEnabled

    def validate(self, text: str, at: int) -> object:
        return QValidator.State.Acceptable, text, at

    def _on_finished(self) -> None:
        text = self.lineEdit().text().strip()
        if text and text != ("" if self._frames is None else spell_frames(self._frames, self._rate)):
            try:
                self._set(read_frames(text, self._rate), self._turn())
                return
            except EditError as error:
                self.refused.emit(error.message, error.hint)
        self.show_frames(self._frames, self._rate)

    def _set(self, frames: int, key: str) -> None:
        frames = max(self.least, frames)
        if frames != self._frames:
            self._frames = frames
            self.changed.emit(frames, key)
        self.show_frames(self._frames, self._rate)

    # Dragging: a press that moves sideways before the field is being edited

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
                self._pressed_at, self._dragged_from = event.globalPosition().x(), None
            elif event.type() == QEvent.Type.MouseMove and self._pressed_at is not None:
                return self._on_drag(event)
            elif event.type() == QEvent.Type.MouseButtonRelease:
                dragged = self._dragged_from is not None
                self._pressed_at = self._dragged_from = None
                return dragged
        return super().eventFilter(watched, event)

    def _on_drag(self, event: QMouseEvent) -> bool:
        if self._frames is None or self._pressed_at is None:
            return False
        moved = event.globalPosition().x() - self._pressed_at
        if self._dragged_from is None:
            if abs(moved) < DRAG_STARTS_PX:
                return True
            self._dragged_from = self._frames
            self._key = self._turn()
        by = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        self._set(self._dragged_from + int(moved / PIXELS_PER_FRAME) * by, self._key)
        self.lineEdit().deselect()
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._key = ""
        super().focusInEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling past a field must not change the film.
        event.ignore()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and steps_history(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.show_frames(self._frames, self._rate)
            self.clearFocus()
        elif steps_history(event):
            event.ignore()
        else:
            super().keyPressEvent(event)
