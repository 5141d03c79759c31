"""Plain text and Markdown: a paragraph is a shot, a line that begins with # is a title or opens a scene."""

import re
from collections.abc import Iterator

from sora_studio.exchange.draft import FilmDraft
from sora_studio.exchange.lines import Line, paragraphs, read_lines
from sora_studio.exchange.title_page import DEFAULT_SHOT_S
from sora_studio.exchange.words import checked_length, plain
from sora_studio.timeline.project import Project

# "3." and "3)" number a shot; "3 dogs run" doesn't, and "2001. …" is a year.
_NUMBERING = re.compile(r"(?:(?:shot|scene|panel)\s*#?\d{1,4}[a-z]?\s*[.:)-]|\d{1,3}[.)])\s+(?=\S)", re.IGNORECASE)


def parse_plain_text(text: str, title: str) -> Project:
    """The film a page of prompts describes; a first line such as "# Night train" is its title. ScriptError."""
    blocks = [block for paragraph in paragraphs(read_lines(text)) for block in _blocks(paragraph)]
    first = blocks[0][0] if blocks else Line(1, "")
    if first.text.lstrip().startswith("#") and not first.text.lstrip().startswith("##"):
        title = checked_length(plain(_heading(first.text)), "the title", first.number) or title
        blocks[0] = [Line(first.number, "", first.notes)]
    film = Project(title)
    draft = FilmDraft(film, film.frame_rate.frames(DEFAULT_SHOT_S))
    for block in blocks:
        _add(draft, block)
    return draft.project()


def _blocks(paragraph: list[Line]) -> Iterator[list[Line]]:
    """A paragraph as shots and headings: a heading line stands alone; in a numbered list each number is a shot."""
    block: list[Line] = []
    written = [line.text.strip() for line in paragraph if line.text.strip()]
    numbered = bool(written) and _NUMBERING.match(written[0]) is not None
    for line in paragraph:
        text = line.text.strip()
        heading = text.startswith("#")
        if block and (heading or (numbered and _NUMBERING.match(text))) and any(kept.text.strip() for kept in block):
            yield block
            block = []
        block.append(line)
        if heading:
            yield block
            block = []
    if block:
        yield block


def _add(draft: FilmDraft, block: list[Line]) -> None:
    notes = [note for line in block for note in line.notes]
    written = [line for line in block if line.text.strip()]
    text = "\n".join(line.text.strip() for line in written)
    if text.startswith("#") and _heading(text):
        draft.scene(_heading(text), "", notes, written[0].number)
    elif not text or text.startswith("#"):
        draft.notes(notes)
    else:
        draft.shot(_NUMBERING.sub("", text, count=1) if _NUMBERING.match(text) else text, notes, written[0].number)


def _heading(line: str) -> str:
    return line.strip("# \t")
