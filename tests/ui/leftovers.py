"""What is left of films that were closed: widgets, values and threads of ours, and the memory of the process."""

import ctypes
import gc
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import SIGNAL, QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from sora_studio.ui.theme import icons, switch

OURS = "sora_studio"
DRAWN_ONCE = {"QtGui.QIcon": icons._icon, "QtGui.QPixmap": icons._pixmap, "QtSvg.QSvgRenderer": icons._renderer}


@dataclass(frozen=True)
class Leftovers:
    """Counted by class and by name."""

    widgets: Counter[str]
    objects: Counter[str]
    threads: Counter[str]
    listeners: int

    @classmethod
    def now(cls) -> "Leftovers":
        """After all that was to be deleted later has been deleted."""
        for _ in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            gc.collect()
        widgets = Counter(_name(widget) for widget in QApplication.allWidgets())
        objects = Counter(_name(each) for each in gc.get_objects() if _is_of_a_film(each))
        # Icons are drawn when they are first seen, and kept for the life of the program.
        objects.subtract({name: drawn.cache_info().currsize for name, drawn in DRAWN_ONCE.items()})
        threads = Counter(thread.name for thread in threading.enumerate())
        return cls(widgets, objects, threads, switch._voice.receivers(SIGNAL("changed()")))

    def beyond(self, before: "Leftovers") -> dict[str, object]:
        """What is there now and was not before; empty where nothing is left."""
        grown = {
            "widgets": self.widgets - before.widgets,
            "objects": self.objects - before.objects,
            "threads": self.threads - before.threads,
            "listeners": max(0, self.listeners - before.listeners),
        }
        return {name: what for name, what in grown.items() if what}


def resident_bytes() -> int:
    """The memory the process has in use, without what the allocator only keeps to give out again."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def _is_of_a_film(thing: object) -> bool:
    return str(type(thing).__module__).startswith((OURS, "PySide6"))


def _name(thing: object) -> str:
    return f"{type(thing).__module__.rsplit('.', 1)[-1]}.{type(thing).__name__}"
