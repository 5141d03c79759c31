"""Sound files kept beside the takes, decoded once and named by their SHA-256."""

import hashlib
import stat
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from sora_studio.errors import SoraError, StorageError
from sora_studio.film.sound import PEAKS_PER_SECOND, SAMPLE_RATE, Pcm16, PeakFinder
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.arrays import load_arrays, save_arrays
from sora_studio.storage.blobs import BlobStore, Sink
from sora_studio.studio.endings import unreadable
from sora_studio.studio.sound_decoding import Decode, decoded_apart

__all__ = ["PEAKS_PER_SECOND", "KeptSound", "Media", "file_digest", "is_intact", "keep_media", "kept_sound", "peaks"]

MEDIA, PEAKS = "media", "peaks"
LARGEST_FILE_BYTES = 2_000_000_000
# A kept sound: magic with a version, samples per second, channels; then 16-bit little-endian samples, left and right.
HEADER = Struct("<8sII")
HEAD = HEADER.pack(b"SORAPCM1", SAMPLE_RATE, 2)
SAMPLE_BYTES = 4
# Read at a time where a whole sound goes by.
BLOCK = 10 * SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Media:
    """A kept sound file: its SHA-256 (hex), what it was called, how long it sounds."""

    sha256: str
    name: str
    seconds: float


def keep_media(
    store: BlobStore, path: Path, cancel: CancelToken | None = None, decode: Decode = decoded_apart
) -> Media:
    """Keep a sound file, or the sound of a film, for the film's cues; one that is kept already costs only a look.

    Takes about a second for ten minutes of sound, and little memory; `decode` says where a file not yet kept is
    decoded. Raises SoraError, Cancelled.
    """
    cancel = cancel or CancelToken()
    name = path.name.encode("utf-8", "replace").decode()
    sha256 = file_digest(path, cancel)
    if not (store.has(PEAKS, sha256) and store.verify(MEDIA, sha256)):
        store.put(MEDIA, sha256, lambda sink: _write_sound(sink, decode(path, cancel), cancel))
        _keep_peaks(store, sha256)
    return Media(sha256, name, KeptSound(store, sha256).length / SAMPLE_RATE)


def peaks(store: BlobStore, media: str) -> NDArray[np.float32]:
    """The lowest and highest of every 1/200 s of a kept sound, (n, 2) in -1..1. Raises SoraError when it is gone."""
    try:
        found = load_arrays(store.read(PEAKS, media))[0]["peaks"]
    except (StorageError, KeyError):
        _keep_peaks(store, media)
        found = load_arrays(store.read(PEAKS, media))[0]["peaks"]
    return found.astype(np.float32) / np.float32(32768)


class KeptSound:
    """A kept sound, its `length` in samples; opened anew at every read: nothing is held open."""

    def __init__(self, store: BlobStore, media: str) -> None:
        """Raises StorageError when it is gone, cut short or from a newer version."""
        self._store, self._media = store, media
        if store.read_piece(MEDIA, media, 0, HEADER.size) != HEAD:
            raise StorageError("This sound was kept by a newer Sora Studio.", "Import its file again.")
        self.length = (store.length(MEDIA, media) - HEADER.size) // SAMPLE_BYTES

    def read(self, start: int, count: int) -> Pcm16:
        count = max(0, min(count, self.length - start))
        data = self._store.read_piece(MEDIA, self._media, HEADER.size + SAMPLE_BYTES * start, SAMPLE_BYTES * count)
        return np.frombuffer(data, "<i2").reshape(-1, 2)


def kept_sound(store: BlobStore, media: str) -> KeptSound | None:
    """A kept sound to read from; None when its file is gone."""
    try:
        return KeptSound(store, media)
    except StorageError:
        return None


def is_intact(store: BlobStore, media: str) -> bool:
    """Whether every byte of a kept sound is what it was."""
    try:
        return store.verify(MEDIA, media)
    except StorageError:  # No name a sound can have.
        return False


def file_digest(path: Path, cancel: CancelToken, most_bytes: int = LARGEST_FILE_BYTES) -> str:
    """The file's SHA-256, in hex. Raises SoraError for what is no file of a size we take, and Cancelled."""
    digest = hashlib.sha256()
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise SoraError(f"“{path.name}” isn't a file.", "Choose a sound or a movie.")
        if about.st_size > most_bytes:
            most = f"{most_bytes / 1e9:g} GB"
            raise SoraError(f"“{path.name}” is larger than {most}.", "Save it smaller, or cut it into pieces.")
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                cancel.check()
                digest.update(block)
    except FileNotFoundError as error:
        raise SoraError(f"There is no file “{path}”.", "Check the name, or choose another file.") from error
    except OSError as error:
        raise unreadable(path, error) from error
    return digest.hexdigest()


def _write_sound(sink: Sink, blocks: Generator[Pcm16], cancel: CancelToken) -> None:
    sink.write(HEAD)
    with closing(blocks):
        for block in blocks:
            cancel.check()
            sink.write(np.ascontiguousarray(block, "<i2").tobytes())


def _keep_peaks(store: BlobStore, media: str) -> None:
    try:
        kept = KeptSound(store, media)
    except StorageError as error:
        raise SoraError("The file of this sound is missing or damaged.", "Import the sound again.") from error
    finder = PeakFinder()
    for start in range(0, kept.length, BLOCK):
        finder.add(kept.read(start, BLOCK))
    found = finder.peaks()
    store.put(PEAKS, media, lambda sink: save_arrays(sink, {"peaks": found}, {"per_second": PEAKS_PER_SECOND}))
