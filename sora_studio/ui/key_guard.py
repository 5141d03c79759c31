"""Keys that belong to what has the keyboard: a letter typed into a field is no shortcut, nor is an arrow in a list."""

import sys

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

_Key = Qt.Key
ENTER = {_Key.Key_Return, _Key.Key_Enter}
MOVES = {_Key.Key_Left, _Key.Key_Right, _Key.Key_Up, _Key.Key_Down, _Key.Key_Home, _Key.Key_End}
PAGES = {_Key.Key_PageUp, _Key.Key_PageDown}
ERASES = {_Key.Key_Backspace, _Key.Key_Delete}
NO_TYPING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
# What kinds of widgets use which keys beside letters; a text field also uses whatever types something.
TEXTS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
USED: tuple[tuple[type | tuple[type, ...], set[Qt.Key]], ...] = (
    (TEXTS, ENTER | MOVES | PAGES | ERASES | {_Key.Key_Space}),
    (QAbstractButton, ENTER | {_Key.Key_Space}),
    (QComboBox, ENTER | MOVES | PAGES | {_Key.Key_Space}),
    (QAbstractSlider, MOVES | PAGES),
    (QTabBar, MOVES),
    (QAbstractItemView, ENTER | MOVES | PAGES | {_Key.Key_Space}),
)


class KeyGuard(QObject):
    """Watches only the widget that has the keyboard, so that no other event pays for it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if new is not None and isinstance(new, tuple(kind for kinds, _ in USED for kind in _all(kinds))):
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and keeps(watched, event):
            event.accept()
            return True
        return False


def keeps(widget: QObject, event: QKeyEvent) -> bool:
    """Whether the widget uses this key itself."""
    if event.modifiers() & NO_TYPING:
        return False  # Ctrl+Z in a field is the field's own affair; it says so itself.
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit) and widget.isReadOnly():
        return False
    if isinstance(widget, TEXTS) and _types(event):
        return True
    alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    return not alt and any(isinstance(widget, kinds) and event.key() in keys for kinds, keys in USED)


def _types(event: QKeyEvent) -> bool:
    # On a Mac Alt+letter types a sign; elsewhere it is a shortcut.
    by_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier) and sys.platform != "darwin"
    return not by_alt and event.text().isprintable() and bool(event.text())


def _all(kinds: type | tuple[type, ...]) -> tuple[type, ...]:
    return kinds if isinstance(kinds, tuple) else (kinds,)
