"""A film with every take and sound it needs in one ZIP file: to send, to put away, to open on another machine."""

import re
import shutil
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from sora_studio.errors import ExportError, ProjectFileError, StorageError
from sora_studio.film.segment_store import SEGMENTS
from sora_studio.film.target import replacing
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.copying import stored
from sora_studio.storage.disk import explain, partial_path, publish_new, writing_partial
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.kept_stills import STILLS
from sora_studio.studio.open_film import OpenFilm

ARCHIVE = ".zip"
# Encoded pieces of the film and small pictures of its takes are made again in a moment.
LEFT_OUT = (SEGMENTS, STILLS)
PROJECT = "film.sora"
# Nothing else may be in an archive: a name in it becomes part of a path.
_BLOB = re.compile(r"film\.takes/([a-z]{1,32})/([0-9a-f]{2})/(\2[0-9a-f]{14,126})")
_ENCRYPTED = 1
_HINT = "Ask for the archive again: sora-studio export FILM.sora --to FILM.zip"

Progress = Callable[[int, int], None]


def write_archive(
    film: OpenFilm, out: Path, *, on_progress: Progress | None = None, cancel: CancelToken | None = None
) -> None:
    """Write the film and all it keeps, but for what is made again in a moment; told in (done, total) bytes.

    May be called from any thread. Raises SoraError, Cancelled; then nothing is replaced.
    """
    if not out.parent.is_dir():
        raise ExportError(f"There is no folder {out.parent}.", "Make the folder first, or choose another.")
    copy = partial_path(out.parent)
    try:
        film.copy_project(copy)
        with replacing(out) as partial:
            _pack(copy, film.store, partial, on_progress, cancel or CancelToken())
    except OSError as error:
        raise explain(error, out.parent, "the archive") from error
    finally:
        # What can't be removed now is tidied away later, and the first error is the one to tell.
        with suppress(OSError):
            copy.unlink()


def _pack(project: Path, store: BlobStore, out: Path, on_progress: Progress | None, cancel: CancelToken) -> None:
    blobs = {f"film.takes/{path.relative_to(store.folder).as_posix()}": path for path in stored(store, LEFT_OUT)}
    sizes = {name: path.stat().st_size for name, path in blobs.items()}
    done, total = 0, sum(sizes.values())
    # Pictures and sounds are packed tight already.
    with ZipFile(out, "x", ZIP_STORED) as archive:
        archive.write(project, PROJECT, ZIP_DEFLATED)
        for name, path in blobs.items():
            cancel.check()
            archive.write(path, name)
            done += sizes[name]
            if on_progress is not None:
                on_progress(done, total)


def is_archive(path: Path) -> bool:
    """Whether a name says that it is one."""
    return path.suffix.lower() == ARCHIVE


def unpack_archive(path: Path, keep: Path) -> list[str]:
    """Make the film in an archive the film at `keep`; returns in sentences what of it is damaged.

    Never writes over a project. Raises ProjectFileError, StorageError; then nothing new is at `keep`.
    """
    if keep.exists():
        raise ProjectFileError(f"{keep} is there already.", "Choose another name for the film.")
    store = BlobStore.beside(keep)
    made_here = not store.folder.exists()
    try:
        with ZipFile(path) as archive:
            return _unpack(archive, _checked(archive, path), store, keep)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error) as error:
        raise _refused(path, f"it is damaged ({error})") from error
    except FileNotFoundError as error:
        raise ProjectFileError(f"There is no archive {path}.", "Check the name and the folder.") from error
    except OSError as error:
        raise explain(error, keep.parent, "the film") from error
    finally:
        if made_here and not keep.exists():
            shutil.rmtree(store.folder, ignore_errors=True)


def _checked(archive: ZipFile, path: Path) -> dict[str, ZipInfo]:
    """What is in the archive, by name, once it is known to be a film and nothing else."""
    found: dict[str, ZipInfo] = {}
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        if entry.filename != PROJECT and not _BLOB.fullmatch(entry.filename):
            raise _refused(path, f"it holds {entry.filename!r}, which is no part of a film")
        if entry.filename in found:
            raise _refused(path, f"it holds {entry.filename!r} twice")
        if entry.flag_bits & _ENCRYPTED:
            raise _refused(path, "it is locked with a password")
        found[entry.filename] = entry
    if PROJECT not in found:
        raise _refused(path, "there is no film in it")
    return found


def _unpack(archive: ZipFile, entries: dict[str, ZipInfo], store: BlobStore, keep: Path) -> list[str]:
    needed, free = sum(entry.file_size for entry in entries.values()), shutil.disk_usage(keep.parent).free
    if needed > free:
        raise StorageError(
            f"The film needs {needed / 1e9:.1f} GB, and {keep.parent} has {free / 1e9:.1f} GB free.",
            "Free some space, or choose another disk.",
        )
    damaged = 0
    for name, entry in entries.items():
        if name != PROJECT:
            damaged += not _take_up(archive, entry, store)
    partial = partial_path(keep.parent)
    try:
        with archive.open(PROJECT) as source, partial.open("xb") as target:
            shutil.copyfileobj(source, target)
        ProjectFile.open(partial).close()
        if not publish_new(partial, keep):
            raise ProjectFileError(f"{keep} is there already.", "Choose another name for the film.")
    finally:
        for left in keep.parent.glob(f"{partial.name}*"):
            left.unlink(missing_ok=True)
    if not damaged:
        return []
    what = "A picture or sound is" if damaged == 1 else f"{damaged} pictures or sounds are"
    return [f"{what} damaged in the archive: those takes are missing, and can be rendered again."]


def _take_up(archive: ZipFile, entry: ZipInfo, store: BlobStore) -> bool:
    """Keep one blob; False where it doesn't prove intact, and then it isn't kept."""
    _, kind, _, digest = entry.filename.split("/")
    into = store.path(kind, digest)
    into.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as source, writing_partial(store.folder) as (file, partial):
        try:
            shutil.copyfileobj(source, file)
        except (BadZipFile, zlib.error):
            return False
        file.close()
        publish_new(partial, into)
    if store.verify(kind, digest):
        return True
    into.unlink()
    return False


def _refused(path: Path, why: str) -> ProjectFileError:
    return ProjectFileError(f"{path.name} can't be opened as a film: {why}.", _HINT)
