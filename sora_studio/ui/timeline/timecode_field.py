"""The playhead's timecode, large; type another to go there."""

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from sora_studio.errors import EditError
from sora_studio.ui import theme
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.timeline.model import TimelineModel


class TimecodeField(QLineEdit):
    """Takes "01:00:04:12", "4:12", "412", "+24" and "-1:00"."""

    def __init__(self, document: FilmDocument, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._model = document, model
        self.setObjectName("timecodeField")
        self.setFont(theme.font("timecode_large"))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFrame(False)
        self.setFixedWidth(QFontMetrics(self.font()).horizontalAdvance("00:00:00:00") + 20)
        self.setAccessibleName(self.tr("Timecode"))
        self.setToolTip(self.tr("Timecode of the playhead. Type one to go there, or +12 and -1:00 to move by."))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._colour()
        document.transport.moved.connect(self._show)
        model.film_changed.connect(self._show)
        theme.changed.connect(self._colour)
        self._show()

    @Slot()
    def _colour(self) -> None:
        colours = theme.colours()
        self.setStyleSheet(
            f"#timecodeField {{ border: 1px solid transparent; border-radius: {theme.RADIUS - 2}px; padding: 0;"
            f" background: transparent; color: {colours.text.name()} }}"
            f"#timecodeField:hover {{ border-color: {colours.line_strong.name()} }}"
            f"#timecodeField:focus {{ border-color: {colours.focus.name()}; background: {colours.sunken.name()} }}"
        )

    @Slot()
    def _show(self) -> None:
        if not self.hasFocus():
            self.setText(self._model.clock.timecode(self._document.transport.frame))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
        elif event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def _go(self) -> None:
        transport = self._document.transport
        try:
            frame = self._model.clock.typed(self.text(), transport.frame)
        except EditError as error:
            self._document.tell(Message(error.message, error.hint))
            return
        transport.pause()
        transport.seek(frame)
        self.clearFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def mouseReleaseEvent(self, event) -> None:
        super().mouseReleaseEvent(event)
        if not self.hasSelectedText():
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.deselect()
        self._show()
