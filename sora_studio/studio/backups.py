"""Copies of a project file, made as one works: the last few, beside the film."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sora_studio.errors import StorageError

SUFFIX = ".backups"
MOST = 12
NAME = "%Y-%m-%d %H-%M-%S"


def backup_folder(project_path: Path) -> Path:
    """film.sora keeps its backups in film.backups/."""
    return project_path.with_suffix(SUFFIX)


def backups_of(project_path: Path) -> list[Path]:
    """The film's backups, the newest first."""
    return sorted(backup_folder(project_path).glob(f"*{project_path.suffix}"), reverse=True)


def keep_backup(project_path: Path, copy_to: Callable[[Path], object], now: datetime | None = None) -> Path:
    """Have `copy_to` write a copy, and let the oldest go beyond the last few. Raises StorageError, ProjectFileError."""
    folder = backup_folder(project_path)
    path = folder / f"{(now or datetime.now()).strftime(NAME)}{project_path.suffix}"
    try:
        folder.mkdir(exist_ok=True)
        copy_to(path)
        for old in backups_of(project_path)[MOST:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"No backup could be kept in {folder}: {error.strerror}.", "Check the folder.") from error
    return path
