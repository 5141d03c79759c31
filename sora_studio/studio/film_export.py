"""The film written while the window goes on: one background thread an export, told by events."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread

from sora_studio.errors import Cancelled, SoraError
from sora_studio.film.target import container_format
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.disk import remove_stale_partials
from sora_studio.studio.background import Emit
from sora_studio.studio.events import FilmFailed, FilmProgress, FilmStopped, FilmWritten
from sora_studio.studio.film_making import write_film
from sora_studio.studio.showing import ShownShot
from sora_studio.timeline.project import Project


class FilmExport:
    """Writes what the shots show into `out`; `deliver` is called on the background thread.

    Raises ExportError at once where no film can be written under that name.
    """

    def __init__(
        self, project: Project, shown: Sequence[ShownShot], store: BlobStore, out: Path, deliver: Emit
    ) -> None:
        container_format(out)
        remove_stale_partials(out.parent)
        self.out = out
        self._cancel = CancelToken()
        self._thread = Thread(
            target=_told,
            args=(lambda: self._write(project, shown, store, deliver), out, deliver),
            name="sora-film",
            daemon=True,
        )
        self._thread.start()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def cancel(self) -> None:
        """Stop soon; whatever stood under the film's name stays as it was."""
        self._cancel.cancel()

    def close(self, timeout_s: float) -> None:
        """Stop, and wait for it."""
        self.cancel()
        self._thread.join(timeout_s)

    def _write(self, project: Project, shown: Sequence[ShownShot], store: BlobStore, deliver: Emit) -> None:
        report = write_film(
            project,
            shown,
            store,
            self.out,
            on_progress=lambda done, total: deliver(FilmProgress(done, total)),
            cancel=self._cancel,
        )
        seconds = float(project.frame_rate.seconds(report.frames))
        reused = report.segments_reused
        deliver(FilmWritten(str(self.out), report.frames, seconds, report.segments_encoded, reused))


def _told(work: Callable[[], None], out: Path, deliver: Emit) -> None:
    """Do the work; say why where it could not be done."""
    try:
        work()
    except Cancelled:
        deliver(FilmStopped(str(out)))
    except SoraError as error:
        deliver(FilmFailed(str(out), error.message, error.hint))
    except Exception as fault:
        deliver(FilmFailed(str(out), f"The film could not be written: {fault}.", "Please report this fault of ours."))
        raise
