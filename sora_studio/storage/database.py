"""One SQLite connection that writes alone, with every refusal in the user's words."""

# apsw's stubs leave the types of values that SQL takes open.
# pyright: reportUnknownMemberType=false

import os
import struct
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import Any, cast

import apsw

from sora_studio.errors import DamagedProject, ProjectFileError
from sora_studio.storage.disk import free_space, is_local
from sora_studio.storage.journal import lost_saves
from sora_studio.storage.owner import read_owner, told

APPLICATION_ID = int.from_bytes(b"SORA")
# sqlite.org/fileformat2.html, 1.3: magic at 0, user_version at 60, application_id at 68, big-endian.
HEADER = struct.Struct(">16s44xI4xI")
SQLITE_MAGIC = b"SQLite format 3\0"
BUSY_TIMEOUT_MS = 500
REPAIR_HINT = "The original is untouched. Make a repaired copy (sora-studio repair FILE), or open a version kept of it."
FSYNC_FAILURES = frozenset({apsw.SQLITE_IOERR_FSYNC, apsw.SQLITE_IOERR_DIR_FSYNC})


def read_user_version(path: Path) -> int:
    """The version in the header of a project file, without SQLite touching it.

    Raises ProjectFileError when there is no file or it isn't a Sora Studio project.
    """
    try:
        with path.open("rb") as file:
            header = file.read(HEADER.size)
    except FileNotFoundError:
        raise ProjectFileError(f"There is no project {path}.", "Check the name and the folder.") from None
    except IsADirectoryError:
        raise ProjectFileError(f"{path} is a folder.", "Choose the project file in it.") from None
    except OSError as error:
        raise ProjectFileError(
            f"{path} can't be read: {error.strerror or error}.", "Check that you may read it and its disk is connected."
        ) from error
    if len(header) == HEADER.size:
        magic, user_version, application_id = cast("tuple[bytes, int, int]", HEADER.unpack(header))
        if magic == SQLITE_MAGIC and application_id == APPLICATION_ID:
            return user_version
    raise ProjectFileError(
        f"{path} isn't a Sora Studio project.", "Choose a .sora file. To start from a script, make a new project of it."
    )


