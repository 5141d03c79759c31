"""A program that ends as no program should: python -m tests.ui.abrupt_end KIND FILM

It begins as the application does. `working`: it edits the film, queues takes of it, says so, and waits to be killed.
`opening`: the process is gone the moment it opens a film, as with a fault in a library below. `opening again`: so too,
after the person has asked for that film once more.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent

from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.edits import set_prompt
from sora_studio.ui import app
from sora_studio.ui.main_window import MainWindow
from sora_studio.ui.recovery import starting
from sora_studio.ui.recovery.crash_dialog import CrashDialog


class Working(MainWindow):
    def open(self, path: Path) -> bool:
        assert super().open(path)
        QTimer.singleShot(200, self._work)
        return True

    def _work(self) -> None:
        document = self.document
        assert document is not None
        _, shot = next(document.project.shots())
        assert document.edit("Write", lambda film: set_prompt(film, shot.id, "a burning candle"))
        document.queue.pause()
        assert document.render(RenderOrder())
        document.studio.flush(5)
        print("working", flush=True)


class Opening(MainWindow):
    def take_up(self, make: Callable[[], Studio]) -> bool:
        make()
        os._exit(9)


class OpeningAgain(Opening):
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(200, lambda: self.findChildren(CrashDialog)[0].open_button.click())


def main(kind: str, film: Path) -> int:
    app.MainWindow = {"working": Working, "opening": Opening, "opening again": OpeningAgain}[kind]  # type: ignore[misc]
    starting.SETTLE_MS = 100
    return app.run(film)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
