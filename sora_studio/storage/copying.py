"""Blobs taken along to another store: linked where the disk allows it, else copied; each appears whole."""

import errno
import os
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

from sora_studio.storage.blobs import DIGEST, KIND, BlobStore
from sora_studio.storage.disk import (
    NO_LINKS,
    explain,
    flush_folder,
    flush_to_disk,
    make_folder,
    publish_new,
    writing_partial,
)

# Blobs are write-once, so two names for one file are safe; another disk, or one without links, gets a copy.
ASKS_FOR_A_COPY = NO_LINKS | {errno.EXDEV, errno.EROFS, errno.EACCES}


def copy_blobs(source: BlobStore, target: BlobStore, leave_out: Collection[str] = ()) -> int:
    """Keep every blob of `source` in `target` too, but for the kinds left out; returns how many were new there.

    May be called from any thread, and again after it was stopped: what is there already stays. Raises StorageError.
    """
    try:
        return sum(_copy_kind(folder, target) for folder in _kinds(source, leave_out))
    except OSError as error:
        raise explain(error, target.folder, "a copy of the pictures") from error


def stored(store: BlobStore, leave_out: Collection[str] = ()) -> Iterator[Path]:
    """The file of every blob, but for the kinds left out."""
    for kind in _kinds(store, leave_out):
        for folder in sorted(kind.iterdir()):
            yield from _blobs_in(folder)


def _blobs_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if DIGEST.fullmatch(path.name)) if folder.is_dir() else []


def _kinds(source: BlobStore, leave_out: Collection[str]) -> list[Path]:
    if not source.folder.is_dir():
        return []
    return sorted(each for each in source.folder.iterdir() if KIND.fullmatch(each.name) and each.name not in leave_out)


def _copy_kind(kind: Path, target: BlobStore) -> int:
    new = 0
    for folder in sorted(kind.iterdir()):
        missing = [path for path in _blobs_in(folder) if not target.has(kind.name, path.name)]
        if not missing:
            continue
        into = target.folder / kind.name / folder.name
        make_folder(into)
        for path in missing:
            new += _copy(path, into / path.name, target.folder)
        flush_folder(into)
    return new


def _copy(path: Path, into: Path, target_folder: Path) -> bool:
    try:
        os.link(path, into)
        return True
    except FileExistsError:
        return False
    except FileNotFoundError:
        return False  # Cleaned up meanwhile: it was nothing the film needs.
    except OSError as error:
        if error.errno not in ASKS_FOR_A_COPY:
            raise
    with path.open("rb") as file, writing_partial(target_folder) as (copy, partial):
        shutil.copyfileobj(file, copy)
        flush_to_disk(copy)
        copy.close()
        return publish_new(partial, into)
