"""A process with nothing to do but wake every 5 ms: how late it is says what the machine does to any program."""

import subprocess
import sys
import time
from collections.abc import Sequence

import numpy as np

TICK_S = 0.005
# Until its input ends; each line is when it woke, on the clock that all processes share, and after how long.
WAKING = f"""
import sys, threading, time
over = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
woken, at = [], time.monotonic()
while not over.is_set():
    time.sleep({TICK_S})
    now = time.monotonic()
    woken.append((now, now - at))
    at = now
print(*(f"{{now:.6f}} {{late:.6f}}" for now, late in woken), sep="\\n")
"""


class Bystander:
    """Wakes from now on, until it is asked."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", WAKING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        time.sleep(0.2)

    def gaps_ms(self, spans: Sequence[tuple[float, float]]) -> tuple[float, float]:
        """Its p99 and longest gap in those spans of time.monotonic()."""
        out, _ = self._process.communicate(timeout=30)
        woken = np.array([[float(each) for each in line.split()] for line in out.splitlines()])
        inside = np.zeros(len(woken), bool)
        for start, stop in spans:
            inside |= (woken[:, 0] >= start) & (woken[:, 0] <= stop)
        gaps = 1000 * woken[inside, 1]
        return float(np.percentile(gaps, 99)), float(gaps.max())
