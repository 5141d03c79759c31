"""The application's own log: one JSON object a line in the user's log folder, three files of a megabyte at most.

It says what happened, not what anyone wrote: prompts get into it only where a message quotes them, and a report
takes them out.
"""

import json
import logging
import sys
import threading
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from sora_studio import __version__, paths

if TYPE_CHECKING:
    from sora_studio.studio.events import Event

NAME = "sora-studio.log"
FILE_BYTES, OLD_FILES = 1_000_000, 2
# Of each event only what these fields say; pictures, and steps by the hundred, are no news afterwards.
TOLD = ("shot_id", "position", "digest", "stage", "device", "description", "shots", "takes", "frames", "reused")
SAID = ("message", "hint")
QUIET = frozenset({"StageProgress", "Preview", "FilmProgress", "MovieProgress"})
_log = logging.getLogger("sora_studio")
_writing: list[logging.Handler] = []


def log_path() -> Path:
    return paths.log_folder() / NAME


def start_log() -> None:
    """Begin to write, once for the life of the process; faults nobody caught are written, too.

    Where the folder can't be written to there is no log, which costs no work.
    """
    if _writing:
        return
    # It brings sockets and more: a window is there before it.
    from logging.handlers import RotatingFileHandler

    try:
        log_path().parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            log_path(), maxBytes=FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_JsonLines())
    # A full disk is told where it matters; that the log can't be written either is no news.
    handler.handleError = lambda record: None
    _log.addHandler(handler)
    _writing.append(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False
    note("started", version=__version__, python=sys.version.split()[0], platform=sys.platform)
    _hear_faults()


def stop_log() -> None:
    """Write no more, and let go of the file."""
    while _writing:
        handler = _writing.pop()
        _log.removeHandler(handler)
        handler.close()


def note(what: str, **fields: object) -> None:
    """Write a line: what happened, and plain values about it."""
    _log.info(what, extra={"fields": fields})


def note_event(event: "Event") -> None:
    """Write a render's or an export's event, but for those that come by the dozen."""
    what = type(event).__name__
    if what not in QUIET:
        note(what, **{name: getattr(event, name) for name in (*TOLD, *SAID) if _is_plain(getattr(event, name, None))})


def note_fault(error: BaseException) -> None:
    """Write a fault of ours with where it arose."""
    lines = traceback.format_exception(error)
    _log.error(type(error).__name__, extra={"fields": {"trace": "".join(lines)}})


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float | bool)


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, object] = getattr(record, "fields", {})
        time = datetime.fromtimestamp(record.created).isoformat(timespec="milliseconds")
        line = {"time": time, "level": record.levelname, "what": record.getMessage(), **fields}
        return json.dumps(line, ensure_ascii=False)


def _hear_faults() -> None:
    told, told_of_thread = sys.excepthook, threading.excepthook

    def hear(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        note_fault(error)
        told(kind, error, trace)

    def hear_thread(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            note_fault(arguments.exc_value)
        told_of_thread(arguments)

    sys.excepthook, threading.excepthook = hear, hear_thread
