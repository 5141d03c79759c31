"""A film in other people's formats, by a file's ending; what a format can't carry is told, never dropped unsaid."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sora_studio.errors import ExportError
from sora_studio.exchange.edl import edl
from sora_studio.exchange.fcp7 import fcp7_xml
from sora_studio.exchange.fcpxml import fcpxml
from sora_studio.exchange.fountain_out import fountain
from sora_studio.exchange.media import Media
from sora_studio.exchange.otio_timeline import otio_text
from sora_studio.exchange.printable import printable
from sora_studio.exchange.shot_list import shot_list
from sora_studio.exchange.srt import srt
from sora_studio.timeline.project import Project

_Writer = Callable[[Project, Media], tuple[str, list[str]]]


# These refer to movies and sounds; the others are texts that stand alone.
_CUTS: dict[str, _Writer] = {".otio": otio_text, ".edl": edl, ".xml": fcp7_xml, ".fcpxml": fcpxml}
_TEXTS: dict[str, Callable[[Project], tuple[str, list[str]]]] = {
    ".srt": srt,
    ".csv": shot_list,
    ".fountain": fountain,
}
ENDINGS = (*_CUTS, *_TEXTS)


def refers_to_media(path: Path) -> bool:
    """Whether a file of that name points to movies and sounds beside it."""
    return path.suffix.lower() in _CUTS


def check_ending(path: Path) -> None:
    """Raise ExportError where the name doesn't say which of our formats to write."""
    if path.suffix.lower() not in ENDINGS:
        raise ExportError(f"“{path.name}” doesn't say which format to write.", f"End the name in {', '.join(ENDINGS)}.")


def write_film(project: Project, media: Media, path: Path) -> list[str]:
    """Write the film to `path` in the format its ending names; returns what that format can't carry, in sentences.

    Until it is whole the file keeps what it held. Raises ExportError.
    """
    check_ending(path)
    if not project.duration_frames:
        raise ExportError("The film has no shots to hand over.", "Add a shot first.")
    film, ending = printable(project), path.suffix.lower()
    text, lost = _CUTS[ending](film, media) if ending in _CUTS else _TEXTS[ending](film)
    _replace(path, text.encode())
    return lost


def _replace(path: Path, data: bytes) -> None:
    partial = path.with_name(f".partial-{os.getpid()}-{secrets.token_hex(6)}")
    try:
        partial.write_bytes(data)
        os.replace(partial, path)
    except OSError as error:
        raise ExportError(
            f"{path} could not be written: {error.strerror or error}.", "Choose a folder and a name you may write to."
        ) from error
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()
