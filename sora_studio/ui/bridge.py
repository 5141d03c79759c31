"""From background threads to the window: what they say waits here until the window's own thread asks.

A thread only puts frozen events down here; no QObject is touched off the window's thread.
"""

from collections.abc import Hashable
from itertools import count
from threading import Lock

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from sora_studio.studio.events import (
    DeviceInUse,
    DeviceMissing,
    Event,
    FilmFailed,
    FilmNotSaved,
    FilmProgress,
    FilmSaved,
    FilmStopped,
    FilmWritten,
    Preview,
    StageProgress,
)

INTERVAL_MS = 66
# What says nothing of takes that wait: the queue is not looked through for it.
OF_THE_FILM = (FilmProgress, FilmWritten, FilmFailed, FilmStopped, FilmSaved, FilmNotSaved)
OUTSIDE_THE_QUEUE = (Preview, *OF_THE_FILM, DeviceInUse, DeviceMissing)
# A timer that never rests would keep a laptop awake: after so many looks at an empty queue it slows down.
IDLE_LOOKS, IDLE_MS = 30, 250


class Bridge(QObject):
    """Made on the window's thread, and outlives every worker. `arrived` brings events about fifteen times a second."""

    arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._said: dict[Hashable, Event] = {}
        self._numbers, self._lock = count(), Lock()
        self._empty_looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.drain)
        self._timer.start()

    def deliver(self, event: Event) -> None:
        """Called on any thread. A preview no one has looked at yet makes way for the next: a window that is busy for
        long must not find hundreds of them, each a whole take, in its memory."""
        with self._lock:
            sort = _sort(event) or next(self._numbers)
            self._said.pop(sort, None)
            self._said[sort] = event

    @Slot()
    def drain(self) -> None:
        """Hand over what has come; of several steps or previews of one shot only the last."""
        events = self._taken()
        self._pace(bool(events))
        for event in events:
            self.arrived.emit(event)

    def close(self) -> None:
        """Hand over the last events and look no more."""
        self._timer.stop()
        self.drain()

    def _taken(self) -> list[Event]:
        with self._lock:
            events = list(self._said.values())
            self._said.clear()
        return events

    def _pace(self, busy: bool) -> None:
        self._empty_looks = 0 if busy else self._empty_looks + 1
        wanted = IDLE_MS if self._empty_looks > IDLE_LOOKS else INTERVAL_MS
        if self._timer.interval() != wanted:
            self._timer.setInterval(wanted)


def _sort(event: Event) -> tuple[type, str] | None:
    """Events of one sort replace one another; None: each counts."""
    if isinstance(event, FilmProgress):
        return FilmProgress, ""
    return (type(event), event.shot_id) if isinstance(event, StageProgress | Preview) else None
