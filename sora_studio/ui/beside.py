"""Slow questions, answered beside the window: the work runs in a thread, the answer is heard on the window's own."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from PySide6.QtCore import QObject, QTimer

from sora_studio.errors import SoraError

LOOK_MS = 40


class Beside(QObject):
    """Asks one thing: `work` runs in a thread and touches no widget, then `done` or `failed` is told."""

    def __init__(
        self,
        parent: QObject,
        work: Callable[[], Any],
        done: Callable[[Any], object],
        failed: Callable[[SoraError], object],
    ) -> None:
        super().__init__(parent)
        self._done, self._failed = done, failed
        self._answers: SimpleQueue[Any] = SimpleQueue()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MS)
        answers = self._answers

        def run() -> None:
            try:
                answers.put(work())
            except SoraError as error:
                answers.put(error)

        # A daemon: closing the window must not wait for a driver that takes its time.
        Thread(target=run, name="sora-beside", daemon=True).start()

    def _look(self) -> None:
        try:
            answer = self._answers.get_nowait()
        except Empty:
            return
        self._timer.stop()
        (self._failed if isinstance(answer, SoraError) else self._done)(answer)
        self.deleteLater()
