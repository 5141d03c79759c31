"""Something made of a film in a process of its own, for a window: whatever encodes its pictures takes every core."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sora_studio.errors import SoraError
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.disk import remove_stale_partials
from sora_studio.studio.child_process import ChildGone, ChildProcess, log_file
from sora_studio.studio.endings import raise_unless_done
from sora_studio.studio.film_wire import heard_out, tell_film
from sora_studio.studio.pipe import Head
from sora_studio.studio.showing import ShownShot
from sora_studio.timeline.project import Project

GOODBYE_S = 0.3


@dataclass(frozen=True, slots=True)
class FilmTask:
    """What is made of which film, and where to."""

    project: Project
    shown: Sequence[ShownShot]
    store: BlobStore
    out: Path
    on_progress: Callable[[int, int], object]
    cancel: CancelToken


def made_apart(name: str, module: str, task: FilmTask, **head: Any) -> Head:
    """What the process of that module tells in the end. Raises SoraError, Cancelled."""
    out, cancel = task.out, task.cancel
    try:
        child = ChildProcess(name, module)
    except OSError as error:
        raise SoraError(f"{out.name} can't be written: {error.strerror}.", "Close other programs first.") from error
    try:
        end = end_of(child, task, **head)
    except ChildGone as gone:
        cancel.check()
        raise _fault(out, name, "the process that writes it stopped") from gone
    raise_unless_done(end, _fault(out, name, f"{end.get('what')}"))
    return end


def end_of(child: ChildProcess, task: FilmTask, **head: Any) -> Head:
    """What the process tells in the end that is told of the task; it is closed after that. Raises ChildGone."""
    try:
        with task.cancel.watch(lambda: child.say("cancel")):
            tell_film(child, "film", task.project, task.shown, store=str(task.store.folder), out=str(task.out), **head)
            return heard_out(child, task.on_progress, task.cancel)
    finally:
        child.close(GOODBYE_S)
        remove_stale_partials(task.out.parent)


def _fault(out: Path, name: str, what: str) -> SoraError:
    return SoraError(
        f"{out.name} could not be written: {what}.", f"Try again; what the process said last is in {log_file(name)}."
    )
