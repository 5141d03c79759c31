"""A system that shuts down, or Ctrl+C in a terminal, closes the window as its own button does."""

import signal
import socket
import sys

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QWidget

ASKING = (signal.SIGTERM, signal.SIGINT)
MOST_AT_ONCE = 64


class Ending(QObject):
    """Made once for a window. Python hears of a signal only when it runs; a socket wakes Qt's loop for it.

    Windows asks by closing the window itself, and knows none of these signals.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        if sys.platform == "win32":
            return
        self._ear, self._mouth = socket.socketpair()
        for end in (self._ear, self._mouth):
            end.setblocking(False)
        signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        for asked in ASKING:
            signal.signal(asked, lambda *_: None)
        self._notifier = QSocketNotifier(self._ear.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)

    def _on_signal(self) -> None:
        if set(self._ear.recv(MOST_AT_ONCE)) & set(ASKING):
            self._window.close()
