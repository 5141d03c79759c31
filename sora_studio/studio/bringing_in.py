"""Other people's files brought into a film, each as one edit, or made a film of their own."""

from dataclasses import replace
from pathlib import Path
from shutil import rmtree

from sora_studio.errors import SoraError
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.config import Config
from sora_studio.studio.file_import import (
    BroughtIn,
    FileImport,
    kept_sounds,
    read_import,
    read_pictured_film,
    with_kept_drawings,
    with_sounds,
)
from sora_studio.studio.footage import Progress, footage_film, read_footage, with_footage
from sora_studio.studio.new_film import MOVIE_ENDINGS
from sora_studio.studio.open_film import OpenFilm
from sora_studio.studio.opening import PROJECT_SUFFIX
from sora_studio.studio.studio import Studio
from sora_studio.timeline.project import Scene


def bring_in(
    film: OpenFilm, path: Path, *, as_scenes: bool = False, on_progress: Progress = lambda done, total: None
) -> BroughtIn:
    """Bring a file into an open film as one edit, as `read_import` has it. Raises SoraError: the film is as it was."""
    return put_in(film, read_import(path, film.store, film.project, as_scenes=as_scenes, on_progress=on_progress))


def put_in(film: OpenFilm, read: FileImport) -> BroughtIn:
    """Put a file that was read into the film, as one edit. Raises SoraError."""
    project, done = read.put(film.project)
    film.edit(read.label, lambda _: project)
    return done


def new_film_from(
    path: Path, keep: Path, config: Config, on_progress: Progress = lambda done, total: None
) -> tuple[Studio, tuple[str, ...]]:
    """A new film at `keep` of a file, opened, and what of the file was left out; of a movie, at its rate.

    Never writes over a project. Raises SoraError.
    """
    if keep.suffix.lower() != PROJECT_SUFFIX:
        raise SoraError(f"{keep} is no name for a project.", f"End it in {PROJECT_SUFFIX}.")
    if path.suffix.lower() in MOVIE_ENDINGS:
        return _new_film_of_movie(path, keep, config, on_progress)
    film = read_pictured_film(path)
    imported = film.imported
    empty = replace(imported.project, scenes=(Scene("scene", ""),))
    studio = Studio(ProjectFile.create(keep, empty), config)
    try:
        made, notes = with_kept_drawings(studio.store, film)
        sounds, lost = kept_sounds(studio.store, imported.sounds)
        # The film begins with this: there is nothing to undo to.
        studio.absorb(lambda _: with_sounds(made, sounds, 0, made.frame_rate))
    except BaseException:
        studio.close()
        raise
    return studio, (*imported.notes, *notes, *lost)


def _new_film_of_movie(path: Path, keep: Path, config: Config, on_progress: Progress) -> tuple[Studio, tuple[str, ...]]:
    store = BlobStore.beside(keep)
    was_there = store.folder.exists()
    try:
        footage = read_footage(path, store, None, on_progress)
    except BaseException:
        if not was_there:
            rmtree(store.folder, ignore_errors=True)
        raise
    empty = replace(footage_film(footage), scenes=(Scene("scene", ""),))
    studio = Studio(ProjectFile.create(keep, empty), config)
    studio.absorb(lambda film: with_footage(film, footage))
    return studio, footage.notes
