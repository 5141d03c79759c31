"""What a process does that writes a film for a window: it hears the film, writes it, tells how that ended."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue

from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.child_side import begin, heed
from sora_studio.studio.endings import work_ended
from sora_studio.studio.pipe import Head
from sora_studio.studio.progress_told import progress_told
from sora_studio.studio.showing import ShownShot
from sora_studio.timeline.encoding import decode
from sora_studio.timeline.project import Project, Scene


@dataclass(frozen=True, slots=True)
class FilmTold:
    """The film and where to write it; `head` has what else was said. `on_progress` is heard by the window."""

    head: Head
    project: Project
    shown: list[ShownShot]
    on_progress: Callable[[int, int], None]
    cancel: CancelToken

    @property
    def store(self) -> BlobStore:
        return BlobStore(Path(self.head["store"]))

    @property
    def out(self) -> Path:
        return Path(self.head["out"])


def write_told(write: Callable[[FilmTold], Head]) -> None:
    """`sys.argv`: the log's path. Hear a film, `write` it, tell what that returns, and end."""
    hears, mouth = begin(Path(sys.argv[1]))
    cancel = CancelToken()
    asked: SimpleQueue[Head] = SimpleQueue()
    heed(hears, lambda head: cancel.cancel() if head["is"] == "cancel" else asked.put(head))
    head, film = _heard(asked.get)
    with suppress(OSError):
        mouth.say("ended", **work_ended(lambda: write(FilmTold(head, *film(), progress_told(mouth), cancel))))
    os._exit(0)


def _heard(hear: Callable[[], Head]) -> tuple[Head, Callable[[], tuple[Project, list[ShownShot]]]]:
    """The last head, and the film; that raises SoraError where what was told is none."""
    scenes: list[tuple[Head, list[Head]]] = []
    while (head := hear())["is"] in ("scene", "shot"):
        if head["is"] == "scene":
            scenes.append((head["scene"], []))
        else:
            scenes[-1][1].append(head["shown"])

    def film() -> tuple[Project, list[ShownShot]]:
        whole: list[Scene] = []
        shown: list[ShownShot] = []
        for scene, shots in scenes:
            those = [decode(ShownShot, each, "shot") for each in shots]
            whole.append(replace(decode(Scene, scene, "scene"), shots=tuple(each.shot for each in those)))
            shown += those
        return replace(decode(Project, head["project"], "film"), scenes=tuple(whole)), shown

    return head, film
