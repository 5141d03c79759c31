"""Fountain's syntax: a script's lines as elements, after the specification at fountain.io/syntax (1.1).

Written here because no parser on PyPI holds up: fountain-py 0.3.0 forgets the notes inside a paragraph, ends the
title page at keys such as "Frame rate", and takes minutes over (or overflows the stack on) a hostile 100 kB;
screenplain drops all notes. Every pass here is linear in the script's length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sora_studio.exchange.lines import Line, Note

Kind = Literal["heading", "action", "dialogue", "transition", "synopsis", "notes"]

_HEADING = re.compile(r"(INT|EXT|EST|INT\.?/EXT|EXT\.?/INT|I/E)[.\s]", re.IGNORECASE)
_FORCED_HEADING = re.compile(r"\.[^\s.]")
_SCENE_NUMBER = re.compile(r"#([\w.-]+)#$")
_TRANSITION = re.compile(r"FADE (IN|OUT|TO [A-Z ]+)[.:]?|[^a-z]+ TO:")
_EXTENSIONS = re.compile(r"\(([^()]*)\)")
_CONTINUED = {"CONT'D", "CONT\N{RIGHT SINGLE QUOTATION MARK}D", "CONTD", "CONT"}
_PAGE_BREAK = re.compile(r"={3,}")


@dataclass(frozen=True, slots=True)
class Element:
    """One piece of a script; `number` is a scene's own, `character` and `parenthetical` are a speech's."""

    kind: Kind
    text: str
    line: int
    notes: tuple[Note, ...] = ()
    number: str = ""
    character: str = ""
    parenthetical: str = ""


def elements(lines: list[Line]) -> Iterator[Element]:
    """The elements of a script's body, in order; sections and page breaks are left out."""
    for paragraph in _paragraphs(lines):
        notes = tuple(note for line in paragraph for note in line.notes)
        written = [line for line in paragraph if line.text.strip()]
        if not written:
            yield Element("notes", "", paragraph[0].number, notes)
        elif _is_speech(written):
            yield from _speech(written, notes)
        else:
            yield from _blocks(paragraph)


def _paragraphs(lines: list[Line]) -> Iterator[list[Line]]:
    """Runs of lines with no empty one between; in a speech, a line of two spaces isn't empty."""
    paragraph: list[Line] = []
    in_speech = False
    for line in lines:
        if not line.is_blank:
            paragraph.append(line)
        elif paragraph:
            in_speech = len(line.text) >= 2 and (in_speech or _is_speech(paragraph))
            if not in_speech:
                yield paragraph
                paragraph = []
    if paragraph:
        yield paragraph


def _is_speech(paragraph: list[Line]) -> bool:
    """A cue in capitals, or forced with @, with something said right below it."""
    written = [line.text.strip() for line in paragraph[:8] if line.text.strip()]
    if len(written) < 2:
        return False
    cue = written[0]
    if cue.startswith("@"):
        return len(cue) > 1
    if cue[0] in "!.>#=~" or _HEADING.match(cue) or _TRANSITION.fullmatch(cue):
        return False
    name = _EXTENSIONS.sub("", cue)
    # A script without capitals, such as Japanese, says its cues with @.
    return name == name.upper() and any(letter.isupper() for letter in name) and not _opens_block(written[1])


def _opens_block(text: str) -> bool:
    return bool(_FORCED_HEADING.match(text) or _HEADING.match(text)) or text[0] in "!>#="


def _speech(lines: list[Line], notes: tuple[Note, ...]) -> Iterator[Element]:
    """One dialogue element for each parenthetical and what is said after it; the first carries the notes."""
    character = _character(lines[0].text)
    parenthetical, said = "", list[str]()
    start = lines[0].number
    for line in lines[1:]:
        text = line.text.strip()
        if text.startswith("(") and text.endswith(")"):
            if said or parenthetical:
                yield _said(character, parenthetical, said, start, notes)
                notes = ()
            parenthetical, said, start = text[1:-1].strip(), [], line.number
        else:
            said.append(text.removeprefix("~").strip())
    yield _said(character, parenthetical, said, start, notes)


def _said(character: str, parenthetical: str, said: list[str], line: int, notes: tuple[Note, ...]) -> Element:
    return Element("dialogue", "\n".join(said), line, notes, character=character, parenthetical=parenthetical)


def _character(cue: str) -> str:
    """The name with (V.O.) or (O.S.), without the marks of forced cues, dual dialogue and continued speech."""
    cue = cue.strip().removeprefix("@").rstrip("^ ")
    kept = _EXTENSIONS.sub(lambda match: "" if match[1].upper() in _CONTINUED else match[0], cue)
    return " ".join(kept.split())


def _blocks(paragraph: list[Line]) -> Iterator[Element]:
    """A paragraph that isn't a speech: one-line elements, and what is between them as action.

    Notes go with their own line's element; those before any text with the element that follows them.
    """
    action: list[Line] = []
    for line in paragraph:
        element = _one_line(line, first=not any(earlier.text.strip() for earlier in action))
        if element is None:
            action.append(line)
            continue
        yield from _action(action)
        action = []
        if element.text or element.notes:
            yield element
    yield from _action(action)


def _action(lines: list[Line]) -> Iterator[Element]:
    notes = tuple(note for line in lines for note in line.notes)
    written = [line for line in lines if line.text.strip()]
    if written:
        text = "\n".join(line.text.strip().removeprefix("!") for line in written)
        yield Element("action", text, written[0].number, notes)
    elif notes:
        yield Element("notes", "", lines[0].number, notes)


def _one_line(line: Line, first: bool) -> Element | None:
    """The element a line is by itself, None where it is action; `first`: nothing written stands above it."""
    text = line.text.strip()
    if _FORCED_HEADING.match(text) or (first and _HEADING.match(text)):
        return _heading(text.removeprefix("."), line)
    if text.startswith(">"):
        if text.endswith("<") and len(text) > 1:
            return Element("action", text[1:-1].strip(), line.number, line.notes)
        return Element("transition", text[1:].strip(), line.number, line.notes)
    if first and _TRANSITION.fullmatch(text):
        return Element("transition", text, line.number, line.notes)
    if text.startswith("~"):
        return Element("dialogue", text[1:].strip(), line.number, line.notes, parenthetical="singing")
    if text.startswith("#") or _PAGE_BREAK.fullmatch(text):
        return Element("notes", "", line.number, line.notes)
    if text.startswith("=") and not text.startswith("=="):
        return Element("synopsis", text[1:].strip(), line.number, line.notes)
    return None


def _heading(text: str, line: Line) -> Element:
    number = _SCENE_NUMBER.search(text)
    if number is not None:
        text = text[: number.start()].strip()
    return Element("heading", text, line.number, line.notes, number=number[1] if number else "")
