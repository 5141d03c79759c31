"""The process that renders for a window: a driver that crashes here, or memory that runs out, costs one shot.

Started by `render_child`. It reads packs, makes stages and keeps them in the store; it never sees the project file.
"""

import faulthandler
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from sora_studio.studio.offline import sockets_opened, watch
from sora_studio.studio.pipe import BEAT_S, Head, Mouth, read_message

# Lower than the window's process, which gets a core whenever it wants one.
NICENESS = 5
# Rather this process than the window, should the system have to end one for its memory.
OOM_SCORE = "500"
LOG_BYTES = 2_000_000
# Of Windows: no box that asks what to do about a crash (SetErrorMode, errhandlingapi.h).
NO_ERROR_BOXES = 0x0003


def main() -> None:
    """`sys.argv`: the log's path, the store's, and how many seconds to wait for work."""
    _, log, store, idle_s = sys.argv
    hears, says = _own_pipes(Path(log))
    _give_way()
    watch()
    serve(hears, Mouth(says), Path(store), float(idle_s))


def serve(hears: BinaryIO, mouth: Mouth, store: Path, idle_s: float) -> None:
    """Do what is asked until nobody asks any more, or nothing was asked for so long. Does not return."""
    busy = threading.Event()
    busy.set()
    rests: list[Callable[[], bool]] = []
    threading.Thread(target=_beat, args=(mouth, busy, rests), name="sora-beat", daemon=True).start()
    # Only now, for bringing in what renders takes a while, and meanwhile it is to be known that this process lives.
    from sora_studio.studio.render_work import RenderWork

    work = RenderWork(mouth, store, busy)
    rests.append(lambda: work.rests)
    threading.Thread(target=_hear, args=(hears, work.heed), name="sora-ear", daemon=True).start()
    with suppress(OSError):
        mouth.say("ready")
        work.go(idle_s)
    os._exit(0)


def _hear(hears: BinaryIO, heed: Callable[[Head], None]) -> None:
    try:
        while (message := read_message(hears)) is not None:
            heed(message[0])
    finally:
        # The window has gone, however it went: at once, for a model may be running.
        os._exit(0)


def _beat(mouth: Mouth, busy: threading.Event, rests: Sequence[Callable[[], bool]]) -> None:
    """Tell once a second that there is life, while something is done: what idles wakes nobody."""
    while busy.wait():
        resting = any(rest() for rest in rests)
        try:
            sockets = sockets_opened()
            # Less what this thread uses: to say that there is life is no work.
            mouth.say("beat", cpu_s=time.process_time() - time.thread_time(), rests=resting, sockets=sockets)
        except OSError:
            os._exit(0)
        _keep_log_short()
        time.sleep(BEAT_S)


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


def _keep_log_short() -> None:
    with suppress(OSError):
        if os.fstat(2).st_size > LOG_BYTES:
            os.ftruncate(2, 0)


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


if __name__ == "__main__":
    main()
