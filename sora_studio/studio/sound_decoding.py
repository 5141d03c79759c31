"""Sound files decoded: a stranger's in a process of its own, one this program wrote right here."""

from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from sora_studio.errors import SoraError
from sora_studio.film.sound import Pcm16
from sora_studio.inference.cancel import CancelToken
from sora_studio.studio.child_process import ChildGone, ChildProcess
from sora_studio.studio.endings import raise_unless_done, unreadable
from sora_studio.studio.pipe import BEAT_S
from sora_studio.studio.reading_process import GOODBYE_S, fault, started, stopped

MODULE = "sora_studio.studio.sound_process"
NAME = "sound"

# A file's sound from first to last. Raises SoraError, Cancelled.
Decode = Callable[[Path, CancelToken], Generator[Pcm16]]


def decoded_here(path: Path, cancel: CancelToken) -> Generator[Pcm16]:
    """For what this program wrote, and in a process that reads strangers' files. Raises SoraError, Cancelled."""
    from sora_studio.film.sound_file import sound_blocks

    try:
        for block in sound_blocks(path):
            cancel.check()
            yield block
    except OSError as error:
        raise unreadable(path, error) from error


def decoded_apart(path: Path, cancel: CancelToken) -> Generator[Pcm16]:
    """For one file of a stranger's; `SoundReader` is for several."""
    with SoundReader() as reader:
        yield from reader.decode(path, cancel)


class SoundReader:
    """Decodes files one after the other in a process that is started for the first, and anew after one it died of."""

    def __init__(self) -> None:
        self._child: ChildProcess | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    def decode(self, path: Path, cancel: CancelToken) -> Generator[Pcm16]:
        """Raises SoraError, Cancelled."""
        child = self._child = self._child or started(path, NAME, MODULE)
        in_step = False
        try:
            with cancel.watch(child.kill), closing(_pieces(child, path)) as pieces:
                yield from pieces
            in_step = True
        except SoraError:
            in_step = True
            raise
        except ChildGone as gone:
            cancel.check()
            raise stopped(path, NAME) from gone
        finally:
            if not in_step:
                self._end()

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.close(GOODBYE_S)


def _pieces(child: ChildProcess, path: Path) -> Generator[Pcm16]:
    child.say("read", path=str(path.absolute()))
    while True:
        message = child.hear(BEAT_S)
        if message is None:
            continue
        head, samples = message
        if head["is"] == "ended":
            raise_unless_done(head, fault(path, NAME, head))
            return
        yield np.frombuffer(samples, "<i2").reshape(-1, 2)
        child.say("kept")
