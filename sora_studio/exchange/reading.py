"""Script files from disk: found, sized, decoded and handed to the parser of their kind."""

from collections.abc import Callable
from pathlib import Path

from sora_studio.errors import ScriptError
from sora_studio.exchange.files import decoded, read_bytes
from sora_studio.exchange.fountain import parse_fountain
from sora_studio.exchange.plain_text import parse_plain_text
from sora_studio.timeline.project import Project

LARGEST_SCRIPT_BYTES = 4_000_000
_PARSERS: dict[str, Callable[[str, str], Project]] = {
    ".fountain": parse_fountain,
    ".spmd": parse_fountain,
    ".txt": parse_plain_text,
    ".md": parse_plain_text,
}


def read_script(path: Path) -> Project:
    """The film in a script file (.fountain, .spmd, .txt or .md); ScriptError says what is wrong, and where."""
    parse = _PARSERS.get(path.suffix.lower())
    if parse is None:
        raise ScriptError(f"{path} isn't a script this program reads.", f"Scripts end in {', '.join(_PARSERS)}.")
    text = decoded(read_bytes(path, LARGEST_SCRIPT_BYTES), path)
    if not text.strip().strip("\N{ZERO WIDTH NO-BREAK SPACE}"):
        raise ScriptError(f"The script {path.name} is empty.", "Write a paragraph for each shot, then try again.")
    try:
        return parse(text, path.stem)
    except ScriptError as error:
        raise ScriptError(f"{path.name}: {error.message}", error.hint) from error
