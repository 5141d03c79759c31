"""The timeline's command for a title card: after the current shot, or before the film's first."""

from sora_studio.studio.title_cards import card_shot
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.language import translate
from sora_studio.ui.timeline import gathered
from sora_studio.ui.timeline.model import TimelineModel


def insert_card(document: FilmDocument, model: TimelineModel) -> None:
    """Put a card with the film's title behind the current shot, or first where there is none, and select it."""
    strip, project = model.strip, document.project
    current = strip.places.get(document.selection.current, -1)
    text = project.title.strip() or translate("Edits", "Title")
    if current < 0 and project.author.strip():
        text = f"{text}\n{project.author.strip()}"
    made: list[str] = []

    def inserted(film):
        card = card_shot(film, document.studio.store, text)
        made.append(card.id)
        return gathered.with_shots(film, [card], gathered.gap_at(strip, current + 1))[0]

    if document.edit(translate("Edits", "Insert title card"), inserted):
        document.selection.select([made[-1]])
