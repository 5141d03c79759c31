"""A film handed over in a process of its own, for a window: the shots' movies are encoded there."""

from collections.abc import Sequence
from pathlib import Path

from sora_studio.errors import SoraError
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.disk import remove_stale_partials
from sora_studio.studio.child_process import ChildGone, ChildProcess, log_file
from sora_studio.studio.endings import raise_unless_done
from sora_studio.studio.film_wire import heard_out, tell_film
from sora_studio.studio.handing_over import Progress
from sora_studio.studio.showing import ShownShot
from sora_studio.timeline.project import Project

MODULE = "sora_studio.studio.handing_process"
NAME = "handing"
GOODBYE_S = 0.3


def hand_over_apart(
    project: Project,
    shown: Sequence[ShownShot],
    store: BlobStore,
    out: Path,
    *,
    with_media: bool,
    on_progress: Progress,
    cancel: CancelToken,
) -> list[str]:
    """As `hand_over`: returns in sentences what isn't in the file. Raises SoraError, Cancelled."""
    try:
        child = ChildProcess(NAME, MODULE)
    except OSError as error:
        raise SoraError(f"{out.name} can't be written: {error.strerror}.", "Close other programs first.") from error
    try:
        with cancel.watch(lambda: child.say("cancel")):
            tell_film(child, "hand over", project, shown, store=str(store.folder), out=str(out), with_media=with_media)
            end = heard_out(child, on_progress, cancel)
            raise_unless_done(end, _fault(out, f"{end.get('what')}"))
            return list(end["lost"])
    except ChildGone as gone:
        cancel.check()
        raise _fault(out, "the process that writes it stopped") from gone
    finally:
        child.close(GOODBYE_S)
        remove_stale_partials(out.parent)


def _fault(out: Path, what: str) -> SoraError:
    return SoraError(
        f"{out.name} could not be written: {what}.", f"Try again; what the process said last is in {log_file(NAME)}."
    )
