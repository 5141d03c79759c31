"""Keeping the film as it is now, under a name."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from sora_studio.ui import theme
from sora_studio.ui.kit import Field, PlainLabel, PushButton


class KeepDialog(QDialog):
    """`name` is what was typed; a version can't be kept without one here, for automatic ones are thinned out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keep a version"))
        self.setMinimumWidth(440)
        self._field = QLineEdit()
        self._field.setMaxLength(80)
        self._field.setPlaceholderText(self.tr("Before the new ending"))
        self._field.textChanged.connect(lambda _: self.keep.setEnabled(bool(self.name)))
        self.keep = PushButton(self.tr("Keep"), kind="primary")
        self.keep.setDefault(True)
        self.keep.setEnabled(False)
        self.keep.clicked.connect(self.accept)
        self.cancel = PushButton(self.tr("Cancel"), kind="quiet")
        self.cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * theme.GRID)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.keep)
        about = PlainLabel(self.tr("The film as it is now stays under this name until you delete it."), dim=True)
        about.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(6 * theme.GRID,) * 4)
        layout.setSpacing(4 * theme.GRID)
        layout.addWidget(PlainLabel(self.tr("Keep a version"), role="title"))
        layout.addWidget(about)
        layout.addWidget(Field(self.tr("Name"), self._field))
        layout.addLayout(buttons)

    @property
    def name(self) -> str:
        return self._field.text().strip()
