"""The shot's own prompt, typed as plain text, and under it what is really sent."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from sora_studio.studio.prompt_reading import PromptReading
from sora_studio.timeline.cascade import parts_as_sent
from sora_studio.ui import theme
from sora_studio.ui.shot_panel.readings import Readings
from sora_studio.ui.shot_panel.runs import seen_of_own, unknown_spans
from sora_studio.ui.shot_panel.scope import Scope
from sora_studio.ui.shot_panel.sent import Sent
from sora_studio.ui.shot_panel.several import MIXED
from sora_studio.ui.shot_panel.typing import LongText


class Prompt(QWidget):
    """`chosen` brings the part of the sent text that is to be edited where it lives."""

    chosen = Signal(object)

    def __init__(self, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope = scope
        teaches = self.tr(
            "What is seen, as one sentence: who, doing what, where, in what light. Such as: “A lonely "
            "astronaut walks over red dunes at dusk.”"
        )
        self.editor = LongText(self.tr("Prompt"), teaches, scope.turn, (3, 14))
        self.editor.typed.connect(self._on_typed)
        self.sent = Sent()
        self.sent.chosen.connect(self.chosen)
        self.readings = Readings(scope.document, self)
        self.readings.arrived.connect(self._on_reading)
        self.readings.failed.connect(self.sent.show_problem)
        self._reading: PromptReading | None = None
        theme.changed.connect(self._mark)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID * 3)
        column.addWidget(self.editor)
        column.addWidget(self.sent)

    def refresh(self) -> None:
        mixed = self._scope.is_mixed("prompt")
        self.editor.show_text(MIXED if mixed else self._scope.direction_of("prompt"))
        current = self._scope.current
        found = self._scope.document.find(current) if current else None
        self.sent.setVisible(found is not None)
        if found is not None:
            several = len(self._scope.shot_ids) > 1
            label = self.tr("Shot %s as sent") % self._scope.document.label(current)
            self.sent.label.setText(label if several else self.tr("As sent"))
            self.sent.show_parts(parts_as_sent(self._scope.document.project, *found))
        self.readings.ask(current if found is not None else "")
        self._mark()

    def edit(self) -> None:
        """Put the keyboard into the prompt, with everything selected where it is short work to replace."""
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.editor.moveCursor(QTextCursor.MoveOperation.End)

    def _on_typed(self, text: str, key: str) -> None:
        self._scope.set_direction("prompt", text, self.tr("prompt"), key)

    def _on_reading(self, reading: PromptReading) -> None:
        self._reading = reading
        self.sent.show_reading(reading)
        self._mark()

    def _mark(self) -> None:
        """Underline in the editor what can't be drawn, strike out what isn't seen."""
        reading, text = self._reading, self.editor.toPlainText()
        marks: list[QTextEdit.ExtraSelection] = []
        self.editor.remarks = []
        if reading is not None and not self._scope.is_mixed("prompt"):
            colours = theme.colours()
            for start, stop in unknown_spans(text, reading.unknown):
                strange = QTextCharFormat()
                strange.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
                strange.setUnderlineColor(colours.warning)
                marks.append(self._marked(start, stop, strange))
                self.editor.remarks.append(
                    (start, stop, self.tr("The model can't draw this; it draws what is nearest."))
                )
            seen = seen_of_own(reading.parts, text, reading.cut_from)
            if seen < len(text) and reading.parts == self._parts_now():
                unseen = QTextCharFormat()
                unseen.setFontStrikeOut(True)
                unseen.setForeground(colours.text_faint)
                marks.append(self._marked(seen, len(text), unseen))
                self.editor.remarks.append((seen, len(text), self.tr("The model doesn't read this far.")))
        self.editor.setExtraSelections(marks)

    def _marked(self, start: int, stop: int, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.editor.document())
        cursor.setPosition(start)
        cursor.setPosition(stop, QTextCursor.MoveMode.KeepAnchor)
        mark.cursor = cursor  # type: ignore[attr-defined]
        mark.format = look  # type: ignore[attr-defined]
        return mark

    def _parts_now(self) -> tuple:
        found = self._scope.document.find(self._scope.current)
        return parts_as_sent(self._scope.document.project, *found) if found else ()
