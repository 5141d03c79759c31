"""What every page of the preferences has: a title, and settings with a line of explanation, one below the other."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from sora_studio.ui import theme
from sora_studio.ui.kit import PlainLabel

LABEL_WIDTH = 150
CONTROL_WIDTH = 260


class Page(QScrollArea):
    """Add settings with `setting`, headings with `heading`, anything else to `column`."""

    def __init__(self, title: str, about: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(title)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(28, 24, 28, 24)
        self.column.setSpacing(theme.GRID * 4)
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(PlainLabel(title, "title"))
        if about:
            self.note(about)
        self.setWidget(inside)

    def setting(self, label: str, control: QWidget, about: str = "", fill: bool = False) -> PlainLabel:
        """A row: what it is, the control, and below it what it means. Returns the label with the meaning."""
        name = PlainLabel(label)
        name.setFixedWidth(LABEL_WIDTH)
        name.setMinimumHeight(28)
        name.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(label)
        if not fill:
            control.setFixedWidth(CONTROL_WIDTH)
        words = PlainLabel(about, "small", dim=True)
        words.setWordWrap(True)
        if not about:
            words.hide()
        right = QVBoxLayout()
        right.setSpacing(theme.GRID + 2)
        right.addWidget(control, 0, Qt.AlignmentFlag(0) if fill else Qt.AlignmentFlag.AlignLeft)
        right.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(theme.GRID * 3)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 1)
        self.column.addLayout(row)
        return words

    def heading(self, text: str) -> PlainLabel:
        """A small heading over what follows."""
        label = PlainLabel(text, "strong")
        label.setContentsMargins(0, theme.GRID * 2, 0, 0)
        self.column.addWidget(label)
        return label

    def note(self, text: str) -> PlainLabel:
        """A paragraph of explanation."""
        label = PlainLabel(text, dim=True)
        label.setWordWrap(True)
        self.column.addWidget(label)
        return label
