"""The real window on a film of its own, with a timer beside it that notices every stall."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, QSettings, Qt, QTimer

from sora_studio.studio.config import load_config
from sora_studio.ui.app import dress, make_application
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.editor import Editor
from sora_studio.ui.main_window import MainWindow

TICK_MS = 5


class Desk:
    """Settings and lists are kept in `folder`: nothing of the user's is touched."""

    def __init__(self, folder: Path) -> None:
        self.application = make_application()
        config = replace(load_config(), theme="dark")
        dress(self.application, config)
        self.window = MainWindow(config, QSettings(str(folder / "desk.ini"), QSettings.Format.IniFormat))
        self.window.show()
        self.settle()

    def open(self, path: Path) -> FilmDocument:
        if not self.window.open(path):
            raise SystemExit(f"{path} can't be opened.")
        self.settle()
        assert self.window.document is not None
        return self.window.document

    @property
    def editor(self) -> Editor:
        assert self.window.editor is not None
        return self.window.editor

    def settle(self) -> None:
        """All that is due now, painting included."""
        self.application.processEvents()

    def live(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        """Let the window go on by itself for so long, or until something is so."""
        loop, end = QEventLoop(), time.monotonic() + seconds
        look = QTimer()
        look.timeout.connect(lambda: loop.quit() if time.monotonic() >= end or until() else None)
        look.start(20)
        loop.exec()

    def close(self) -> None:
        self.window.close()
        self.settle()


@dataclass(frozen=True, slots=True)
class Stalls:
    """Milliseconds from one tick of a 5 ms timer to the next: by the clock, and the window's own work in them."""

    median: float
    p99: float
    longest: float
    own_p99: float
    own_longest: float
    ticks: int

    def __str__(self) -> str:
        clock = f"p99 {self.p99:.1f}, max {self.longest:.1f} ms"
        return f"{clock}; the window's own work p99 {self.own_p99:.1f}, max {self.own_longest:.1f} ms"


class Watch(QObject):
    """`own` is the processor's time of the window's thread: waiting, and other programs, are not in it."""

    def __init__(self) -> None:
        super().__init__()
        self._gaps: list[float] = []
        self._own: list[float] = []
        self.spans: list[tuple[float, float]] = []
        self._at = self._worked = self._begun = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._begun = time.monotonic()
        self._at, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self.spans.append((self._begun, time.monotonic()))

    def stalls(self) -> Stalls:
        """What was seen between all starts and stops."""
        gaps, own = np.array(self._gaps), np.array(self._own)
        return Stalls(
            float(np.median(gaps)),
            float(np.percentile(gaps, 99)),
            float(gaps.max()),
            float(np.percentile(own, 99)),
            float(own.max()),
            len(gaps),
        )

    def _tick(self) -> None:
        at, worked = time.perf_counter(), time.thread_time()
        self._gaps.append(1000 * (at - self._at))
        self._own.append(1000 * (worked - self._worked))
        self._at, self._worked = at, worked
