"""The process that writes a film for a window: encoding takes every core it gets. One film, and it ends.

Started by `film_export`. It reads takes and keeps encoded segments in the store; it never sees the project file.
"""

import os
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

from sora_studio.errors import Cancelled, SoraError
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.child_side import begin, heed
from sora_studio.studio.endings import error_told
from sora_studio.studio.film_products import FilmWriting, preset_for
from sora_studio.studio.pipe import Head, Mouth
from sora_studio.studio.screening import Screening
from sora_studio.studio.showing import ShownShot
from sora_studio.timeline.encoding import decode
from sora_studio.timeline.project import Project, Scene

# The window shows no more of them.
PROGRESS_EVERY_S = 1 / 15


def main() -> None:
    """`sys.argv`: the log's path. What to write is said: each scene, its shots with what they show, then the film."""
    hears, mouth = begin(Path(sys.argv[1]))
    cancel = CancelToken()
    asked: SimpleQueue[Head] = SimpleQueue()
    heed(hears, lambda head: cancel.cancel() if head["is"] == "cancel" else asked.put(head))
    scenes: list[tuple[Scene, list[ShownShot]]] = []
    while (head := asked.get())["is"] != "film":
        if head["is"] == "scene":
            scenes.append((decode(Scene, head["scene"], "scene"), []))
        else:
            scenes[-1][1].append(decode(ShownShot, head["shown"], "shot"))
    with suppress(OSError):
        mouth.say("ended", **_written(head, scenes, mouth, cancel))
    os._exit(0)


def _written(head: Head, scenes: list[tuple[Scene, list[ShownShot]]], mouth: Mouth, cancel: CancelToken) -> Head:
    """Write the film; how it ended."""
    told_s = [0.0]

    def progress(done: int, total: int) -> None:
        now_s = time.monotonic()
        if now_s - told_s[0] >= PROGRESS_EVERY_S or done == total:
            told_s[0] = now_s
            mouth.say("progress", done=done, total=total)

    try:
        project: Project = decode(Project, head["project"], "film")
        whole = tuple(replace(scene, shots=tuple(each.shot for each in shots)) for scene, shots in scenes)
        project, shown = replace(project, scenes=whole), [each for _, shots in scenes for each in shots]
        screening: Screening = decode(Screening, head["screening"], "screening")
        store = BlobStore(Path(head["store"]))
        out = Path(head["out"])
        preset = preset_for(out, head["preset"])
        report = FilmWriting(project, shown, store, out, preset, progress, cancel, screening).write()
    except Cancelled:
        return {"how": "cancelled"}
    except SoraError as error:
        return {"how": "refused", **error_told(error)}
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        return {"how": "fault", "what": str(error)}
    return {
        "how": "done",
        "frames": report.frames,
        "encoded": report.segments_encoded,
        "reused": report.segments_reused,
        "on": report.encoded_on,
    }


if __name__ == "__main__":
    main()
