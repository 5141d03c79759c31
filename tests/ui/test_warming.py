"""What a film needs is brought in while none is open."""

import subprocess
import sys

from sora_studio.ui.warming import MODULES

WARMED = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from sora_studio.ui.warming import MODULES, PAUSE_MS, Warming
app = QCoreApplication([])
warming = Warming(app)
def look():
    if not warming._timer.isActive():
        app.quit()
watch = QTimer(app)
watch.timeout.connect(look)
watch.start(PAUSE_MS)
app.exec()
print(*(name for name in MODULES if name in sys.modules))
"""


def test_every_module_is_brought_in_and_it_rests() -> None:
    done = subprocess.run([sys.executable, "-c", WARMED], capture_output=True, text=True, check=True, timeout=60)
    assert tuple(done.stdout.split()) == MODULES
    assert not done.stderr
