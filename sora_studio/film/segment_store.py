"""Where encoded pieces of a film are kept between exports, and how they come back: whole, or as a file to read from."""

import io
from collections.abc import Callable
from typing import BinaryIO, Protocol, cast

from sora_studio.errors import StorageError

SEGMENTS = "segments"
# Read from the disk at a time.
PIECE_BYTES = 1 << 20


class Sink(Protocol):
    def write(self, data: bytes, /) -> int: ...


class SegmentStore(Protocol):
    """Pieces by kind and key. Reading refuses what is gone (StorageError), `read` what is damaged too."""

    def has(self, kind: str, digest: str) -> bool: ...
    def verify(self, kind: str, digest: str) -> bool: ...
    def length(self, kind: str, digest: str) -> int: ...
    def read(self, kind: str, digest: str) -> bytes: ...
    def read_piece(self, kind: str, digest: str, start: int, count: int) -> bytes: ...
    def put(self, kind: str, digest: str, write: Callable[[Sink], object]) -> object: ...


def kept_segment(store: SegmentStore, key: str) -> bytes | None:
    """None where it isn't there, or damaged: it is encoded again and replaced."""
    if not store.has(SEGMENTS, key):
        return None
    try:
        return store.read(SEGMENTS, key)
    except StorageError:
        return None


def kept_file(store: SegmentStore, key: str) -> BinaryIO | None:
    """A piece too long to be held, to read from and to seek in; None as for `kept_segment`."""
    if not store.verify(SEGMENTS, key):
        return None
    return cast("BinaryIO", io.BufferedReader(_KeptFile(store, key), PIECE_BYTES))


class _KeptFile(io.RawIOBase):
    def __init__(self, store: SegmentStore, key: str) -> None:
        self._store, self._key = store, key
        self._length, self._at = store.length(SEGMENTS, key), 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        data = self._store.read_piece(SEGMENTS, self._key, self._at, len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._length}[whence])
        return self._at
