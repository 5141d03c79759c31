"""The take store: write-once files named by digest, whole or absent, checked on every read."""

import hashlib
import io
import os
import re
import struct
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from sora_studio.errors import StorageError
from sora_studio.storage.disk import (
    FlushError,
    explain,
    flush_folder,
    flush_to_disk,
    make_folder,
    publish_new,
    remove_stale_partials,
    writing_partial,
)

# Envelope: magic, version, SHA-256 of the content, length of the content in bytes. Then the content.
HEADER = struct.Struct("<8sI32sQ")
MAGIC = b"SORABLOB"
VERSION = 1
FOLDER_SUFFIX = ".takes"
# What a blob is to the user, where it isn't a picture.
WHAT = {"media": "a sound", "peaks": "a sound"}
KIND = re.compile(r"[a-z]{1,32}")
# Digests come from project files, which strangers write: nothing else may become part of a path.
DIGEST = re.compile(r"[0-9a-f]{16,128}")


class Sink(Protocol):
    """Where a writer puts its bytes, in order."""

    def write(self, data: bytes, /) -> int: ...


class _HashingSink:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()
        self.length = 0

    def write(self, data: bytes, /) -> int:
        self.sha256.update(data)
        self.length += len(data)
        return self._file.write(data)


class BlobStore:
    """Blobs under folder/<kind>/<first two digits>/<digest>. A name appears once its content is on the disk.

    Several processes may have one of the same folder. `refused`: the disk didn't confirm a write, here or in another
    of them; nothing more is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.refused: FlushError | None = None
        remove_stale_partials(folder)

    @classmethod
    def beside(cls, project_path: Path) -> "BlobStore":
        """The store of the project at `project_path`: film.sora keeps its takes in film.takes/."""
        return cls(project_path.with_suffix(FOLDER_SUFFIX))

    def path(self, kind: str, digest: str) -> Path:
        """Where the blob is or would be. Raises StorageError for a name that isn't a digest."""
        if not KIND.fullmatch(kind) or not DIGEST.fullmatch(digest):
            raise StorageError(
                f"“{kind}/{digest}” is not the name of a stored picture.",
                "The project refers to a take with a damaged name. Render the shot again.",
            )
        return self.folder / kind / digest[:2] / digest

    def has(self, kind: str, digest: str) -> bool:
        """Whether a blob of this name is there; `verify` says whether it is intact."""
        return self.path(kind, digest).is_file()

    def verify(self, kind: str, digest: str) -> bool:
        """Whether the blob is there with every bit as written."""
        path = self.path(kind, digest)
        try:
            with path.open("rb") as file:
                sha256, length = _read_header(file, path)
                content = hashlib.file_digest(file, "sha256")
                return content.digest() == sha256 and file.tell() == HEADER.size + length
        except (StorageError, OSError):
            return False

    def length(self, kind: str, digest: str) -> int:
        """The content's length in bytes, the file being as long as it says. Raises StorageError."""
        with self._opened(kind, digest) as (_, length):
            return length

    def read_piece(self, kind: str, digest: str, start: int, count: int) -> bytes:
        """Up to `count` bytes from `start` on, for what is too large to read whole; not checked but for its length.

        Raises StorageError: absent, unreadable, cut short.
        """
        with self._opened(kind, digest) as (file, length):
            file.seek(HEADER.size + min(start, length))
            return file.read(count)

    @contextmanager
    def _opened(self, kind: str, digest: str) -> Generator[tuple[BinaryIO, int]]:
        """The blob's file and the length of its content."""
        path = self.path(kind, digest)
        with _refusals_told(path), path.open("rb") as file:
            _, length = _read_header(file, path)
            if os.fstat(file.fileno()).st_size != HEADER.size + length:
                raise _damaged(path)
            yield file, length

    def read(self, kind: str, digest: str) -> bytes:
        """The blob's content, checked against its SHA-256. Raises StorageError: absent, unreadable, damaged."""
        path = self.path(kind, digest)
        with _refusals_told(path):
            data = path.read_bytes()
        return _checked_content(data, path)

    def put(self, kind: str, digest: str, write: Callable[[Sink], object]) -> Path:
        """Keeps what `write` writes under `digest`, unless an intact blob of that name is there already.

        Raises StorageError: full disk, read-only folder, or a disk that didn't confirm an earlier write.
        """
        path = self.path(kind, digest)
        if self.refused:
            raise self.refused
        if path.is_file() and self.verify(kind, digest):
            return path
        try:
            self._put(path, write)
        except FlushError as error:
            self.refused = error
            raise
        except OSError as error:
            raise explain(error, self.folder, WHAT.get(kind, "a picture")) from error
        return path

    def _put(self, path: Path, write: Callable[[Sink], object]) -> None:
        make_folder(path.parent)
        with writing_partial(self.folder) as (file, partial):
            file.write(bytes(HEADER.size))
            sink = _HashingSink(file)
            write(sink)
            file.seek(0)
            file.write(HEADER.pack(MAGIC, VERSION, sink.sha256.digest(), sink.length))
            flush_to_disk(file)
            file.close()  # Windows doesn't rename an open file.
            if not publish_new(partial, path) and not self.verify(path.parent.parent.name, path.name):
                os.replace(partial, path)
                flush_folder(path.parent)


@contextmanager
def _refusals_told(path: Path) -> Generator[None]:
    try:
        yield
    except FileNotFoundError:
        raise StorageError(
            f"{path} is missing.", "Render the shot again, or put the folder back beside its project."
        ) from None
    except OSError as error:
        raise StorageError(f"{path} can't be read: {error.strerror or error}.", "Check the disk.") from error


def _checked_content(data: bytes, path: Path) -> bytes:
    sha256, length = _read_header(io.BytesIO(data), path)
    content = data[HEADER.size :]
    if length != len(content) or hashlib.sha256(content).digest() != sha256:
        raise _damaged(path)
    return content


def _read_header(file: BinaryIO, path: Path) -> tuple[bytes, int]:
    """The content's SHA-256 and length. Raises StorageError for anything but a blob of a version we know."""
    header = file.read(HEADER.size)
    if len(header) == HEADER.size:
        magic, version, sha256, length = cast("tuple[bytes, int, bytes, int]", HEADER.unpack(header))
        if magic == MAGIC and version > VERSION:
            raise StorageError(f"{path} was made by a newer Sora Studio.", "Update Sora Studio to read it.")
        if (magic, version) == (MAGIC, VERSION):
            return sha256, length
    raise _damaged(path)


def _damaged(path: Path) -> StorageError:
    return StorageError(f"{path} is damaged.", "Render the shot again: the damaged picture will be replaced.")
