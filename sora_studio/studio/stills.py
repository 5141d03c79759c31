"""One frame of the film at its full size, exactly as an export would show it."""

from collections.abc import Sequence
from pathlib import Path

from sora_studio.errors import SoraError
from sora_studio.film.plan import Frame
from sora_studio.film.stills import save_png
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.pictures import FilmPictures
from sora_studio.studio.showing import ShownShot
from sora_studio.timeline.project import Project

PNG = ".png"


def still(project: Project, shown: Sequence[ShownShot], store: BlobStore, frame: int) -> Frame:
    """Film frame `frame`, (h, w, 3) RGB. Raises SoraError where the shot has no picture."""
    pictures = FilmPictures(store)
    pictures.update(project, shown)
    picture = pictures.frame(frame, project.height)
    if picture.frame is None:
        raise SoraError("There is no picture at this frame yet.", "Render the shot, then take its frame.")
    return picture.frame


def save_still(project: Project, shown: Sequence[ShownShot], store: BlobStore, frame: int, out: Path) -> Path:
    """Write film frame `frame` to `out` as PNG, adding the ending it lacks; returns the file. Raises SoraError."""
    file = png_name(out)
    save_png(still(project, shown, store, frame), file)
    return file


def png_name(out: Path) -> Path:
    """The path with .png at its end."""
    return out if out.suffix.lower() == PNG else out.with_name(f"{out.name}{PNG}")
