"""The process that decodes strangers' sound files, one after the other. Started by `sound_decoding`.

It opens the file it was told of and writes nothing: the samples go through the pipe, a little ahead of who keeps them.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Semaphore

import numpy as np

from sora_studio.film.sound import SAMPLE_RATE, Pcm16
from sora_studio.film.sound_file import sound_blocks
from sora_studio.studio.child_side import begin, heed
from sora_studio.studio.endings import reading_ended
from sora_studio.studio.pipe import Head, Mouth

# Samples in a message, and messages that may wait to be kept.
MESSAGE_SAMPLES, AHEAD = SAMPLE_RATE, 16


def main() -> None:
    """`sys.argv`: the log's path. It is told of a file to read, and of every message of it that was kept."""
    hears, mouth = begin(Path(sys.argv[1]))
    asked: SimpleQueue[Path] = SimpleQueue()
    room = Semaphore(AHEAD)
    heed(hears, lambda head: room.release() if head["is"] == "kept" else asked.put(Path(head["path"])))
    with suppress(OSError):
        while True:
            path = asked.get()
            mouth.say("ended", **reading_ended(path, lambda path=path: _read(path, mouth, room)))
    os._exit(0)


def _read(path: Path, mouth: Mouth, room: Semaphore) -> Head:
    for piece in pieces(sound_blocks(path)):
        room.acquire()
        mouth.say("sound", np.ascontiguousarray(piece, "<i2").tobytes())
    return {}


def pieces(blocks: Iterable[Pcm16]) -> Iterator[Pcm16]:
    """The same sound in larger pieces: a message for every packet would cost more than decoding it."""
    waiting: list[Pcm16] = []
    count = 0
    for block in blocks:
        waiting.append(block)
        count += len(block)
        if count >= MESSAGE_SAMPLES:
            yield np.concatenate(waiting)
            waiting.clear()
            count = 0
    if waiting:
        yield np.concatenate(waiting)


if __name__ == "__main__":
    main()
