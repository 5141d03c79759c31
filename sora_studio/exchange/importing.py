"""Any file this program reads as a film of its own, by its ending."""

from dataclasses import dataclass, replace
from pathlib import Path

from sora_studio.errors import ScriptError
from sora_studio.exchange.cut_film import film_of_cut
from sora_studio.exchange.cut_reading import CUT_ENDINGS, read_cut
from sora_studio.exchange.files import decoded, read_bytes
from sora_studio.exchange.reading import SCRIPT_ENDINGS, read_script
from sora_studio.exchange.storyboarder import parse_storyboarder
from sora_studio.timeline.ids import text_id
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot

STORYBOARDER = ".storyboarder"
LARGEST_BOARDS_BYTES = 64_000_000
PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")
PICTURE_S = 4
FILM_ENDINGS = (*SCRIPT_ENDINGS, STORYBOARDER, *CUT_ENDINGS)


@dataclass(frozen=True, slots=True)
class ImportedFilm:
    """A film, the drawings of its shots by id, its sounds by the frame they begin at, and what was left out."""

    project: Project
    drawings: tuple[tuple[str, Path], ...] = ()
    sounds: tuple[tuple[int, Path], ...] = ()
    notes: tuple[str, ...] = ()


def read_film(path: Path) -> ImportedFilm:
    """The film in a script, shot list, subtitles, cut list, storyboard or picture; ScriptError says what is wrong."""
    ending = path.suffix.lower()
    if ending in PICTURE_ENDINGS:
        return _film_of_picture(path)
    if ending in CUT_ENDINGS:
        cut = read_cut(path)
        return ImportedFilm(film_of_cut(cut), notes=cut.notes)
    if ending != STORYBOARDER:
        return ImportedFilm(read_script(path))
    text = decoded(read_bytes(path, LARGEST_BOARDS_BYTES, "project"), path, "project")
    try:
        boards = parse_storyboarder(text, path)
    except ScriptError as error:
        raise ScriptError(f"{path.name}: {error.message}", error.hint) from error
    return ImportedFilm(boards.project, boards.drawings, boards.sounds, boards.notes)


def _film_of_picture(path: Path) -> ImportedFilm:
    """A shot that is drawn from the picture and asks for what its file is called."""
    words = path.stem.encode("utf-8", "replace").decode().replace("_", " ").replace("-", " ").strip()
    empty = Project(words)
    shot = Shot(text_id("shot", words), Direction(words), empty.frame_rate.frames(PICTURE_S))
    project = replace(empty, scenes=(Scene(text_id("scene", words), "", shots=(shot,)),))
    return ImportedFilm(project, drawings=((shot.id, path),))
