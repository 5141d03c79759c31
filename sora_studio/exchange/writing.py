"""A film in other people's formats, by a file's ending; what a format can't carry is told, never dropped unsaid."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sora_studio.errors import ExportError
from sora_studio.exchange.aaf import aaf_losses, write_aaf
from sora_studio.exchange.edl import edl
from sora_studio.exchange.fcp7 import fcp7_xml
from sora_studio.exchange.fcpxml import fcpxml
from sora_studio.exchange.fountain_out import fountain
from sora_studio.exchange.media import Media
from sora_studio.exchange.otio_bundle import write_otioz
from sora_studio.exchange.otio_timeline import otio_losses, otio_text
from sora_studio.exchange.printable import printable
from sora_studio.exchange.shot_list import shot_list
from sora_studio.exchange.shot_workbook import workbook_losses, write_workbook
from sora_studio.exchange.srt import srt
from sora_studio.timeline.project import Project

# Writes to a path where nothing is, and returns what the format can't carry. Raises OSError.
Writer = Callable[[Project, Media, Path], list[str]]
# What the format can't carry, with nothing written.
Losses = Callable[[Project], list[str]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format, by whom it is read, and what it needs besides the film: media it refers to, or a still of each shot.

    One that holds its media within itself leaves nothing beside it.
    """

    ending: str
    name: str
    read_by: str
    write: Writer
    losses: Losses
    refers_to_media: bool = False
    holds_media: bool = False
    wants_stills: bool = False


def _of_text(make: Callable[[Project, Media], tuple[str, list[str]]]) -> tuple[Writer, Losses]:
    def write(project: Project, media: Media, path: Path) -> list[str]:
        text, lost = make(project, media)
        path.write_bytes(text.encode())
        return lost

    return write, lambda project: make(project, Media())[1]


def _of_words(make: Callable[[Project], tuple[str, list[str]]]) -> tuple[Writer, Losses]:
    return _of_text(lambda project, _: make(project))


SPREADSHEETS = "Excel, Numbers, LibreOffice"
FORMATS: dict[str, Format] = {
    each.ending: each
    for each in (
        Format(".otio", "OpenTimelineIO", "Resolve, Hiero, RV", *_of_text(otio_text), True),
        Format(".otioz", "OpenTimelineIO with its media", "Resolve, RV", write_otioz, otio_losses, True, True),
        Format(".edl", "CMX3600 EDL", "every editing program", *_of_text(edl), True),
        Format(".xml", "Final Cut Pro 7 XML", "Premiere, Resolve", *_of_text(fcp7_xml), True),
        Format(".fcpxml", "FCPXML", "Final Cut Pro, Resolve", *_of_text(fcpxml), True),
        Format(".aaf", "AAF", "Media Composer, Pro Tools", write_aaf, aaf_losses, True),
        Format(".srt", "Subtitles", "players, editing programs", *_of_words(srt)),
        Format(".csv", "Shot list, CSV", "spreadsheets, StudioBinder", *_of_words(shot_list)),
        Format(".xlsx", "Shot list with pictures", SPREADSHEETS, write_workbook, workbook_losses, wants_stills=True),
        Format(".fountain", "Fountain screenplay", "Highland, Beat, Final Draft", *_of_words(fountain)),
    )
}
ENDINGS = tuple(FORMATS)


def format_of(path: Path) -> Format:
    """The format a name's ending asks for. Raises ExportError where it doesn't say which of ours to write."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise ExportError(f"“{path.name}” doesn't say which format to write.", f"End the name in {', '.join(ENDINGS)}.")
    return found


def write_film(project: Project, media: Media, path: Path) -> list[str]:
    """Write the film to `path` in the format its ending names; returns what that format can't carry, in sentences.

    Until it is whole the file keeps what it held. Raises ExportError.
    """
    asked = format_of(path)
    _check_shots(project)
    partial = path.with_name(f".partial-{os.getpid()}-{secrets.token_hex(6)}")
    try:
        lost = asked.write(printable(project), media, partial)
        _flush(partial)
        os.replace(partial, path)
    except OSError as error:
        raise ExportError(
            f"{path} could not be written: {error.strerror or error}.", "Choose a folder and a name you may write to."
        ) from error
    finally:
        # What can't be removed now is tidied away later, and the first error is the one to tell.
        with suppress(OSError):
            partial.unlink()
    return lost


def would_lose(project: Project, ending: str) -> list[str]:
    """What the format can't carry of the film, in sentences, before it is written. Raises ExportError."""
    _check_shots(project)
    return format_of(Path(f"film{ending}")).losses(printable(project))


def _check_shots(project: Project) -> None:
    if not project.duration_frames:
        raise ExportError("The film has no shots to hand over.", "Add a shot first.")


def _flush(path: Path) -> None:
    """A name must never stand for a file whose content the disk hasn't got yet."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
