"""Fountain scripts: a scene heading opens a scene, an action paragraph is a shot, the title page sets up the film."""

from sora_studio.exchange.draft import FilmDraft
from sora_studio.exchange.fountain_syntax import Element, elements
from sora_studio.exchange.lines import read_lines
from sora_studio.exchange.title_page import read_title_page, split_title_page
from sora_studio.exchange.words import plain
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import DialogueLine


def parse_fountain(text: str, title: str) -> Project:
    """The film a Fountain script describes, called `title` unless its title page says otherwise; ScriptError."""
    entries, body = split_title_page(read_lines(text, comments=True))
    draft = FilmDraft(*read_title_page(entries, title))
    speaker = ""
    for element in elements(body):
        if element.kind == "dialogue":
            speaker = element.character or speaker
        _add(draft, element, speaker)
    return draft.project()


def _add(draft: FilmDraft, element: Element, speaker: str) -> None:
    match element.kind:
        case "heading":
            draft.scene(element.text, element.number, element.notes, element.line)
        case "action":
            draft.shot(element.text, element.notes, element.line)
        case "dialogue":
            said = DialogueLine(speaker, plain(element.text), plain(element.parenthetical))
            draft.dialogue(said, element.notes)
        case "transition":
            draft.transition(element.text, element.notes, element.line)
        case "synopsis":
            draft.remark(element.text, element.line)
            draft.notes(element.notes)
        case "notes":
            draft.notes(element.notes)
