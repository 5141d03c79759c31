"""The process that renders for a window: a driver that crashes here, or memory that runs out, costs one shot.

Started by `render_talk`. It reads packs, makes stages and keeps them in the store; it never sees the project file.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from sora_studio.studio.child_side import begin, heed, keep_log_short
from sora_studio.studio.offline import sockets_opened
from sora_studio.studio.pipe import BEAT_S, Mouth


def main() -> None:
    """Do what is asked until nobody asks any more, or nothing was asked for so long. Does not return.

    `sys.argv`: the log's path, the store's, and how many seconds to wait for work.
    """
    _, log, store, idle_s = sys.argv
    hears, mouth = begin(Path(log))
    busy = threading.Event()
    busy.set()
    rests: list[Callable[[], bool]] = []
    threading.Thread(target=_beat, args=(mouth, busy, rests), name="sora-beat", daemon=True).start()
    # Only now, for bringing in what renders takes a while, and meanwhile it is to be known that this process lives.
    from sora_studio.studio.render_work import RenderWork

    work = RenderWork(mouth, Path(store), busy)
    rests.append(lambda: work.rests)
    heed(hears, work.heed)
    with suppress(OSError):
        mouth.say("ready")
        work.go(float(idle_s))
    os._exit(0)


def _beat(mouth: Mouth, busy: threading.Event, rests: Sequence[Callable[[], bool]]) -> None:
    """Tell once a second that there is life, while something is done: what idles wakes nobody."""
    while busy.wait():
        resting = any(rest() for rest in rests)
        sockets = sockets_opened()
        try:
            # Less what this thread uses: to say that there is life is no work.
            mouth.say("beat", cpu_s=time.process_time() - time.thread_time(), rests=resting, sockets=sockets)
        except OSError:
            os._exit(0)
        keep_log_short()
        time.sleep(BEAT_S)


if __name__ == "__main__":
    main()