class Database:
    """A project file's connection. Usable from any thread; one transaction at a time."""

    def __init__(self, path: Path, flags: int = apsw.SQLITE_OPEN_READWRITE) -> None:
        self.path = path
        self._lock = RLock()
        self._refused: ProjectFileError | None = None
        self.read_only = False
        self._owned: tuple[int, int] | None = None
        with self._translated():
            self._connection = apsw.Connection(str(path), flags)
            self._connection.set_busy_timeout(BUSY_TIMEOUT_MS)
            self.read_only = self._connection.readonly("main")
            # So that no row deleted from a page is ever found in it and taken for one of the last save.
            self._connection.pragma("secure_delete", "fast")

    def own(self) -> None:
        """Takes the file until it is closed, writing nothing. Raises ProjectFileError when another process has it."""
        self._owned = _identity(self.path)
        with self._translated():
            locked = self.read_only or not os.access(self.path.parent, os.W_OK)
            if locked and not self._journal.exists():
                # Its journal can't be made beside it, without which SQLite reads only a file that nobody changes.
                self._connection.close()
                flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
                self._connection = apsw.Connection(f"{self.path.resolve().as_uri()}?immutable=1", flags)
                self.read_only = True
            self._connection.pragma("locking_mode", "EXCLUSIVE")
            if not self.read_only:
                self._connection.execute("BEGIN EXCLUSIVE; COMMIT")

    def lost_saves(self) -> int:
        """How many saves are lost, for the journal is damaged where they stand. Raises ProjectFileError."""
        ((_, valid_frames, _),) = self.execute("PRAGMA wal_checkpoint(NOOP)")
        try:
            return lost_saves(self._journal, max(0, valid_frames), self._pragma("page_size"))
        except OSError as error:
            raise ProjectFileError(f"{self._journal} can't be read: {error.strerror}.", "Check the disk.") from error

    def use_journal(self) -> None:
        """Makes a file that has proved intact ready to be written to. Raises ProjectFileError."""
        with self._translated():
            if not self.read_only:
                self._connection.pragma("journal_mode", "WAL" if is_local(self.path) else "DELETE")
                self._connection.pragma("synchronous", "EXTRA")

    def leave_alone(self) -> None:
        """Closes a damaged file as it was found: what its journal holds is not brought into it."""
        with self._lock, self._translated():
            if self._journal.exists() and self._journal.stat().st_size:
                self._connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
            self._connection.close()

    @property
    def _journal(self) -> Path:
        """There while another program has the film open, and after one was killed (sqlite.org/wal.html)."""
        return self.path.with_name(f"{self.path.name}-wal")

    def version(self) -> int:
        return self._pragma("user_version")

    def check(self) -> None:
        """SQLite's own look at its pages. Raises ProjectFileError."""
        if self._pragma("quick_check") != "ok":
            raise damaged(self.path)

    def _pragma(self, name: str) -> Any:
        with self._lock, self._translated():
            return self._connection.pragma(name)

    def execute(self, sql: str, values: tuple[int | str | bytes, ...] = ()) -> list[tuple[Any, ...]]:
        """Runs a statement and returns its rows. Raises ProjectFileError."""
        with self._lock, self._translated():
            return list(self._connection.execute(sql, values))

    def execute_each(self, sql: str, rows: Iterable[tuple[int | str | bytes, ...]]) -> None:
        """Runs a statement once for each row. Raises ProjectFileError."""
        with self._lock, self._translated():
            self._connection.executemany(sql, rows)

    def check_writable(self) -> None:
        """Raises ProjectFileError where nothing can be written: the file is read only, or its disk has failed."""
        if self._refused:
            raise self._refused
        if self.read_only:
            raise ProjectFileError(
                f"{self.path.name} is read only: it can be looked at, not changed.",
                "Save a copy in a folder of yours, and work on that.",
            )

    @contextmanager
    def transaction(self) -> Generator[None]:
        """All of the block or nothing of it; when it returns, it is on the disk. Raises ProjectFileError."""
        with self._lock:
            self.check_writable()
            with self._translated():
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield
                    self._check_name()
                    self._connection.execute("COMMIT")
                finally:
                    # SQLite has rolled back by itself after some failures, a full disk among them.
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")

    def _check_name(self) -> None:
        """Raises ProjectFileError where the name leads to this file no more: what is written to it, nobody finds."""
        if self._owned is not None and _identity(self.path) != self._owned:
            raise ProjectFileError(
                f"Not saved: {self.path} was moved, removed or replaced while it was open.",
                "Put it back where it was, or save a copy elsewhere and go on with that.",
            )

    def copy_into(self, target: "Database") -> None:
        """Copies everything as of the last transaction into an empty database, as one plain file."""
        with self._lock, self._translated():
            with target._connection.backup("main", self._connection, "main") as backup:
                backup.step(-1)
            target._connection.pragma("journal_mode", "DELETE")

    def close(self) -> None:
        with self._lock, self._translated():
            self._connection.close()

    @contextmanager
    def _translated(self) -> Generator[None]:
        try:
            yield
        except apsw.Error as error:
            explained = _explain(error, self.path)
            if getattr(error, "extendedresult", 0) in FSYNC_FAILURES:
                self._refused = explained  # The next fsync may falsely succeed: nothing more is written here.
            raise explained from error


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file the name leads to; None where it leads to none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def damaged(path: Path) -> DamagedProject:
    return DamagedProject(f"{path} is damaged.", REPAIR_HINT)


def _explain(error: apsw.Error, path: Path) -> ProjectFileError:
    match error:
        case apsw.BusyError() | apsw.LockedError():
            where = told(read_owner(path), datetime.now())
            return ProjectFileError(f"{path} is open {where}.", "Close it there, then open it here.")
        case apsw.FullError():
            return ProjectFileError(
                f"Not saved: the disk is full ({free_space(path.parent)} free in {path.parent}).",
                "Free some space, or save the project elsewhere. Everything saved before is safe.",
            )
        case apsw.IOError():
            return ProjectFileError(
                f"The disk failed while {path} was read or written.",
                "Check the disk, or save the project elsewhere. Everything saved before is safe.",
            )
        case apsw.ReadOnlyError() | apsw.PermissionsError() | apsw.CantOpenError():
            return ProjectFileError(f"{path} can't be opened for writing.", "Check that you may write in its folder.")
        case _:
            return damaged(path)
