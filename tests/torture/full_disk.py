"""A small disk that is full: the film as it was, a sentence, a queue that waits and goes on when there is room."""

from pathlib import Path
from random import Random

import pytest

from sora_studio.errors import SoraError
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.events import QueueStopped
from sora_studio.studio.keeping import KIND_OF_STAGE
from sora_studio.studio.studio import RenderOrder
from sora_studio.timeline.edits import set_notes
from tests.disks import fill, small_disk
from tests.studio.film import open_tiny_studio
from tests.studio.window import Window
from tests.torture.forked import Crashed, Forked
from tests.torture.tally import Effort, Tally, total

NO_MOUNT = "a full disk: mounting a small one needs root"
SIZES_MB = (1, 2, 4, 8)
LONG = "rain " * 2000


def full_disks(effort: Effort, random: Random, room: Path) -> Tally:
    """Of row 3. Disks of 1 to 8 MB, filled to the last byte, then freed."""
    return total(_on_a_disk(size_mb, room / f"{size_mb} MB") for size_mb in SIZES_MB[:: effort.of(1, 2)])


def _on_a_disk(size_mb: int, folder: Path) -> Tally:
    try:
        with small_disk(folder, f"{size_mb}m"):
            # In a process of its own, for a window's queue has threads.
            child = Forked.start(lambda link: link.say(_filled_and_freed(folder)))
            said = child.heard_out()
            child.wait()
    except pytest.skip.Exception:
        return Tally(skipped=(NO_MOUNT,))
    match said:
        case [Tally() as tally]:
            return tally
        case [Crashed(trace)]:
            return Tally(1, corrupt=1, problems=(f"a full disk of {size_mb} MB: {trace}",))
        case _:
            return Tally(1, corrupt=1, problems=(f"a full disk of {size_mb} MB: its process ended",))


def _filled_and_freed(folder: Path) -> Tally:
    filler = folder / "filler"
    problems: list[str] = []
    with Window(open_tiny_studio(folder)) as window:
        studio = window.studio
        window.queue.pause()
        window.queue.submit(RenderOrder())
        fill(filler)
        saved = studio.project
        for number in range(100):
            try:
                studio.edit("Note", lambda film, n=number: set_notes(film, next(film.shots())[1].id, f"{n} {LONG}"))
                saved = studio.project
            except SoraError as error:
                problems += [] if "disk is full" in error.message and error.hint else [f"unclear: {error.message}"]
                break
        else:
            problems.append("a full disk took a hundred edits")
        assert studio.project == saved
        window.queue.resume()
        window.run_until(lambda: any(isinstance(event, QueueStopped) for event in window.seen))
        [stopped] = [event for event in window.seen if isinstance(event, QueueStopped)]
        problems += [] if "disk is full" in stopped.message else [f"unclear: {stopped.message}"]
        filler.unlink()
        window.queue.resume()
        window.run_dry()
        takes = [(KIND_OF_STAGE[take.stage], take.digest) for _, shot in studio.project.shots() for take in shot.takes]
        assert len(takes) == 3, f"of three takes {len(takes)} were made once there was room"
        assert all(studio.store.verify(*take) for take in takes)
        kept = studio.project
    with ProjectFile.open(folder / "film.sora") as file:
        assert file.load() == kept
    return Tally(1, problems=tuple(problems))
