"""OTIOZ: a timeline and the movies and sounds it refers to, in one file (OpenTimelineIO's file bundles)."""

# OpenTimelineIO's types come from C++ and are open to the checker.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false

import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from sora_studio.errors import ScriptError
from sora_studio.exchange.media import Media
from sora_studio.exchange.otio_timeline import otio_losses, timeline_of
from sora_studio.timeline.project import Project

BUNDLE = ".otioz"
# Where a bundle keeps its timeline (opentimelineio.readthedocs.io, File Bundles).
CONTENT = "content.otio"
_HINT = "Export it again from the program that made it."


def write_otioz(project: Project, media: Media, path: Path) -> list[str]:
    """Write the timeline and its media to `path`; returns what it can't carry. Raises OSError."""
    import opentimelineio as otio

    otio.adapters.write_to_file(timeline_of(project, media), str(path), "otioz", media_policy="MissingIfNotFile")
    return otio_losses(project)


def timeline_in_bundle(path: Path, largest: int) -> bytes:
    """The timeline's text out of a bundle, at most so many bytes; the media in it are left where they are.

    ScriptError says what is wrong with it.
    """
    try:
        with ZipFile(path) as bundle, bundle.open(CONTENT) as file:
            # One byte more than allowed: what the archive says of sizes need not be so.
            data = file.read(largest + 1)
    except KeyError as error:
        raise ScriptError("There is no timeline in it.", _HINT) from error
    except FileNotFoundError as error:
        raise ScriptError(f"There is no cut list at {path}.", "Check the name, or give the whole path.") from error
    except OSError as error:
        raise ScriptError(
            f"It can't be read: {error.strerror or error}.", "Check that you may read the file."
        ) from error
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error) as error:
        raise ScriptError("This isn't an OTIO bundle, or it is damaged.", _HINT) from error
    if len(data) > largest:
        raise ScriptError(f"The timeline in it is larger than {largest // 1_000_000} MB.", "Split it into several.")
    return data
