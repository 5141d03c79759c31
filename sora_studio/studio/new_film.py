"""A film someone asks to begin: from what, under which title, kept where."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sora_studio import paths
from sora_studio.errors import ProjectFileError, ScriptError
from sora_studio.studio.config import Config

# The welcome page offers to begin a film long before one is read.
if TYPE_CHECKING:
    from sora_studio.studio.studio import Studio
    from sora_studio.timeline.project import Project

# Everything the exchange package reads as a film, by what a person would call it. Said here too, for the welcome page
# offers it long before any of it is read.
READ_KINDS: dict[str, tuple[str, ...]] = {
    "script": (".fountain", ".spmd", ".txt", ".md", ".fdx"),
    "shot list": (".csv", ".tsv"),
    "subtitles": (".srt",),
    "storyboard": (".storyboarder",),
    "cut": (".otio", ".otioz", ".edl", ".xml", ".fcpxml"),
}
MOVIE_ENDINGS = (".mp4", ".mov", ".m4v")
READ_ENDINGS = tuple(ending for endings in READ_KINDS.values() for ending in endings)
# Characters no file name may hold on Windows, macOS or Linux, and names Windows keeps for itself.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class NewFilm:
    """`script` is read for "script"; `text` for "text"; a "blank" film needs neither.

    `movie` is brought into a blank film once it is open: that takes a while, and can be stopped.
    """

    kind: Literal["script", "text", "blank"]
    save_to: Path
    title: str = ""
    text: str = ""
    script: Path | None = None
    movie: Path | None = None


def create_film(asked: NewFilm, config: Config, told: list[str] | None = None) -> "Studio":
    """Make the film and open it; `told` is given what of a file was left out. Raises SoraError.

    Never writes over a project.
    """
    from sora_studio.studio.opening import new_blank, new_from_text

    try:
        asked.save_to.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectFileError(
            f"The folder {asked.save_to.parent} can't be made: {error.strerror}.", "Choose another place."
        ) from error
    title = asked.title.strip() or asked.save_to.stem
    if asked.kind == "blank":
        return new_blank(title, asked.save_to, config)
    if asked.kind == "text":
        return new_from_text(title, asked.text, asked.save_to, config)
    if asked.script is None:
        raise ScriptError("No script was chosen.", "Choose one.")
    from sora_studio.studio.bringing_in import new_film_from

    studio, notes = new_film_from(asked.script, asked.save_to, config)
    if told is not None:
        told += notes
    return studio


def film_in(script: Path) -> "Project":
    """The film a script, boards or a cut list would become. Raises ScriptError."""
    from sora_studio.exchange.importing import read_film

    return read_film(script).project


def film_of(title: str, text: str) -> "Project":
    """The film a typed text would become. Raises ScriptError."""
    from sora_studio.studio.opening import read_text

    return read_text(title, text)


def free_path(title: str, folder: Path | None = None) -> Path:
    """Where a film of that title is kept unless the user chooses otherwise: a name nothing has yet."""
    folder = folder or paths.documents_folder() / "Sora Studio"
    name = " ".join(_FORBIDDEN.sub(" ", title).split()).strip(" .")[:LONGEST_NAME].strip(" .") or "Untitled"
    name = f"{name} film" if _RESERVED.fullmatch(name) else name
    path, number = folder / f"{name}{paths.PROJECT_SUFFIX}", 2
    while path.exists():
        path, number = folder / f"{name} {number}{paths.PROJECT_SUFFIX}", number + 1
    return path
