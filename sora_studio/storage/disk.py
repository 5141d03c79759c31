"""The few things a file system must be asked carefully: make a name appear whole, and say why it couldn't."""

import errno
import os
import secrets
import shutil
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from sora_studio.errors import StorageError

PARTIAL_PREFIX = ".partial-"
STALE_AFTER_S = 24 * 3600
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
NOT_ALLOWED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
# Hard links are missing on FAT, exFAT and some network folders.
NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
NETWORK_FILE_SYSTEMS = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs", "fuse.rclone", "davfs")


class FlushError(StorageError):
    """The disk refused to confirm a write. Asking again may falsely succeed, so nobody may ask again."""


def partial_path(folder: Path) -> Path:
    """A new name in `folder` for a file that isn't finished; it tells which process is writing it."""
    return folder / f"{PARTIAL_PREFIX}{os.getpid()}-{secrets.token_hex(6)}"


@contextmanager
def writing_partial(folder: Path) -> Generator[tuple[BinaryIO, Path]]:
    """A new unfinished file in `folder`, gone again when the block ends, published or not."""
    partial = partial_path(folder)
    try:
        with partial.open("xb") as file:
            yield file, partial
    finally:
        # On a vanished or read-only disk there is nothing to remove, and the first error is the one to tell.
        with suppress(OSError):
            partial.unlink()


def flush_to_disk(file: BinaryIO) -> None:
    """Returns once the file's bytes are on the disk. Raises FlushError, OSError (no space)."""
    file.flush()
    _confirm(file.fileno(), file.name)


def flush_folder(folder: Path) -> None:
    """Makes new names in `folder` survive a power cut. Windows writes names through and can't be asked."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _confirm(descriptor, folder)
    finally:
        os.close(descriptor)


def _confirm(descriptor: int, name: object) -> None:
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno in NO_SPACE:
            raise
        raise FlushError(
            f"The disk could not confirm that {name} was written ({error.strerror}).",
            "Nothing more is written there. Check the disk, then save the project elsewhere.",
        ) from error


def publish_new(partial: Path, target: Path) -> bool:
    """Gives a finished file its name unless the name is taken; False when it was."""
    try:
        os.link(partial, target)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        if target.exists():
            return False
        os.rename(partial, target)
    flush_folder(target.parent)
    return True


def make_folder(folder: Path) -> None:
    """Like mkdir -p, and every new name survives a power cut."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir()
    flush_folder(folder.parent)


def remove_stale_partials(folder: Path, now: float | None = None) -> None:
    """Removes unfinished files whose writer has ended, or that are older than a day."""
    if not folder.is_dir():
        return
    oldest = (time.time() if now is None else now) - STALE_AFTER_S
    for path in folder.glob(f"{PARTIAL_PREFIX}*"):
        # Another process may be tidying up too; what can't be removed now waits for the next time.
        with suppress(OSError):
            if path.stat().st_mtime < oldest or not _writer_lives(path.name):
                path.unlink()


def _writer_lives(name: str) -> bool:
    pid = name.removeprefix(PARTIAL_PREFIX).split("-")[0]
    if sys.platform == "win32" or not pid.isdigit():
        return True  # On Windows os.kill(pid, 0) is not a question, so age alone decides.
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def explain(error: OSError, folder: Path, what: str) -> StorageError:
    """The file system's refusal in the user's words; `what` could not be kept in `folder`."""
    if error.errno in NO_SPACE:
        return StorageError(
            f"The disk is full: {what} could not be saved ({free_space(folder)} free in {folder}).",
            "Free some space, or save the project on another disk. Everything saved before is safe.",
        )
    if error.errno in NOT_ALLOWED:
        return StorageError(
            f"{what.capitalize()} could not be saved: {folder} can't be written to.",
            "Change the folder's permissions, or save the project in a folder of yours.",
        )
    return StorageError(
        f"{what.capitalize()} could not be saved in {folder}: {error.strerror or error}.",
        "Check that the disk is connected, or save the project elsewhere.",
    )


def free_space(folder: Path) -> str:
    """What is left on the disk that holds `folder`, for a message: "1.2 GB"."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        free_bytes = shutil.disk_usage(folder).free
    except OSError:
        return "an unknown amount"
    return f"{free_bytes / 1e9:.1f} GB" if free_bytes >= 1e9 else f"{free_bytes / 1e6:.1f} MB"


def is_local(path: Path) -> bool:
    """Whether `path` is on a disk of this machine, where SQLite's WAL may be used (sqlite.org/wal.html)."""
    resolved = path.resolve()
    if sys.platform == "win32":
        import ctypes

        drive_remote = 4  # GetDriveTypeW, winbase.h
        return ctypes.windll.kernel32.GetDriveTypeW(resolved.anchor) != drive_remote
    if sys.platform == "darwin":
        return not resolved.is_relative_to("/Volumes")  # A plugged-in disk only loses some speed by this.
    try:
        return not _file_system_type(resolved).startswith(NETWORK_FILE_SYSTEMS)
    except OSError:
        return False  # Without WAL a film is safe on either.


def _file_system_type(path: Path) -> str:
    best, kind = Path("/"), ""
    mounts = Path("/proc/self/mounts")
    for line in mounts.read_text("utf-8", "replace").splitlines() if mounts.exists() else ():
        _, mount_point, file_system, *_ = line.split(" ")
        folder = Path(mount_point.replace("\\040", " "))
        if path.is_relative_to(folder) and len(folder.parts) >= len(best.parts):
            best, kind = folder, file_system
    return kind
