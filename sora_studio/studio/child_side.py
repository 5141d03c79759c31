"""What every process beside the window does first: it takes its pipes, gives way to the window, and ends with it.

Light, so that a process is soon there; what it is for it brings in afterwards.
"""

import faulthandler
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from sora_studio.studio.offline import watch
from sora_studio.studio.pipe import Head, Mouth, read_message

# Lower than the window's process, which gets a core whenever it wants one.
NICENESS = 3
# Rather this process than the window, should the system have to end one for its memory.
OOM_SCORE = "500"
LOG_BYTES = 2_000_000
# Of Windows: no box that asks what to do about a crash (SetErrorMode, errhandlingapi.h).
NO_ERROR_BOXES = 0x0003


def begin(log: Path) -> tuple[BinaryIO, Mouth]:
    """What is heard from the window, and the mouth to speak to it."""
    hears, says = _own_pipes(log)
    keep_log_short()
    _give_way()
    watch()
    return hears, Mouth(says)


def heed(hears: BinaryIO, told: Callable[[Head], None]) -> None:
    """Hand over what the window says, on a thread of its own; once it says no more, this process is no more."""

    def hear() -> None:
        try:
            while (message := read_message(hears)) is not None:
                told(message[0])
        finally:
            # The window has gone, however it went: at once, for a model may be running.
            os._exit(0)

    threading.Thread(target=hear, name="sora-ear", daemon=True).start()


def keep_log_short() -> None:
    """Empty what has grown too long: a library may say the same for hours."""
    with suppress(OSError):
        if os.fstat(2).st_size > LOG_BYTES:
            os.ftruncate(2, 0)


def _own_pipes(log: Path) -> tuple[BinaryIO, BinaryIO]:
    """What was standard input and output; these become nothing and the log, for libraries print what they like."""
    hears, says = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    # Here once more, though standard error is the log already: what is appended is appended after it was cut, too.
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for source, target in ((nothing, 0), (written, 1), (written, 2)):
        os.dup2(source, target)
    faulthandler.enable()
    return hears, says


def _give_way() -> None:
    # Ctrl+C in a terminal is for the window, which ends this process in its own time.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetErrorMode(NO_ERROR_BOXES)
        return  # Its priority was given by whoever started it.
    with suppress(OSError):
        os.nice(NICENESS)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(OOM_SCORE, encoding="ascii")
