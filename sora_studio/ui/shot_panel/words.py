"""What is said and done in the shot, and what is noted beside it: for the board and the script, not for the models."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sora_studio.timeline.shot import DialogueLine
from sora_studio.ui import theme
from sora_studio.ui.kit import Field, IconButton, PlainLabel, PushButton
from sora_studio.ui.shot_panel.scope import Scope
from sora_studio.ui.shot_panel.several import Mixed
from sora_studio.ui.shot_panel.typing import LineText, LongText, Turn


class Words(QWidget):
    """Dialogue line by line, action, notes, and the shot's number."""

    def __init__(self, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope = scope
        self.dialogue = Dialogue(scope)
        self.action = LongText(self.tr("Action"), self.tr("What happens, as the script tells it"), scope.turn, (1, 8))
        self.notes = LongText(self.tr("Notes"), self.tr("For yourself and the crew"), scope.turn, (1, 8))
        self.number = LineText(self.tr("Shot number"), "", scope.turn)
        self.action.typed.connect(lambda text, key: self._set(self.tr("action"), key, action=text))
        self.notes.typed.connect(lambda text, key: self._set(self.tr("notes"), key, notes=text))
        self.number.typed.connect(lambda text, key: self._set(self.tr("number"), key, number=text.strip()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID * 2)
        for widget in (
            self.dialogue,
            Field(self.tr("Action"), self.action),
            Field(self.tr("Notes"), self.notes),
            Field(self.tr("Shot number"), self.number),
        ):
            column.addWidget(widget)

    def refresh(self) -> None:
        for widget, field in ((self.action, "action"), (self.notes, "notes"), (self.number, "number")):
            value = self._scope.shared(lambda shot, field=field: getattr(shot, field))
            widget.show_text("" if value is None else value)  # type: ignore[arg-type]
        current = self._scope.current
        place = self.tr("%d, its place in the film") % self._scope.document.position(current) if current else ""
        number = self._scope.shared(lambda shot: shot.number)
        if len(self._scope.shot_ids) == 1 and not number:
            self.number.show_text("", place)
        self.dialogue.refresh()

    def _set(self, what: str, key: str, **values: str) -> None:
        self._scope.edit_shots(what, lambda shot: replace(shot, **values), key)


class Dialogue(QWidget):
    """The lines spoken in the shot; for several shots only where they are the same."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._scope = scope
        self.lines: list[SpokenLine] = []
        self._mixed = PlainLabel(self.tr("Mixed: the selected shots say different things."), "small", dim=True)
        self.add = PushButton(self.tr("Add line"), "quiet", "plus")
        self.add.clicked.connect(self._add)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(self.tr("Dialogue"), "label"))
        head.addStretch(1)
        head.addWidget(self.add)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.GRID * 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(head)
        column.addWidget(self._mixed)
        column.addLayout(self._rows)

    def refresh(self) -> None:
        spoken = self._scope.shared(lambda shot: shot.dialogue)
        self._mixed.setVisible(isinstance(spoken, Mixed))
        self.add.setEnabled(not isinstance(spoken, Mixed))
        wanted: tuple[DialogueLine, ...] = spoken if isinstance(spoken, tuple) else ()
        while len(self.lines) > len(wanted):
            gone = self.lines.pop()
            self._rows.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.lines) < len(wanted):
            line = SpokenLine(self._scope.turn)
            line.typed.connect(self._on_typed)
            line.removed.connect(lambda line=line: self._remove(line))
            self.lines.append(line)
            self._rows.addWidget(line)
        for line, says in zip(self.lines, wanted, strict=True):
            line.show_line(says)

    def _add(self) -> None:
        said = [line.value for line in self.lines]
        last = next((line.character for line in reversed(said) if line.character), "")
        self._set([*said, DialogueLine(last, "")], None)
        if self.lines:
            target = self.lines[-1].text if last else self.lines[-1].character
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, gone: "SpokenLine") -> None:
        self._set([line.value for line in self.lines if line is not gone], None)

    def _on_typed(self, key: str) -> None:
        self._set([line.value for line in self.lines], key)

    def _set(self, lines: list[DialogueLine], key: str | None) -> None:
        said = tuple(lines)
        self._scope.edit_shots(self.tr("dialogue"), lambda shot: replace(shot, dialogue=said), key)


class SpokenLine(QWidget):
    """Who, how, what."""

    typed = Signal(str)
    removed = Signal()

    def __init__(self, turn: Turn) -> None:
        super().__init__()
        self.character = LineText(self.tr("Character"), self.tr("CHARACTER"), turn)
        self.how = LineText(self.tr("Parenthetical"), self.tr("V.O., whispers"), turn)
        self.text = LongText(self.tr("Line"), self.tr("What is said"), turn, (1, 6))
        remove = IconButton("x", self.tr("Remove this line"))
        remove.clicked.connect(self.removed)
        for widget in (self.character, self.how, self.text):
            widget.typed.connect(lambda _text, key: self.typed.emit(key))
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        row.addWidget(self.character, 3)
        row.addWidget(self.how, 2)
        row.addWidget(remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(row)
        column.addWidget(self.text)

    @property
    def value(self) -> DialogueLine:
        return DialogueLine(self.character.text(), self.text.toPlainText(), self.how.text())

    def show_line(self, line: DialogueLine) -> None:
        self.character.show_text(line.character)
        self.how.show_text(line.parenthetical)
        self.text.show_text(line.text)
