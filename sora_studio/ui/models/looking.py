"""Looks at the packs and the device beside the window: checking a pack's files takes seconds where it is large."""

from collections.abc import Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread

from PySide6.QtCore import QObject, QTimer, Signal

from sora_studio.studio.config import Config
from sora_studio.studio.pack_details import DeviceFit, PackDetails, device_fit, pack_details

POLL_MS = 40


@dataclass(frozen=True, slots=True)
class Seen:
    packs: Sequence[PackDetails]
    device: DeviceFit


class Looking(QObject):
    """`seen` comes once for every `look`, unless another look was begun meanwhile."""

    seen = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._results: SimpleQueue[tuple[int, Seen | Exception]] = SimpleQueue()
        self._number = 0
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)

    def look(self, config: Config) -> None:
        self._number += 1
        number, results = self._number, self._results

        def work() -> None:
            try:
                results.put((number, Seen(pack_details(config), device_fit(config))))
            except Exception as error:
                results.put((number, error))

        Thread(target=work, name="sora-packs", daemon=True).start()
        self._timer.start()

    def _poll(self) -> None:
        try:
            number, result = self._results.get_nowait()
        except Empty:
            return
        if number != self._number:
            return
        self._timer.stop()
        if isinstance(result, Exception):
            raise result
        self.seen.emit(result)
