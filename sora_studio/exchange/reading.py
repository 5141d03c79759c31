"""Script files from disk: found, sized, decoded and handed to the parser of their kind."""

import shlex
from collections.abc import Callable
from pathlib import Path

from sora_studio.errors import ScriptError
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
    text = _decoded(_read_bytes(path), path)
    if not text.strip().strip("\N{ZERO WIDTH NO-BREAK SPACE}"):
        raise ScriptError(f"The script {path.name} is empty.", "Write a paragraph for each shot, then try again.")
    try:
        return parse(text, path.stem)
    except ScriptError as error:
        raise ScriptError(f"{path.name}: {error.message}", error.hint) from error


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            # One byte more than allowed tells a script that is too large from one that just fits.
            data = file.read(LARGEST_SCRIPT_BYTES + 1)
    except FileNotFoundError as error:
        raise ScriptError(f"There is no script at {path}.", "Check the name, or give the whole path.") from error
    except IsADirectoryError as error:
        raise ScriptError(f"{path} is a folder, not a script.", "Name a script in it.") from error
    except OSError as error:
        raise ScriptError(
            f"The script {path} can't be read: {error.strerror}.", "Check that you may read the file."
        ) from error
    if len(data) > LARGEST_SCRIPT_BYTES:
        raise ScriptError(
            f"The script {path.name} is larger than {LARGEST_SCRIPT_BYTES // 1_000_000} MB.",
            "Split it into several scripts.",
        )
    return data


def _decoded(data: bytes, path: Path) -> str:
    """The text, from UTF-8 with or without a byte order mark."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        raise ScriptError(
            f"The script {path.name} is in UTF-16 from its first line on, not in UTF-8.", _convert("UTF-16", path)
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ScriptError(
            f"The script {path.name} isn't UTF-8: line {line} has the byte 0x{data[error.start]:02X}.",
            _convert("ISO-8859-1", path),
        ) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ScriptError(f"The script {path.name} isn't text: line {line} has a zero byte.", "Save it as plain text.")
    return text


def _convert(encoding: str, path: Path) -> str:
    converted = path.with_name(f"{path.stem}-utf8{path.suffix}")
    return f"Convert it: iconv -f {encoding} -t UTF-8 {shlex.quote(str(path))} > {shlex.quote(str(converted))}"
