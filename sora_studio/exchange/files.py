"""Files other programs wrote, from disk to text: found, sized and decoded, or a ScriptError that says why not."""

import shlex
from pathlib import Path

from sora_studio.errors import ScriptError


def read_bytes(path: Path, largest: int, what: str = "script") -> bytes:
    """All of a file of at most `largest` bytes."""
    try:
        with path.open("rb") as file:
            # One byte more than allowed tells a file that is too large from one that just fits.
            data = file.read(largest + 1)
    except FileNotFoundError as error:
        raise ScriptError(f"There is no {what} at {path}.", "Check the name, or give the whole path.") from error
    except IsADirectoryError as error:
        raise ScriptError(f"{path} is a folder, not a {what}.", f"Name a {what} in it.") from error
    except OSError as error:
        raise ScriptError(
            f"The {what} {path} can't be read: {error.strerror}.", "Check that you may read the file."
        ) from error
    if len(data) > largest:
        raise ScriptError(
            f"The {what} {path.name} is larger than {largest // 1_000_000} MB.", f"Split it into several {what}s."
        )
    return data


def decoded(data: bytes, path: Path, what: str = "script") -> str:
    """The text, from UTF-8 with or without a byte order mark."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        raise ScriptError(
            f"The {what} {path.name} is in UTF-16 from its first line on, not in UTF-8.", _convert("UTF-16", path)
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ScriptError(
            f"The {what} {path.name} isn't UTF-8: line {line} has the byte 0x{data[error.start]:02X}.",
            _convert("ISO-8859-1", path),
        ) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ScriptError(f"The {what} {path.name} isn't text: line {line} has a zero byte.", "Save it as plain text.")
    return text


def _convert(encoding: str, path: Path) -> str:
    converted = path.with_name(f"{path.stem}-utf8{path.suffix}")
    return f"Convert it: iconv -f {encoding} -t UTF-8 {shlex.quote(str(path))} > {shlex.quote(str(converted))}"
