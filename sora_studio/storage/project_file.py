"""The project on disk: opened only when every row proves intact, saved row by changed row."""

import errno
import os
from contextlib import suppress
from pathlib import Path

import apsw

from sora_studio.errors import DamagedProject, ProjectFileError
from sora_studio.storage.database import APPLICATION_ID, REPAIR_HINT, Database, damaged, read_user_version
from sora_studio.storage.disk import explain, flush_folder, flush_to_disk, partial_path, publish_new
from sora_studio.storage.migrations import NEWEST, migrate
from sora_studio.storage.owner import LeftOpen, left_open, sign, sign_off
from sora_studio.storage.parts import DamagedParts, changes, read_project
from sora_studio.storage.queue_table import Job, JobChanges, read_jobs, write_jobs
from sora_studio.storage.salvage import holds_parts, salvage
from sora_studio.timeline.project import Project

SUFFIX = ".sora"
# Damage can turn a column's bytes into text that isn't valid, which the binding would fail on before we compare hashes.
ALL_AS_BYTES = ", ".join(f"CAST({column} AS BLOB)" for column in ("kind", "id", "data", "sha256"))


class ProjectFile:
    """An open project. While it is open no other process can open the file."""

    def __init__(self, database: Database, project: Project) -> None:
        self._database = database
        self._saved = project
        # Set where the project was open when another program ended, and was never closed.
        self.left_open: LeftOpen | None = None
        self._signed = False

    @classmethod
    def create(cls, path: Path, project: Project) -> "ProjectFile":
        """Makes a new file and opens it. Raises ProjectFileError (a file of that name included), StorageError."""
        with _Replacement(path) as partial:
            database = Database(partial, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
            try:
                database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                migrate(database)
                _write(database, project)
            finally:
                database.close()
            _flush(partial)
            if not publish_new(partial, path):
                raise ProjectFileError(f"There is a file {path} already.", "Choose another name, or open that project.")
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> "ProjectFile":
        """Opens a project and checks all of it; a file that isn't intact isn't touched. Raises ProjectFileError."""
        left = left_open(path)
        file = cls._opened(path, apsw.SQLITE_OPEN_READWRITE)
        if not file.read_only:
            file.left_open = left
            file._signed = True
            sign(path)
        return file

    @classmethod
    def read(cls, path: Path) -> Project:
        """The project in a file that nobody has open, as whole as `open` wants it; the file isn't touched.

        Raises ProjectFileError.
        """
        with cls._opened(path, apsw.SQLITE_OPEN_READONLY) as file:
            return file.load()

    @classmethod
    def _opened(cls, path: Path, flags: int) -> "ProjectFile":
        if _version(path) > NEWEST:
            raise ProjectFileError(
                f"{path} was made by a newer Sora Studio.", "Update Sora Studio to open it. The file is untouched."
            )
        database = Database(path, flags)
        try:
            database.own()
            database.check()
            if database.lost_saves():
                raise damaged(path)
            project = read_project(database.execute(f"SELECT {ALL_AS_BYTES} FROM part"))
            database.use_journal()
            migrate(database)
            return cls(database, project)
        except (DamagedParts, DamagedProject) as error:
            database.leave_alone()
            raise _examined(path) from error
        except ProjectFileError:
            database.close()
            raise

    @property
    def path(self) -> Path:
        return self._database.path

    @property
    def read_only(self) -> bool:
        """Whether the file can be looked at but not saved."""
        return self._database.read_only

    def load(self) -> Project:
        """The project as it is in the file."""
        return self._saved

    def load_jobs(self) -> list[Job]:
        """The jobs in the file, in turn. Raises ProjectFileError."""
        return read_jobs(self._database)

    def check_writable(self) -> None:
        """Raises ProjectFileError where nothing can be saved: the file is read only, or its disk has failed."""
        self._database.check_writable()

    def save(self, project: Project, jobs: JobChanges | None = None) -> None:
        """Writes what differs from the last save, all at once. When this returns it survives a power cut.

        Raises ProjectFileError, and the file still holds the last save.
        """
        _write(self._database, project, self._saved, jobs)
        self._saved = project

    def copy_to(self, path: Path, project: Project | None = None) -> None:
        """Writes a copy of the project, jobs included, over whatever is at `path`; this file stays the open one.

        The copy holds `project`, or else what was saved last. Raises ProjectFileError, StorageError; then `path` is as
        it was.
        """
        if path.exists() and path.samefile(self.path):
            raise ProjectFileError(f"{path} is the open project.", "Choose another name for the copy.")
        unsaved = project is not None and project is not self._saved
        with _Replacement(path) as partial:
            copy = Database(partial, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
            try:
                self._database.copy_into(copy)
                if unsaved and project is not None:
                    _write(copy, project, read_project(copy.execute(f"SELECT {ALL_AS_BYTES} FROM part")))
            finally:
                copy.close()
            _flush(partial)
            os.replace(partial, path)
            flush_folder(path.parent)

    def close(self) -> None:
        """Lets other processes open the file. Raises ProjectFileError."""
        self._database.close()
        if self._signed:
            self._signed = False
            sign_off(self.path)

    def __enter__(self) -> "ProjectFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _version(path: Path) -> int:
    """As the header has it. Raises DamagedProject where that is lost, ProjectFileError where it is no project."""
    try:
        return read_user_version(path)
    except ProjectFileError as error:
        if path.suffix == SUFFIX and path.is_file() and holds_parts(path):
            raise _examined(path) from error
        raise


def _examined(path: Path) -> DamagedProject:
    found = salvage(path)
    if found.is_empty:
        text = "This project is damaged: nothing of it can be read any more."
        return DamagedProject(text, "The original is untouched. Open a version kept of it.")
    intact = f"{found.intact_shots} of {found.all_shots} shots are intact"
    return DamagedProject(f"This project is damaged: {intact}.", REPAIR_HINT, found.losses, repairable=True)


def _write(database: Database, project: Project, saved: Project | None = None, jobs: JobChanges | None = None) -> None:
    changed = changes(saved, project)
    rows = [(row.key.kind, row.key.id.encode(), row.data, row.sha256) for row in changed.rows]
    with database.transaction():
        database.execute_each(
            "DELETE FROM part WHERE kind = ? AND id = ?", ((key.kind, key.id.encode()) for key in changed.removed)
        )
        database.execute_each("INSERT OR REPLACE INTO part (kind, id, data, sha256) VALUES (?, ?, ?, ?)", rows)
        write_jobs(database, jobs or {})


class _Replacement:
    """A partial file beside `path`, removed with its journals at the end; what the disk refuses is explained."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._partial = partial_path(path.parent)

    def __enter__(self) -> Path:
        if not self._path.parent.is_dir():
            raise ProjectFileError(f"There is no folder {self._path.parent}.", "Make the folder first.")
        if not os.access(self._path.parent, os.W_OK):
            raise explain(PermissionError(errno.EACCES, ""), self._path.parent, "the project")
        return self._partial

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        # What can't be removed now goes when the folder is next tidied; the first error is the one to tell.
        with suppress(OSError):
            for leftover in self._partial.parent.glob(f"{self._partial.name}*"):
                leftover.unlink()
        if isinstance(error, OSError):
            raise explain(error, self._path.parent, "the project") from error


def _flush(path: Path) -> None:
    with path.open("r+b") as file:
        flush_to_disk(file)
