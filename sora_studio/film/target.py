"""The file a film is exported to: checked before the work starts, whole or absent after it."""

import errno
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from sora_studio.errors import ExportError

CONTAINERS = {".mp4": "mp4", ".m4v": "mp4", ".mov": "mov"}
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
NOT_ALLOWED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


def container_format(out: Path) -> str:
    """The container that a film's name asks for. Raises ExportError when no film can be written there."""
    if out.suffix.lower() not in CONTAINERS:
        raise ExportError(
            f"“{out.name}” doesn't say which kind of film to write.",
            f"End the name in {', '.join(CONTAINERS)}, such as {out.with_suffix('.mp4').name}.",
        )
    check_place(out)
    return CONTAINERS[out.suffix.lower()]


def check_place(out: Path) -> None:
    """Raises ExportError where no file of that name can be written."""
    if out.is_dir():
        raise ExportError(f"{out} is a folder.", f"Name a file in it, such as {out / 'film.mp4'}.")
    if not out.parent.is_dir():
        raise ExportError(f"There is no folder {out.parent}.", "Make the folder first, or choose another.")
    if not os.access(out.parent, os.W_OK):
        raise _explain(PermissionError(errno.EACCES, ""), out)


@contextmanager
def replacing(out: Path) -> Generator[Path]:
    """A temporary path beside `out` that becomes `out` when the block ends well and is removed otherwise.

    Raises ExportError for what the file system refuses, in the block as well.
    """
    partial = out.with_name(f".partial-{os.getpid()}-{secrets.token_hex(6)}")
    try:
        yield partial
        _flush(partial)
        os.replace(partial, out)
        if sys.platform != "win32":  # Windows writes names through and can't be asked.
            _flush(out.parent)
    except OSError as error:
        raise _explain(error, out) from error
    finally:
        # What can't be removed now is tidied away later, and the first error is the one to tell.
        with suppress(OSError):
            partial.unlink()


@contextmanager
def replacing_folder(out: Path, is_ours: Callable[[str], bool]) -> Generator[Path]:
    """A temporary folder that becomes `out` when the block ends well and is removed otherwise.

    A folder that is there is replaced when `is_ours` knows the name of all it holds; ExportError for any other.
    """
    partial = out.with_name(f".partial-{os.getpid()}-{secrets.token_hex(6)}")
    before = out.with_name(f"{out.name} before {secrets.token_hex(3)}")
    try:
        if out.exists() and not (out.is_dir() and all(is_ours(path.name) for path in out.iterdir())):
            raise ExportError(f"{out} holds other things.", "Choose another name, or move them elsewhere first.")
        partial.mkdir()
        yield partial
        for path in partial.iterdir():
            _flush(path)
        # Whatever happens between the two, what was there and what is new are both whole, under names of their own.
        if out.exists():
            os.replace(out, before)
        os.replace(partial, out)
        shutil.rmtree(before, ignore_errors=True)
    except OSError as error:
        raise _explain(error, out) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _explain(error: OSError, out: Path) -> ExportError:
    if error.errno in NO_SPACE:
        free = shutil.disk_usage(out.parent).free / 1e6
        return ExportError(
            f"The disk is full: {out.name} could not be written ({free:.0f} MB free in {out.parent}).",
            "Free some space, or export to another disk. Finished shots are kept, so the next try is quick.",
        )
    if error.errno in NOT_ALLOWED:
        return ExportError(f"{out} can't be written.", "Choose a folder and a name that you may write to.")
    return ExportError(
        f"{out} could not be written: {error.strerror or error}.", "Check the disk, or export somewhere else."
    )
