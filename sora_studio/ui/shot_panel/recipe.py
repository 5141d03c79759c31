"""What the take looked at was made from, and what has changed since."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from sora_studio.studio.recipe import Recipe, read_recipe
from sora_studio.ui import theme
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.kit import PlainLabel, PushButton
from sora_studio.ui.shot_panel.take_actions import TakeActions


class RecipeView(QWidget):
    """A table of fields; a line that differs from what is asked now says both."""

    def __init__(self, document: FilmDocument, actions: TakeActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._actions = document, actions
        self.recipe = Recipe(())
        self._shown_for: tuple[object, ...] = ()
        self.note = PlainLabel("", "small", dim=True)
        self.note.setWordWrap(True)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(theme.GRID * 3)
        self._table.setVerticalSpacing(theme.GRID)
        self._table.setColumnStretch(1, 1)
        self.copy = PushButton(self.tr("Copy recipe"), "", "copy")
        self.copy.clicked.connect(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID * 2)
        column.addWidget(self.note)
        column.addLayout(self._table)
        column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)

    def refresh(self) -> None:
        found = self._actions.current()
        request = self._document.request(found[0].id) if found else None
        asked = (found[1].digest if found else "", request)
        if asked == self._shown_for and self.recipe.lines:
            return
        self._shown_for = asked
        store = self._document.studio.store
        self.recipe = read_recipe(store, found[1], request) if found else Recipe(())  # type: ignore[arg-type]
        self._show()
        self.note.setText(self._note(found is not None))
        self.note.setVisible(bool(self.note.text()))
        self.copy.setVisible(bool(self.recipe.lines))

    def _note(self, has_take: bool) -> str:
        if not has_take:
            return self.tr("A take's recipe is shown here: everything its pictures depend on.")
        if self.recipe.problem:
            return self.recipe.problem
        if self.recipe.changes:
            return self.tr("Changed since this take was made:") + " " + self._changed()
        return ""

    def _changed(self) -> str:
        return ", ".join(line.label.casefold() for line in self.recipe.changes) + "."

    def _show(self) -> None:
        while (item := self._table.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, line in enumerate(self.recipe.lines):
            name = PlainLabel(line.label, "label")
            text = line.value if line.now is None else f"{line.value}\n→ {line.now}"
            value = PlainLabel(text, "small", dim=line.now is None)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._table.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._table.addWidget(value, row, 1)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.recipe.text)
        self._document.tell(Message(self.tr("The recipe is copied.")))
