"""Messages between two processes over a pipe: a head of JSON, bytes behind it. Nothing that is read becomes code."""

import json
import struct
from threading import Lock
from typing import Any, BinaryIO, TypeAlias, cast

# Magic; the head's length and the body's, in bytes. Then the head, JSON, and the body.
FRAME = struct.Struct("<4sIQ")
MAGIC = b"SORA"
# Between two words of a process that says that it lives.
BEAT_S = 1.0
MOST_HEAD_BYTES, MOST_BODY_BYTES = 1 << 24, 1 << 32

Head: TypeAlias = dict[str, Any]
Message: TypeAlias = tuple[Head, bytearray]


class GarbledError(Exception):
    """What came is no message: whoever writes there is broken."""


class Mouth:
    """Writes messages; any thread may."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._lock = Lock()

    def say(self, kind: str, body: memoryview | bytes = b"", **head: Any) -> None:
        """One message, at once on its way. Raises OSError where nobody reads any more."""
        text = json.dumps({"is": kind, **head}).encode()
        size = body.nbytes if isinstance(body, memoryview) else len(body)
        with self._lock:
            self._file.write(FRAME.pack(MAGIC, len(text), size))
            self._file.write(text)
            self._file.write(body)
            self._file.flush()

    def close(self) -> None:
        """Raises OSError where nobody reads any more."""
        self._file.close()


def read_message(file: BinaryIO) -> Message | None:
    """The next message, waited for; None once nobody writes any more. `file` is buffered. Raises GarbledError."""
    frame = file.read(FRAME.size)
    if len(frame) < FRAME.size:
        return None
    magic, head_bytes, body_bytes = cast("tuple[bytes, int, int]", FRAME.unpack(frame))
    if magic != MAGIC or head_bytes > MOST_HEAD_BYTES or body_bytes > MOST_BODY_BYTES:
        raise GarbledError
    text, body = file.read(head_bytes), bytearray(body_bytes)
    if len(text) < head_bytes or cast("Any", file).readinto(body) < body_bytes:
        return None
    try:
        return cast("Head", json.loads(text)), body
    except ValueError as error:
        raise GarbledError from error
