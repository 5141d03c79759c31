"""How an open film gets to the disk: before a call returns, or on a thread beside the window."""

from collections.abc import Callable
from datetime import datetime
from threading import Condition, Thread
from typing import Protocol

from sora_studio.errors import ProjectFileError
from sora_studio.storage.project_file import ProjectFile
from sora_studio.storage.queue_table import Job, JobChanges
from sora_studio.studio.events import FilmNotSaved, FilmSaved
from sora_studio.timeline.project import Project

# Between two saves: what is typed meanwhile goes to the disk at once. Every edit is there within 600 ms.
PAUSE_S = 0.25
# A full disk may have room again.
RETRY_S = 1.0

FAULT = "Not saved: saving has stopped, by a fault of Sora Studio's own."
FAULT_HINT = "Save a copy of the film, and go on with that."

Told = Callable[[FilmSaved | FilmNotSaved], None]


class Saving(Protocol):
    """Where edits go, and changes of the queue. Use it from one thread."""

    def save(self, project: Project) -> None:
        """Keep the film like this. Raises ProjectFileError where that can't be."""
        ...

    def save_jobs(self, changes: JobChanges) -> None:
        """Keep changes of the queue, after what was given before. Raises as `save` does."""
        ...

    def flush(self, timeout_s: float) -> None:
        """When this returns, all is on the disk. Raises ProjectFileError where it isn't."""
        ...

    def close(self) -> None:
        """Stop; what `flush` could not save is lost."""
        ...

    @property
    def unsaved(self) -> bool:
        """Whether something that was given isn't on the disk yet."""
        ...


class SaveNow:
    """Each call is on the disk when it returns; where it raises, nothing changed."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file

    def save(self, project: Project) -> None:
        self._file.save(project)

    def save_jobs(self, changes: JobChanges) -> None:
        self._file.save(self._file.load(), changes)

    def flush(self, timeout_s: float) -> None:
        """Nothing ever waits."""

    def close(self) -> None:
        """Nothing runs."""

    @property
    def unsaved(self) -> bool:
        return False


class SaveBehind:
    """Calls return at once; a thread writes what is newest, and tells by `told` what is safe and what isn't yet.

    What the disk refuses is kept and tried again. Only a film that can't be changed at all makes a call raise.
    """

    def __init__(self, file: ProjectFile, told: Told) -> None:
        self._file, self._told = file, told
        self._project: Project = file.load()
        self._jobs: dict[int, Job | None] = {}
        self._condition = Condition()
        # How often something was given, and which of these is on the disk; tries begun and ended.
        self._given = self._saved = self._begun = self._ended = 0
        self._problem: ProjectFileError | None = None
        self._hurried = self._closed = False
        self._thread = Thread(target=self._run, name="sora-save", daemon=True)
        self._thread.start()

    @property
    def unsaved(self) -> bool:
        return self._saved != self._given

    def save(self, project: Project) -> None:
        self._give(project, {})

    def save_jobs(self, changes: JobChanges) -> None:
        self._give(self._project, changes)

    def flush(self, timeout_s: float) -> None:
        """Raises ProjectFileError where the disk refuses, or doesn't answer in time; it is tried on all the same."""
        with self._condition:
            begun = self._begun
            self._hurried = True
            self._condition.notify_all()
            answered = self._condition.wait_for(lambda: not self.unsaved or self._ended > begun, timeout_s)
            if self.unsaved and answered and self._problem is not None:
                raise self._problem
            if self.unsaved:
                raise ProjectFileError(
                    f"Not saved: the disk has not answered for {timeout_s:.0f} seconds.",
                    "Check that it is connected, or save a copy on another disk.",
                )

    def close(self) -> None:
        with self._condition:
            self._closed = True
            self._condition.notify_all()
        self._thread.join()

    def _give(self, project: Project, jobs: JobChanges) -> None:
        self._file.check_writable()
        with self._condition:
            self._project = project
            self._jobs.update(jobs)
            self._given += 1
            self._condition.notify_all()

    def _run(self) -> None:
        try:
            while self._comes():
                self._try()
                self._pause()
        except BaseException:
            self._ends(ProjectFileError(FAULT, FAULT_HINT), self._saved)
            raise

    def _comes(self) -> bool:
        """Wait for something to save; False when there will be nothing more."""
        with self._condition:
            self._condition.wait_for(lambda: self.unsaved or self._closed)
            return not self._closed

    def _try(self) -> None:
        with self._condition:
            project, jobs, given = self._project, self._jobs, self._given
            self._jobs, self._hurried = {}, False
            self._begun += 1
        try:
            self._file.save(project, jobs)
        except ProjectFileError as problem:
            with self._condition:
                self._jobs = {**jobs, **self._jobs}
            self._ends(problem, self._saved)
        else:
            self._ends(None, given)

    def _ends(self, problem: ProjectFileError | None, saved: int) -> None:
        """A try is over; a refusal is told when it is a new one."""
        with self._condition:
            before, self._problem = self._problem, problem
            self._saved = saved
            self._ended += 1
            self._condition.notify_all()
        if problem is None:
            self._told(FilmSaved(datetime.now()))
        elif before is None or before.message != problem.message:
            self._told(FilmNotSaved(problem.message, problem.hint))

    def _pause(self) -> None:
        with self._condition:
            pause_s = PAUSE_S if self._problem is None else RETRY_S
            self._condition.wait_for(lambda: self._hurried or self._closed, pause_s)
