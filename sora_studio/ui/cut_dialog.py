"""An editor's cut looked over before it is applied: what it changes of the film, and what in it found no match."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from sora_studio.studio.file_import import BroughtIn
from sora_studio.ui.kit import Field, PlainLabel, PushButton, lay_out_dialog

LINES_HIGH = 180


class CutDialog(QDialog):
    """Accepted: apply it."""

    def __init__(self, name: str, found: BroughtIn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Apply a cut"))
        self.setMinimumWidth(560)
        about = PlainLabel(self.tr("What “%s” changes of this film. It can be undone as one step.") % name, dim=True)
        about.setWordWrap(True)
        parts: list[QWidget] = [PlainLabel(self.tr("Apply a cut"), role="title"), about]
        self.changes = self._lines(self.tr("Changes"), found.changes)
        self.unmatched = self._lines(self.tr("Found no match"), found.notes)
        parts.append(Field(self.tr("Changes"), self.changes))
        if found.notes:
            parts.append(Field(self.tr("Found no match"), self.unmatched))
        self.apply = PushButton(self.tr("Apply"), kind="primary")
        self.apply.setDefault(True)
        self.apply.clicked.connect(self.accept)
        self.cancel = PushButton(self.tr("Cancel"), kind="quiet")
        self.cancel.clicked.connect(self.reject)
        lay_out_dialog(self, parts, (self.cancel, self.apply))
        self.apply.setFocus()

    def _lines(self, name: str, lines: Sequence[str]) -> QPlainTextEdit:
        """To read, scroll and copy."""
        text = QPlainTextEdit("\n".join(lines), self)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName(name)
        text.setFixedHeight(LINES_HIGH if len(lines) > 3 else LINES_HIGH // 2)
        text.setVisible(bool(lines))
        return text
