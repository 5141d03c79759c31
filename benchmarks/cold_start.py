"""Row 16: from nothing to the first painted window, against a bare PySide6 window; every start a fresh process."""

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.paired import Ratio, compare
from benchmarks.rows import Row

PAIRS = 15
# Both end with the first paint of the window: what follows is not the start.
SEEN = """
import os
window.show()
while not window.windowHandle().isExposed():
    application.processEvents()
application.processEvents()
os._exit(0)
"""
BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.resize(1440, 900)
"""
# As sora_studio.ui.app.run does it.
OURS = """
from sora_studio.studio.config import load_config
from sora_studio.studio.offline import watch
from sora_studio.ui.app import dress, make_application
watch()
config = load_config()
application = make_application()
dress(application, config)
from sora_studio.ui.main_window import MainWindow
window = MainWindow(config)
"""


def started(program: str, compiled: Path) -> None:
    """One start, to its end. Modules are compiled before, as where the program is installed: into this folder."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(compiled)
    subprocess.run([sys.executable, "-c", program + SEEN], check=True, timeout=60, env=environment)


def cold_start(compiled: Path, pairs: int = PAIRS) -> tuple[Ratio, Ratio]:
    """Ours over bare, and the control: bare over bare."""

    def ours() -> None:
        started(OURS, compiled)

    def bare() -> None:
        started(BARE, compiled)

    return compare(ours, bare, pairs), compare(bare, bare, pairs)


def rows(folder: Path) -> list[Row]:
    ours, control = cold_start(folder / "compiled")
    void = "" if control.steady else "  VOID: the control is wider than ±5%"
    return [
        Row(16, "A/A control: bare window / bare window", f"{control}{void}", "within ±5%", control.median),
        Row(16, "cold start to the first window / a bare window", str(ours), "≤ 1.5", ours.median),
    ]
