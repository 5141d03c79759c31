"""The film written while the window goes on: in a process of its own, with a thread here that tells of it by events."""

from collections.abc import Sequence
from pathlib import Path
from threading import Thread

from sora_studio.errors import Cancelled, SoraError
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.disk import FlushError, remove_stale_partials
from sora_studio.studio.background import Emit
from sora_studio.studio.child_process import ChildGone, ChildProcess, log_file
from sora_studio.studio.endings import raise_unless_done
from sora_studio.studio.events import FilmFailed, FilmProgress, FilmStopped, FilmWritten
from sora_studio.studio.film_apart import FilmTask, end_of
from sora_studio.studio.film_making import shown_frames
from sora_studio.studio.film_products import checked_preset
from sora_studio.studio.pipe import Head
from sora_studio.studio.screening import PLAIN, Screening
from sora_studio.studio.showing import ShownShot
from sora_studio.timeline.encoding import encode
from sora_studio.timeline.project import Project

MODULE = "sora_studio.studio.film_process"
NAME = "film"
# What it had encoded is kept: a second try goes on from there.
TRIES = 2


class FilmExport:
    """Writes what the shots show into `out`, as the preset of that name says ("": as the ending does).

    `deliver` is called on the background thread. Raises ExportError at once where nothing can be written there.
    """

    def __init__(
        self,
        project: Project,
        shown: Sequence[ShownShot],
        store: BlobStore,
        out: Path,
        deliver: Emit,
        preset: str = "",
        screening: Screening = PLAIN,
    ) -> None:
        self._preset = checked_preset(out, preset)
        remove_stale_partials(out.parent)
        self.out = out
        self._task = FilmTask(project, shown, store, out, self._tell, CancelToken())
        self._screening = screening
        self._deliver = deliver
        self._child: ChildProcess | None = None
        self._thread = Thread(target=self._run, name="sora-film", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def cancel(self) -> None:
        """Stop soon; whatever stood under the film's name stays as it was."""
        self._task.cancel.cancel()

    def close(self, timeout_s: float) -> None:
        """Stop, and wait for it, at most so long; what doesn't stop in half the time is ended."""
        self.cancel()
        self._thread.join(timeout_s / 2)
        if self._thread.is_alive():
            if self._child is not None:
                self._child.kill()
            self._thread.join(timeout_s / 2)

    def _run(self) -> None:
        out = str(self._preset.target(self.out))
        try:
            end = self._written()
        except Cancelled:
            self._deliver(FilmStopped(out))
        except SoraError as error:
            if isinstance(error, FlushError):
                self._task.store.refused = error
            self._deliver(FilmFailed(out, error.message, error.hint))
        except Exception as fault:
            self._deliver(
                FilmFailed(out, f"The film could not be written: {fault}.", "Please report this fault of ours.")
            )
            raise
        else:
            seconds = float(self._task.project.frame_rate.seconds(shown_frames(self._task.shown)))
            self._deliver(FilmWritten(out, end["frames"], seconds, end["encoded"], end["reused"], end["on"]))

    def _written(self) -> Head:
        """What the process tells of its end. Raises SoraError, Cancelled."""
        for _ in range(TRIES):
            if self._task.store.refused is not None:
                raise self._task.store.refused
            try:
                child = self._child = ChildProcess(NAME, MODULE)
            except OSError:
                continue
            try:
                end = end_of(child, self._task, preset=self._preset.name, screening=encode(self._screening))
            except ChildGone:
                self._task.cancel.check()
                continue
            raise_unless_done(end, self._fault(end))
            return end
        raise SoraError(
            "The film could not be written: the process that writes it stopped, and stopped again.",
            f"Export it again: what was encoded is kept. What the process said last is in {log_file(NAME)}.",
        )

    def _tell(self, done: int, total: int) -> None:
        self._deliver(FilmProgress(done, total))

    @staticmethod
    def _fault(end: Head) -> SoraError:
        return SoraError(
            f"The film could not be written: {end.get('what')}.",
            f"Please report this fault of ours; more is in {log_file(NAME)}.",
        )
