"""Final Draft scripts (.fdx): paragraphs by their kind, title page, script notes."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from sora_studio.errors import ScriptError
from sora_studio.exchange.draft import FilmDraft
from sora_studio.exchange.lines import Note
from sora_studio.exchange.safe_xml import parse_xml
from sora_studio.exchange.title_page import DEFAULT_SHOT_S
from sora_studio.exchange.words import PROMPT_LIMIT, plain
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import DialogueLine
from sora_studio.timeline.time import FrameRate

_ACTION = {"Action", "Shot", "General", "Cast List", "New Act", "End of Act", ""}
_BY = {"by", "written by", "screenplay by", "story by", "written & directed by", "written and directed by"}


def parse_fdx(data: bytes, title: str) -> Project:
    """The film a Final Draft script describes, called `title` unless its title page says otherwise; ScriptError."""
    root = parse_xml(data, "a Final Draft script")
    content = root.find("Content")
    if root.tag != "FinalDraft" or content is None:
        raise ScriptError("This isn't a Final Draft script.", "Save it from Final Draft as .fdx, or as Fountain.")
    named, author = _title_page(root)
    rate = FrameRate(24)
    draft = FilmDraft(Project(named or title, rate, author=author), rate.frames(DEFAULT_SHOT_S))
    reading = _Reading(draft)
    for number, paragraph in enumerate(_paragraphs(content), start=1):
        reading.add(paragraph, number)
    reading.end()
    return draft.project()


class _Reading:
    """A script being read; a speech is open until something else comes."""

    def __init__(self, draft: FilmDraft) -> None:
        self._draft = draft
        self._speaker = self._how = ""

    def add(self, paragraph: Element, number: int) -> None:
        kind, text = paragraph.get("Type", ""), _text(paragraph)
        if kind != "Dialogue" and kind != "Parenthetical" and kind != "Singing":
            self.end()
        if kind == "Scene Heading" and text:
            self._draft.scene(text, paragraph.get("Number", ""), (), number)
        elif kind == "Character":
            self._speaker = _name(text)
        elif kind == "Parenthetical":
            self._how = text.strip("() ")
        elif kind in ("Dialogue", "Singing") and text:
            how = "singing" if kind == "Singing" and not self._how else self._how
            self._draft.dialogue(DialogueLine(self._speaker, plain(text), plain(how)), ())
            self._how = ""
        elif kind == "Transition" and text:
            self._draft.transition(text, (), number)
        elif kind in _ACTION and text:
            self._draft.shot(text, (), number)
        elif text:
            self._draft.remark(text, number)
        for note in _script_notes(paragraph):
            add_note(self._draft, note, number)

    def end(self) -> None:
        self._speaker = self._how = ""


def add_note(draft: FilmDraft, text: str, line: int) -> None:
    """Read a note as an instruction where it is one; another program's note that only looks like one stays a note."""
    try:
        draft.notes([Note(text, line)])
    except ScriptError:
        draft.remark(text[:PROMPT_LIMIT], line)


def _paragraphs(content: Element) -> Iterator[Element]:
    """The paragraphs in order, both columns of a dual dialogue one after the other."""
    for paragraph in content.iterfind("Paragraph"):
        dual = paragraph.find("DualDialogue")
        if dual is None:
            yield paragraph
        else:
            yield from dual.iterfind("Paragraph")


def _text(paragraph: Element) -> str:
    said = "".join(each.text or "" for each in paragraph.iterfind("Text"))
    return "\n".join(line.strip() for line in said.replace("\N{LINE SEPARATOR}", "\n").splitlines() if line.strip())


def _script_notes(paragraph: Element) -> list[str]:
    notes = (_text(each) for note in paragraph.iterfind("ScriptNote") for each in note.iter("Paragraph"))
    return [text for text in notes if text]


def _name(cue: str) -> str:
    """The name without (CONT'D); (V.O.) and (O.S.) stay."""
    name = " ".join(cue.split())
    for mark in ("(CONT'D)", "(CONT\N{RIGHT SINGLE QUOTATION MARK}D)", "(cont'd)"):
        name = name.replace(mark, "")
    return name.strip()


def _title_page(root: Element) -> tuple[str, str]:
    """Title and author: the first line, and the one after “by”."""
    lines = [text for each in root.iterfind("TitlePage/Content/Paragraph") if (text := " ".join(_text(each).split()))]
    after = (lines[at + 1] for at, line in enumerate(lines[:-1]) if line.casefold().rstrip(":") in _BY)
    title = lines[0][:PROMPT_LIMIT] if lines else ""
    return title, next(after, "")[:PROMPT_LIMIT]
