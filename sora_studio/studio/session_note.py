"""What the window is doing, noted as it does it: a note whose writer is gone tells how the last session ended.

A lock of the operating system's on the note, which ends with the process however that ends, tells whether its writer
lives. Where no note can be kept, nothing is known afterwards, and nothing is lost.
"""

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from platform import node
from typing import Any, BinaryIO, cast

from sora_studio import paths

FOLDER = "sessions"
SAFE_AFTER_FAILURES = 2
# Windows locks what it locks against reading, too: a byte far behind all that is written.
LOCKED_BYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Note:
    """`film` is open, or being opened. `settled`: it has been so for a while, and the program lived.

    `failures` counts the sessions right before this one that ended before they had settled.
    """

    started: str
    film: str = ""
    settled: bool = False
    failures: int = 0
    host: str = ""

    @property
    def film_saved(self) -> datetime | None:
        """When its film was last saved; None for one that was closed. The film isn't opened."""
        # A window that begins as it should needs nothing of a film's.
        from sora_studio.storage.owner import left_open

        left = left_open(Path(self.film)) if self.film else None
        return left.last_saved if left is not None else None


class Session:
    """The note of this process. `last` is the note of a session that ended without having been closed, if one did."""

    def __init__(self) -> None:
        folder = paths.user_data_folder() / FOLDER
        self.last: Note | None = None
        self._file: BinaryIO | None = None
        self._path = folder / f"{os.getpid()}.json"
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            self.last = _collect(folder)
            self._file = _locked(self._path)
        failed = self.last is not None and not self.last.settled
        failures = self.last.failures + 1 if self.last is not None and failed else 0
        self._note = Note(datetime.now().isoformat(), failures=failures, host=node())
        self._write()

    @property
    def failures(self) -> int:
        """How many starts in a row have failed before this one."""
        return self._note.failures

    @property
    def safe_mode(self) -> bool:
        """Whether this session should take nothing with it that may have ended the ones before."""
        return self.failures >= SAFE_AFTER_FAILURES

    def opening(self, film: Path) -> None:
        """A film is about to be opened: should the program end now, it ended with this."""
        self._note = replace(self._note, film=str(film.resolve()), settled=False)
        self._write()

    def settled(self) -> None:
        """What was begun went well."""
        self._note = replace(self._note, settled=True, failures=0)
        self._write()

    def no_film(self) -> None:
        self._note = replace(self._note, film="")
        self._write()

    def end(self) -> None:
        """Everything was closed as it should be."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
                self._path.unlink()
            self._file = None

    def _write(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.seek(0)
                self._file.write(json.dumps(asdict(self._note)).encode())
                self._file.truncate()
                self._file.flush()


def _collect(folder: Path) -> Note | None:
    """The latest note of this machine's whose writer has gone; all such notes are removed."""
    left: list[Note] = []
    for path in folder.glob("*.json"):
        with suppress(OSError), path.open("r+b") as file:
            if not _lock(file):
                continue
            note = _read(file)
            if note is not None:
                if note.host != node():
                    continue
                left.append(note)
            if sys.platform == "win32":
                file.close()
            path.unlink()
    return max(left, key=lambda note: note.started, default=None)


def _read(file: BinaryIO) -> Note | None:
    try:
        data = cast("dict[str, Any]", json.loads(file.read()))
        return Note(
            str(data["started"]), str(data["film"]), bool(data["settled"]), int(data["failures"]), str(data["host"])
        )
    except (ValueError, TypeError, KeyError):
        return None


def _locked(path: Path) -> BinaryIO | None:
    """A new file that is locked before it has its name, so that nobody takes it for one that was left."""
    # Windows renames no open file.
    unnamed = path if sys.platform == "win32" else path.with_suffix(".new")
    file = unnamed.open("w+b")
    if not _lock(file):
        file.close()
        return None
    if unnamed != path:
        unnamed.replace(path)
    return file


def _lock(file: BinaryIO) -> bool:
    """Whether the file was free; it is locked until it is closed."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(LOCKED_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
