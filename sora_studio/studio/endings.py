"""How the work of a process beside the window ended, as it is told over the pipe, and heard."""

import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from sora_studio.errors import (
    BlankPicture,
    Cancelled,
    DeviceError,
    ExportError,
    GenerationError,
    ModelFailed,
    OutOfMemory,
    PackError,
    SoraError,
    StorageError,
)
from sora_studio.storage.disk import FlushError
from sora_studio.studio.pipe import Head

_ERRORS: tuple[type[SoraError], ...] = (
    SoraError, StorageError, FlushError, ExportError, PackError, DeviceError, GenerationError, ModelFailed, OutOfMemory,
    BlankPicture,
)  # fmt: skip


def error_told(error: SoraError) -> Head:
    figures = [error.needed_bytes, error.free_bytes, error.halvings] if isinstance(error, OutOfMemory) else []
    return {"error": type(error).__name__, "message": error.message, "hint": error.hint, "figures": figures}


def error_heard(head: Head) -> SoraError:
    """The error as it was raised there; one of a class that isn't known here is a plain SoraError."""
    kinds = {kind.__name__: kind for kind in _ERRORS}
    return kinds.get(head["error"], SoraError)(head["message"], head["hint"], *head["figures"])


def raise_unless_done(head: Head, fault: SoraError) -> None:
    """Raise what a process's work ended with, if it isn't done; `fault` where that was a fault of ours."""
    match head["how"]:
        case "done":
            pass
        case "cancelled":
            raise Cancelled
        case "refused":
            raise error_heard(head)
        case _:
            raise fault


def work_ended(work: Callable[[], Head]) -> Head:
    """How a process's work ended; what `work` returns goes with an end that is done."""
    try:
        return {"how": "done", **work()}
    except Cancelled:
        return {"how": "cancelled"}
    except SoraError as error:
        return {"how": "refused", **error_told(error)}
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        return {"how": "fault", "what": str(error)}


def reading_ended(path: Path, read: Callable[[], Head]) -> Head:
    """The same of reading a stranger's file."""

    def work() -> Head:
        try:
            return read()
        except OSError as error:
            raise unreadable(path, error) from error

    return work_ended(work)


def unreadable(path: Path, error: OSError) -> SoraError:
    return SoraError(f"“{path.name}” can't be read: {error.strerror or error}.", "Choose another file.")
