"""A sound copy of a damaged project, with its takes, and a list of what was lost kept beside it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sora_studio.errors import DamagedProject, ProjectFileError, SoraError
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.disk import explain
from sora_studio.storage.project_file import ProjectFile
from sora_studio.storage.salvage import Salvage, salvage
from sora_studio.studio.film_copy import copy_film
from sora_studio.studio.new_film import free_path

LIST_SUFFIX = ".lost.txt"


@dataclass(frozen=True, slots=True)
class RepairedCopy:
    """The copy and the list beside it. `losses` is what the list says: a sentence for each part lost or doubtful."""

    path: Path
    list_path: Path
    intact_shots: int
    all_shots: int
    losses: tuple[str, ...]


def repaired_copy(damaged: Path, out: Path | None = None) -> RepairedCopy:
    """Make a copy of what proves intact, beside the damaged project unless `out` says where; that one isn't touched.

    Raises ProjectFileError (the project is sound, or nothing of it can be read; a file is there already), StorageError.
    """
    found = _examined(damaged)
    path = out or free_path(f"{damaged.stem} repaired", damaged.parent)
    copy_film(BlobStore.beside(damaged), path, lambda partial: ProjectFile.create(partial, found.project).close())
    list_path = list_beside(path)
    try:
        list_path.write_text(_told(damaged, found), encoding="utf-8")
    except OSError as error:
        raise explain(error, path.parent, "the list of what was lost") from error
    return RepairedCopy(path, list_path, found.intact_shots, found.all_shots, found.losses)


def list_beside(project_path: Path) -> Path:
    """Where the list of what a repair lost is, if this film was repaired: film.sora has film.lost.txt."""
    return project_path.with_suffix(LIST_SUFFIX)


def _examined(path: Path) -> Salvage:
    try:
        ProjectFile.open(path).close()
    except DamagedProject:
        found = salvage(path)
    else:
        raise ProjectFileError(f"{path} isn't damaged.", "Open it as it is.")
    if found.is_empty:
        raise SoraError(f"Nothing of {path} can be read any more.", "Open a version kept of it: sora-studio versions.")
    return found


def _told(damaged: Path, found: Salvage) -> str:
    lines = (
        f"Repaired from {damaged.name}, {datetime.now():%Y-%m-%d %H:%M}. The original is untouched.",
        f"{found.intact_shots} of {found.all_shots} shots are intact.",
        "",
        *(found.losses or ("Everything was found.",)),
        "Takes that waited to be made are no longer queued.",
    )
    return "\n".join(lines) + "\n"
