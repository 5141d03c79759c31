"""Quiet messages at the foot of the window; they stack, and leave by themselves unless the pointer is on them."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sora_studio.ui import theme
from sora_studio.ui.kit.buttons import IconButton, PushButton
from sora_studio.ui.kit.labels import PlainLabel

STAYS_MS = 6000
AT_ONCE = 4
WIDTH = 440


class Toast(QObject):
    """Made once for a window: `show(text, hint, action, run)` puts a message over its foot."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shown: list[_Message] = []
        window.installEventFilter(self)

    @classmethod
    def show_over(
        cls,
        window: QWidget,
        text: str,
        hint: str = "",
        action: str = "",
        run: Callable[[], object] | None = None,
        grave: bool = False,
    ) -> "Toast":
        """Show a message over a window, with the messages that are there already."""
        toast = window.findChild(cls, options=Qt.FindChildOption.FindDirectChildrenOnly) or cls(window)
        toast.show(text, hint, action, run, grave)
        return toast

    @property
    def texts(self) -> tuple[str, ...]:
        """What is shown now, oldest first."""
        return tuple(message.text for message in self._shown)

    def show(
        self,
        text: str,
        hint: str = "",
        action: str = "",
        run: Callable[[], object] | None = None,
        grave: bool = False,
    ) -> None:
        """Show a message; a grave one is marked and stays until it is closed."""
        for same in [old for old in self._shown if (old.text, old.hint) == (text, hint)]:
            # Said again, it is still one message.
            same.leave()
        message = _Message(self._window, text, hint, action, run, grave)
        message.left.connect(self._on_left)
        self._shown.append(message)
        for old in self._shown[:-AT_ONCE]:
            old.leave()
        message.show()
        self._place()

    def _on_left(self, message: QObject) -> None:
        self._shown = [kept for kept in self._shown if kept is not message]
        self._place()

    def _place(self) -> None:
        bottom = self._window.height() - theme.GRID * 10
        for message in reversed(self._shown):
            message.setFixedWidth(min(WIDTH, self._window.width() - theme.GRID * 8))
            message.adjustSize()
            bottom -= message.height()
            message.move((self._window.width() - message.width()) // 2, bottom)
            message.raise_()
            bottom -= theme.GRID * 2

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False


class _Message(QFrame):
    left = Signal(QObject)

    def __init__(
        self, window: QWidget, text: str, hint: str, action: str, run: Callable[[], object] | None, grave: bool
    ) -> None:
        super().__init__(window)
        self.text, self.hint = text, hint
        self.setObjectName("toast")
        self.setAccessibleName(f"{text} {hint}".strip())
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 8, 10)
        row.setSpacing(theme.GRID * 2)
        if grave:
            sign = PlainLabel()
            sign.setPixmap(theme.pixmap("triangle-alert", theme.colours().warning, 16, window.devicePixelRatioF()))
            sign.setContentsMargins(0, 2, 0, 0)
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        for line, dim in ((text, False), (hint, True)):
            if line:
                label = PlainLabel(line, dim=dim)
                label.setWordWrap(True)
                words.addWidget(label)
        row.addLayout(words, 1)
        if action:
            button = PushButton(action, "quiet")
            button.clicked.connect(lambda: (run() if run else None, self.leave()))
            row.addWidget(button)
        close = IconButton("x", self.tr("Close this message"))
        close.clicked.connect(self.leave)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STAYS_MS)
        self._timer.timeout.connect(self.leave)
        self._stays = grave
        self._run_on()

    def leave(self) -> None:
        self._timer.stop()
        self.hide()
        self.left.emit(self)
        self.deleteLater()

    def _run_on(self) -> None:
        if not self._stays:
            self._timer.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._run_on()
        super().leaveEvent(event)
