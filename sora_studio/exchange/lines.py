"""A script's lines with their numbers, its comments taken out and its `[[notes]]` lifted off the text."""

import re
from dataclasses import dataclass

from sora_studio.errors import ScriptError

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# Control characters never survive _UNPRINTABLE, so these are free to mark what was taken out of the text.
_SWALLOWED_NEWLINE = "\x01"
_LIFTED_NOTE = "\x02"
_COMMENT = "\x03"
# One space of the two around a note goes, and the one before a full stop: "walks [[slowly?]]." is "walks."
_SEAM = re.compile(r"(?<![ \t])[ \t]*+[\x01-\x03]++(?=[\s.,;:!?]|$)|[\x01-\x03]++")


@dataclass(frozen=True, slots=True)
class Note:
    """What stands in `[[ ]]`, and the line it begins on, counted from 1."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its notes; `number` counts from 1."""

    number: int
    text: str
    notes: tuple[Note, ...] = ()

    @property
    def is_blank(self) -> bool:
        """A line of notes alone is no gap between paragraphs."""
        return not self.text.strip() and not self.notes


def read_lines(text: str, comments: bool = False) -> list[Line]:
    """The lines of a script; with `comments`, less what stands in `/* */` (Fountain's boneyard).

    ScriptError names the line of a note or comment that is never closed. Linear in the text's length.
    """
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").replace("\r\n", "\n").replace("\r", "\n")
    text = _UNPRINTABLE.sub("", text)
    if comments:
        text = _without_comments(text)
    text, notes = _without_notes(text)
    waiting = iter(notes)
    lines: list[Line] = []
    number = 1
    for marked in text.split("\n"):
        own = tuple(next(waiting) for _ in range(marked.count(_LIFTED_NOTE)))
        line = Line(number, _SEAM.sub("", marked), own)
        # A line that was all comment is no gap either: leaving it out keeps its paragraph whole.
        if not line.is_blank or not _SEAM.search(marked):
            lines.append(line)
        number += 1 + marked.count(_SWALLOWED_NEWLINE)
    return lines


def paragraphs(lines: list[Line]) -> list[list[Line]]:
    """Runs of lines with no blank one between."""
    found: list[list[Line]] = []
    gap = True
    for line in lines:
        if line.is_blank:
            gap = True
            continue
        if gap:
            found.append([])
        found[-1].append(line)
        gap = False
    return found


def _without_comments(text: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := text.find("/*", at)) >= 0:
        stop = text.find("*/", start + 2)
        if stop < 0:
            line = text.count("\n", 0, start) + 1
            raise ScriptError(f"Line {line}: the comment opened with /* is never closed.", "Close it with */.")
        kept += text[at:start], _COMMENT, _SWALLOWED_NEWLINE * text.count("\n", start, stop)
        at = stop + 2
    return "".join([*kept, text[at:]])


def _without_notes(text: str) -> tuple[str, list[Note]]:
    """The text with marks where notes stood, and the notes in order; a note spans lines, but no empty one."""
    kept: list[str] = []
    notes: list[Note] = []
    at, line = 0, 1
    while (start := text.find("[[", at)) >= 0:
        line += _newlines(text, at, start)
        stop = text.find("]]", start + 2)
        if stop < 0 or "\n\n" in text[start:stop]:
            raise ScriptError(
                f"Line {line}: the note opened with [[ is never closed.",
                "Close it with ]] before the next empty line.",
            )
        inside = text[start + 2 : stop]
        notes.append(Note(_SEAM.sub("", inside), line))
        swallowed = _newlines(text, start, stop)
        kept += text[at:start], _LIFTED_NOTE, _SWALLOWED_NEWLINE * swallowed
        line += swallowed
        at = stop + 2
    return "".join([*kept, text[at:]]), notes


def _newlines(text: str, start: int, stop: int) -> int:
    return text.count("\n", start, stop) + text.count(_SWALLOWED_NEWLINE, start, stop)
