"""What a film keeps beside its project file, what of it can be made again, and making room. Takes are never touched."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sora_studio.errors import StorageError
from sora_studio.film.segment_store import SEGMENTS
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.keeping import DRAFTS, TEXTS
from sora_studio.studio.kept_stills import STILLS
from sora_studio.studio.latent_colours import COLOURS
from sora_studio.timeline.project import Project

# Encoded pieces of the film, drafts that no take of the project is, and texts as the models read them.
Part = Literal["segments", "drafts", "texts"]
PARTS: tuple[Part, ...] = ("segments", "drafts", "texts")
# With drafts go how they are shown, and the small pictures of takes that no take of the project is any more.
KINDS: dict[Part, tuple[str, ...]] = {"segments": (SEGMENTS,), "drafts": (DRAFTS, STILLS, COLOURS), "texts": (TEXTS,)}


@dataclass(frozen=True, slots=True)
class Room:
    """How many files something takes, and how many bytes."""

    files: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class CacheUse:
    """What lies in `folder`: everything, and of that what each part would free."""

    folder: Path
    total: Room
    removable: dict[Part, Room]


def measure(store: BlobStore, project: Project) -> CacheUse:
    """What the film's folder holds now. Reads the disk: not for the window's own thread on a large film."""
    removable: dict[Part, Room] = {}
    for part in PARTS:
        removable[part] = _room(size for _, size, _ in _removable(store, project, [part]))
    return CacheUse(store.folder, _room(size for _, size, _ in _files(store.folder)), removable)


def clean_up(store: BlobStore, project: Project, parts: Collection[Part]) -> Room:
    """Remove these parts and return what was freed. Not while the film is rendered: a draft may be about to be used.

    Everything removed is made again when it is needed. Raises StorageError where a file can't be removed.
    """
    freed: list[int] = []
    for path, size, _ in list(_removable(store, project, parts)):
        _remove(path)
        freed.append(size)
    return _room(freed)


def keep_within(store: BlobStore, project: Project, limit_mb: int) -> Room:
    """Remove encoded pieces of the film, the oldest first, until all that can be made again fits; 0 is no limit.

    Drafts stay: one may be about to be refined. Returns what was freed. Raises StorageError.
    """
    over = sum(size for _, size, _ in _removable(store, project, PARTS)) - limit_mb * 1_000_000
    freed: list[int] = []
    if limit_mb > 0:
        for path, size, _ in sorted(_removable(store, project, ["segments"]), key=lambda each: each[2]):
            if over <= sum(freed):
                break
            _remove(path)
            freed.append(size)
    return _room(freed)


def _removable(store: BlobStore, project: Project, parts: Collection[Part]) -> Iterator[tuple[Path, int, float]]:
    """Path, bytes and time of writing of each file that may go: none that any take of the project is."""
    takes = {take.digest for _, shot in project.shots() for take in shot.takes}
    pinned = {shot.pinned for _, shot in project.shots()}
    for part in parts:
        for kind in KINDS[part]:
            for path, size, written in _files(store.folder / kind):
                if path.name not in takes and path.name not in pinned:
                    yield path, size, written


def _files(folder: Path) -> Iterator[tuple[Path, int, float]]:
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            try:
                status = path.stat()
            except FileNotFoundError:
                continue  # Another process was tidying up too.
            yield path, status.st_size, status.st_mtime


def _room(sizes: Collection[int] | Iterator[int]) -> Room:
    listed = list(sizes)
    return Room(len(listed), sum(listed))


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"{path} can't be removed: {error.strerror}.", "Check the folder's permissions.") from error
