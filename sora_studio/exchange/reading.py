"""Script files from disk: found, sized, decoded and handed to the parser of their kind."""

from collections.abc import Callable
from pathlib import Path

from sora_studio.errors import ScriptError
from sora_studio.exchange.fdx import parse_fdx
from sora_studio.exchange.files import decoded, read_bytes
from sora_studio.exchange.fountain import parse_fountain
from sora_studio.exchange.plain_text import parse_plain_text
from sora_studio.exchange.shot_list_in import parse_shot_list
from sora_studio.exchange.subtitles import parse_subtitles
from sora_studio.timeline.project import Project

LARGEST_SCRIPT_BYTES = 4_000_000
# Final Draft spends twenty bytes on each of the script's own.
LARGEST_FDX_BYTES = 32_000_000
_PARSERS: dict[str, Callable[[str, str], Project]] = {
    ".fountain": parse_fountain,
    ".spmd": parse_fountain,
    ".txt": parse_plain_text,
    ".md": parse_plain_text,
    ".csv": parse_shot_list,
    ".tsv": parse_shot_list,
    ".srt": parse_subtitles,
}
FINAL_DRAFT = ".fdx"
SCRIPT_ENDINGS = (*_PARSERS, FINAL_DRAFT)


def read_script(path: Path) -> Project:
    """The film in a script, shot list or subtitles, by the file's ending; ScriptError says what is wrong, and where."""
    ending = path.suffix.lower()
    if ending not in SCRIPT_ENDINGS:
        raise ScriptError(f"{path} isn't a script this program reads.", f"Scripts end in {', '.join(SCRIPT_ENDINGS)}.")
    data = read_bytes(path, LARGEST_FDX_BYTES if ending == FINAL_DRAFT else LARGEST_SCRIPT_BYTES)
    try:
        return parse_fdx(data, path.stem) if ending == FINAL_DRAFT else _PARSERS[ending](_text(data, path), path.stem)
    except ScriptError as error:
        named = error.message if path.name in error.message else f"{path.name}: {error.message}"
        raise ScriptError(named, error.hint) from error


def _text(data: bytes, path: Path) -> str:
    text = decoded(data, path)
    if not text.strip().strip("\N{ZERO WIDTH NO-BREAK SPACE}"):
        raise ScriptError(f"The script {path.name} is empty.", "Write a paragraph for each shot, then try again.")
    return text
