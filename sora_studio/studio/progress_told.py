"""How far a process beside the window is, told no more often than the window shows."""

import time
from collections.abc import Callable

from sora_studio.studio.pipe import Mouth

PROGRESS_EVERY_S = 1 / 15


def progress_told(mouth: Mouth) -> Callable[[int, int], None]:
    """Tells of so many done in all; the last of them always. A total that was guessed too low grows."""
    told_s = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal told_s
        now_s = time.monotonic()
        if now_s - told_s >= PROGRESS_EVERY_S or done == total:
            told_s = now_s
            mouth.say("progress", done=done, total=max(done, total))

    return progress
