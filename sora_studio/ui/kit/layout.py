"""How a panel is laid out: sections that fold, fields with their labels, lines, gaps, and what an empty place says."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from sora_studio.ui import theme
from sora_studio.ui.kit.buttons import keeps_its_keys
from sora_studio.ui.kit.labels import PlainLabel

# A line of text longer than this is hard to read.
TEXT_WIDTH = 380


class HLine(QFrame):
    """A thin line across."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hline")
        self.setFixedHeight(1)


class Spacer(QWidget):
    """Takes what room is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)


class Field(QWidget):
    """A small label above the widget it names; the label is the widget's accessible name too."""

    def __init__(self, label: str, widget: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.widget = widget
        self.label = PlainLabel(label, "label")
        self.label.setBuddy(widget)
        if not widget.accessibleName():
            widget.setAccessibleName(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self.label)
        column.addWidget(widget)


class _Head(QToolButton):
    def event(self, event: QEvent) -> bool:
        return keeps_its_keys(self, event) or super().event(event)


class Section(QWidget):
    """A titled part of a panel that folds away; put widgets into `body`."""

    toggled = Signal(bool)

    def __init__(self, title: str, open: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = _Head()
        self._head.setObjectName("section")
        self._head.setText(title)
        self._head.setAccessibleName(title)
        self._head.setCheckable(True)
        self._head.setChecked(open)
        self._head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._inside = QWidget()
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(theme.GRID * 3, theme.GRID, theme.GRID * 3, theme.GRID * 3)
        self.body.setSpacing(theme.GRID * 2)
        self.head_row = QHBoxLayout()
        self.head_row.setContentsMargins(theme.GRID, 0, theme.GRID * 2, 0)
        self.head_row.setSpacing(theme.GRID)
        self.head_row.addWidget(self._head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(HLine())
        column.addLayout(self.head_row)
        column.addWidget(self._inside)
        self._head.toggled.connect(self._fold)
        self._fold(open)
        theme.changed.connect(self._point)

    @property
    def is_open(self) -> bool:
        return self._head.isChecked()

    def set_open(self, open: bool) -> None:
        self._head.setChecked(open)

    def _fold(self, open: bool) -> None:
        self._inside.setVisible(open)
        self._point()
        self.toggled.emit(open)

    def _point(self) -> None:
        self._head.setIcon(theme.icon("chevron-down" if self.is_open else "chevron-right", theme.colours().text_dim))
        self._head.setIconSize(QSize(14, 14))


class EmptyState(QWidget):
    """What an empty place says: an icon, what belongs here, and the buttons that bring it."""

    def __init__(self, icon: str, title: str, text: str, *buttons: QWidget) -> None:
        super().__init__()
        self._icon = icon
        self._picture = PlainLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = PlainLabel(title, "title")
        self.text = PlainLabel(text, dim=True)
        self.text.setWordWrap(True)
        self.text.setMaximumWidth(TEXT_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(theme.GRID * 2)
        column.addStretch(1)
        for label in (self._picture, self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            # In a row of its own: aligned by the layout, a wrapped text would be given the height of another width.
            middle = QHBoxLayout()
            middle.addStretch(1)
            middle.addWidget(label, 100)
            middle.addStretch(1)
            column.addLayout(middle)
        row = QHBoxLayout()
        row.setSpacing(theme.GRID * 2)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        column.addSpacing(theme.GRID)
        column.addLayout(row)
        column.addStretch(1)
        self._tint()
        theme.changed.connect(self._tint)

    def _tint(self) -> None:
        picture = theme.pixmap(self._icon, theme.colours().text_faint, 32, self.devicePixelRatioF())
        self._picture.setPixmap(picture)
