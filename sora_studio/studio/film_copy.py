"""A copy of a whole film, takes and all: its project file appears last, so that half a copy is never taken for one."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sora_studio.errors import ProjectFileError
from sora_studio.film.segment_store import SEGMENTS
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.copying import copy_blobs
from sora_studio.storage.disk import explain, partial_path, publish_new
from sora_studio.studio.kept_stills import STILLS


def copy_film(store: BlobStore, path: Path, copy_to: Callable[[Path], object]) -> Path:
    """Have `copy_to` write the project, bring its takes along, then give the copy its name; never over a file.

    May be called from any thread. Raises ProjectFileError, StorageError; then there is no file at `path`.
    """
    if path.exists():
        raise ProjectFileError(f"There is a file {path} already.", "Choose another name for the copy.")
    # The project first, under no name yet: a take made from now on is not in it, one in it is in the store.
    partial = partial_path(path.parent)
    try:
        copy_to(partial)
        # Encoded pieces of the film and small pictures of its takes are made again in a moment.
        copy_blobs(store, BlobStore.beside(path), leave_out=(SEGMENTS, STILLS))
        if not publish_new(partial, path):
            raise ProjectFileError(f"There is a file {path} already.", "Choose another name for the copy.")
    except OSError as error:
        raise explain(error, path.parent, "the copy") from error
    finally:
        # What can't be removed now is tidied away later, and the first error is the one to tell.
        with suppress(OSError):
            partial.unlink()
    return path
