"""A session that is left while the bundled model works: python -m tests.ui.leave_early FILM

Says how many takes were ordered and made, and when Ctrl+Q was pressed, by the clock that all processes share.
"""

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest

from sora_studio.studio.config import Config
from sora_studio.ui.app import dress, make_application
from sora_studio.ui.main_window import MainWindow


def main(film: Path) -> int:
    application, config = make_application(), Config(device="cpu")
    dress(application, config)
    window = MainWindow(config, QSettings(str(film.with_name("desk.ini")), QSettings.Format.IniFormat))
    window.show()
    window.activateWindow()
    assert window.open(film)
    document = window.document
    assert document is not None
    begun: list[int] = []

    def look() -> None:
        if not begun and window.isActiveWindow():
            QTest.keyClick(window.windowHandle(), Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
            begun.append(len(document.queue.items))
        steps = [item.step for item in document.queue.items if item.state == "running" and item.running != "encode"]
        if steps and max(steps) >= 1:
            looking.stop()
            made = [item.digest for item in document.queue.items if item.state == "done"]
            waiting = [item.digest for item in document.queue.items if item.unfinished]
            print(json.dumps({"made": made, "waiting": waiting, "left_at_s": time.monotonic()}), flush=True)
            QTest.keyClick(window.windowHandle(), Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)

    looking = QTimer()
    looking.timeout.connect(look)
    looking.start(20)
    status = application.exec()
    window.deleteLater()
    return status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
