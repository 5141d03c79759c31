"""Buttons. A click never takes the keyboard away from the timeline; Tab reaches them, Space and Enter press them."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

from sora_studio.ui import theme

PRESSING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


def keeps_its_keys(button: QAbstractButton, event: QEvent) -> bool:
    """Whether this is a key that presses the focused button, and so must not play the film instead."""
    if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in PRESSING:
        event.accept()
        return True
    return False


class IconButton(QToolButton):
    """A small button that shows one icon; its tool tip is its name."""

    # The theme its icon has the colours of; "" before it has any.
    _worn = ""

    def __init__(
        self, icon: str, tooltip: str, checkable: bool = False, size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._size = icon, size
        self.setCheckable(checkable)
        self.setToolTip(tooltip)
        self.setAccessibleName(tooltip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(size, size))
        self._tint()
        theme.changed.connect(self._tint)

    def set_icon(self, icon: str) -> None:
        if icon != self._icon:
            self._icon = icon
            self._tint()

    def set_tooltip(self, text: str) -> None:
        self.setToolTip(text)
        self.setAccessibleName(text)

    def _tint(self) -> None:
        self._worn = theme.current(self)
        self.setIcon(theme.icon(self._icon, size=self._size, on=self))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # It may have come to lie on what stays dark.
        if event.type() == QEvent.Type.StyleChange and self._worn not in ("", theme.current(self)):
            self._tint()

    def event(self, event: QEvent) -> bool:
        return keeps_its_keys(self, event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PRESSING[1:]:
            self.click()
        else:
            super().keyPressEvent(event)


class PushButton(QPushButton):
    """A button with words. Kinds: "" (plain), "primary" (one per place), "quiet", "danger"."""

    def __init__(self, text: str, kind: str = "", icon: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._kind, self._icon = kind, icon
        self.setProperty("kind", kind)
        self.setAccessibleName(text.replace("&", ""))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self._tint()
        theme.changed.connect(self._tint)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text.replace("&", ""))

    def _tint(self) -> None:
        if self._icon:
            colours = theme.colours()
            tint = {"primary": colours.accent_text, "danger": colours.danger}.get(self._kind)
            gap = theme.GRID if self.text() else 0
            self.setIcon(theme.icon(self._icon, tint, gap=gap))
            self.setIconSize(QSize(16 + gap, 16))

    def event(self, event: QEvent) -> bool:
        return keeps_its_keys(self, event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PRESSING[1:]:
            self.click()
        else:
            super().keyPressEvent(event)
