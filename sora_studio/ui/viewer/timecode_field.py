"""The playhead's timecode, large, and a place to type where to go."""

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from sora_studio.errors import EditError
from sora_studio.ui import theme
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.viewer.timecode import film_timecode, typed_frame


class TimecodeField(QLineEdit):
    """Enter goes to what was typed, Esc takes it back. "1012", "+10" and "-200" are understood too."""

    _worn = ""

    def __init__(self, document: FilmDocument, role: str = "timecode_large", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._editing = False
        self.setObjectName("viewerTimecode")
        self.setAccessibleName(self.tr("Timecode at the playhead"))
        self.setToolTip(self.tr("Type a timecode, or +10 and -10 to move by frames"))
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setFrame(False)
        self.setMaxLength(14)
        self.setFont(theme.font(role))
        self.setFixedWidth(round(QFontMetricsF(self.font()).horizontalAdvance("00:00:00:00")) + 6 * theme.GRID)
        self.textEdited.connect(self._begin)
        self.returnPressed.connect(self._go)
        document.transport.moved.connect(self._show)
        document.project_changed.connect(self._show)
        theme.changed.connect(self._dress)
        self._dress()
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # It may have come to lie on what stays dark.
        if event.type() == QEvent.Type.StyleChange and self._worn not in ("", theme.current(self)):
            self._dress()

    def _dress(self) -> None:
        self._worn = theme.current(self)
        colours, font = theme.colours(self), self.font()
        self.setStyleSheet(
            f"QLineEdit {{ background: transparent; border: 1px solid transparent; border-radius: 4px;"
            f" padding: 1px 4px; color: {colours.text.name()}; font-size: {font.pixelSize()}px; font-weight: 500; }}"
            f" QLineEdit:hover {{ background: {colours.raised.name()}; }}"
            f" QLineEdit:focus {{ background: {colours.sunken.name()}; border-color: {colours.focus.name()}; }}"
        )

    @Slot()
    def _show(self, *_: object) -> None:
        if not self._editing:
            self.setText(film_timecode(self._document.project, self._document.transport.frame))

    def _begin(self, _: str) -> None:
        self._editing = True

    def _go(self) -> None:
        transport = self._document.transport
        try:
            frame = typed_frame(self._document.project, self.text(), transport.frame)
        except EditError as error:
            self._document.tell(Message(error.message, error.hint))
            self.selectAll()
            return
        self._leave()
        transport.pause()
        transport.seek(frame)

    def _leave(self) -> None:
        self._editing = False
        self._show()
        self.clearFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            # The whole timecode is replaced by what is typed; a click must not put the cursor among the digits.
            handled = super().event(event)
            self.selectAll()
            return handled
        if event.type() == QEvent.Type.FocusOut:
            self._editing = False
            self._show()
        return super().event(event)
