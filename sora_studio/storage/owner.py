"""Who has a project open: a small file beside it, for whoever finds it locked, or finds the file and no lock.

The lock itself is SQLite's. A record without a lock was left by a program that didn't get to close the project.
"""

import json
import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

SUFFIX = "-owner"
JOURNAL_SUFFIX = "-wal"


@dataclass(frozen=True, slots=True)
class Owner:
    """A program on a machine, since when (local time)."""

    host: str
    pid: int
    since: datetime

    @property
    def is_elsewhere(self) -> bool:
        """Whether that was another machine."""
        return self.host != socket.gethostname()


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """Who didn't close the project, and when it was last saved (local time)."""

    owner: Owner
    last_saved: datetime


def owner_file(project_path: Path) -> Path:
    """film.sora has its record in film.sora-owner, as SQLite has its journal in film.sora-wal."""
    return project_path.with_name(project_path.name + SUFFIX)


def read_owner(project_path: Path) -> Owner | None:
    """Who says to have the project; None where nobody does, or the record can't be read."""
    try:
        data = cast("dict[str, Any]", json.loads(owner_file(project_path).read_bytes()))
        return Owner(str(data["host"]), int(data["pid"]), datetime.fromisoformat(data["since"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def left_open(project_path: Path) -> LeftOpen | None:
    """What an earlier owner left, looked at before the project is opened; it counts once the lock was free."""
    owner = read_owner(project_path)
    if owner is None:
        return None
    journal = project_path.with_name(project_path.name + JOURNAL_SUFFIX)
    try:
        saved = max(path.stat().st_mtime for path in (project_path, journal) if path.exists())
    except (OSError, ValueError):
        return None
    return LeftOpen(owner, datetime.fromtimestamp(saved))


def sign(project_path: Path) -> None:
    """Record this process as the owner. Where it can't be, nobody is told who has the project, which costs no work."""
    record = {"host": socket.gethostname(), "pid": os.getpid(), "since": datetime.now().isoformat(timespec="seconds")}
    with suppress(OSError):
        owner_file(project_path).write_text(json.dumps(record), encoding="utf-8")


def sign_off(project_path: Path) -> None:
    """The project was closed as it should be."""
    with suppress(OSError):
        owner_file(project_path).unlink()


def told(owner: Owner | None, now: datetime) -> str:
    """Where the project is open: "in another Sora Studio on studio-mac since 14:01"."""
    if owner is None:
        return "in another Sora Studio"
    day = "" if owner.since.date() == now.date() else f"{owner.since.day} {owner.since:%b} "
    return f"in another Sora Studio on {owner.host} since {day}{owner.since:%H:%M}"
