"""Choosing one of several: a drop-down for many, joined buttons for few."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QListView, QSizePolicy, QToolButton, QWidget

from sora_studio.ui import theme
from sora_studio.ui.kit.buttons import keeps_its_keys

ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
STEPPING = (*ARROWS, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Home, Qt.Key.Key_End)


class Choice(QComboBox):
    """A drop-down of values with texts. `changed` tells only of what the user chose."""

    changed = Signal(object)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setView(QListView())
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._values: list[Any] = []
        self.activated.connect(lambda _: self.changed.emit(self.value))

    def add(self, text: str, value: Any) -> None:
        self._values.append(value)
        self.addItem(text)

    def offer(self, options: Sequence[tuple[str, Any]], value: Any) -> None:
        """Hold exactly these, each a text and its value, and show one; filled anew only with others than before."""
        held = [(self.itemText(at), each) for at, each in enumerate(self._values)]
        if held != list(options):
            self.clear()
            for text, each in options:
                self.add(text, each)
        self.value = value

    def clear(self) -> None:
        self._values.clear()
        super().clear()

    @property
    def value(self) -> Any:
        """The value chosen; None where there is none."""
        index = self.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    @value.setter
    def value(self, value: Any) -> None:
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in STEPPING:
            event.accept()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling past a drop-down must not change the film.
        event.ignore()


class Segmented(QFrame):
    """Joined buttons of which one is pressed. An option is (text or icon name, value) or (…, value, tooltip)."""

    changed = Signal(object)

    def __init__(self, options: Sequence[tuple], name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segmented")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._options = [(*option, option[0])[:3] for option in options]
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for at, (label, _, tooltip) in enumerate(self._options):
            button = _Segment(self)
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            button.setAccessibleName(tooltip)
            button.setToolTip(tooltip if tooltip != label else "")
            self._group.addButton(button, at)
            row.addWidget(button, 1)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(lambda at: self.changed.emit(self._options[at][1]))
        self._tint()
        theme.changed.connect(self._tint)

    @property
    def value(self) -> Any:
        return self._options[self._group.checkedId()][1]

    @value.setter
    def value(self, value: Any) -> None:
        for at, option in enumerate(self._options):
            if option[1] == value:
                self._group.button(at).setChecked(True)

    def step(self, by: int) -> None:
        """Press the next button (1) or the one before (-1), as the arrow keys do."""
        at = (self._group.checkedId() + by) % len(self._options)
        self._group.button(at).setFocus(Qt.FocusReason.TabFocusReason)
        self._group.button(at).click()

    def _tint(self) -> None:
        for at, (label, _, _) in enumerate(self._options):
            button = self._group.button(at)
            if theme.has_icon(label):
                button.setIcon(theme.icon(label))
                button.setIconSize(QSize(16, 16))
            else:
                button.setText(label)


class _Segment(QToolButton):
    def __init__(self, parent: Segmented) -> None:
        super().__init__(parent)
        self._all = parent
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in ARROWS:
            event.accept()
            return True
        return keeps_its_keys(self, event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = ARROWS.get(Qt.Key(event.key()))
        if step is not None:
            self._all.step(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
