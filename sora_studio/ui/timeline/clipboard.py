"""Copying shots out and in: as text any film can take. Plain text from elsewhere becomes shots, a paragraph each."""

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication

from sora_studio.studio.keeping import KIND_OF_STAGE
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Shot
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.language import translate
from sora_studio.ui.timeline import gathered
from sora_studio.ui.timeline.readout import names

MOST_PASTED = 500


def copy(document: FilmDocument) -> int:
    """Put the selected shots on the clipboard; how many."""
    shots = _selected(document)
    if shots:
        QGuiApplication.clipboard().setText(gathered.to_text(shots))
    return len(shots)


def cut(document: FilmDocument) -> None:
    if copy(document):
        remove(document, translate("Edits", "Cut {shots}"))


def remove(document: FilmDocument, said: str = "") -> None:
    """Take the selected shots out; the film closes up. `said` names the edit, with {shots} in it."""
    strip, ids = document.strip, document.selection.shot_ids
    if ids:
        said = said or translate("Edits", "Delete {shots}")
        label = said.format(shots=names(strip, [strip.places[shot_id] for shot_id in ids]))
        first = min(strip.places[shot_id] for shot_id in ids)
        if document.edit(label, lambda film: gathered.without(film, ids)):
            _select_near(document, first)


def paste(document: FilmDocument) -> None:
    """Put what the clipboard holds after the selected shots. EditError for shots that can't be read."""
    text = QGuiApplication.clipboard().text()
    shots = gathered.from_text(text)
    if shots is None:
        paragraphs = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()][:MOST_PASTED]
        shots = [gathered.new_shot(document.project, paragraph) for paragraph in paragraphs]
    if shots:
        _insert(document, shots, translate("Edits", "Paste %n shot(s)", "", len(shots)))


def duplicate(document: FilmDocument) -> None:
    shots = _selected(document)
    if shots:
        _insert(document, shots, translate("Edits", "Duplicate %n shot(s)", "", len(shots)))


def _insert(document: FilmDocument, shots: Sequence[Shot], label: str) -> None:
    store = document.studio.store
    kept = {take.digest for shot in shots for take in shot.takes if store.has(KIND_OF_STAGE[take.stage], take.digest)}
    given = [gathered.kept_takes(shot, kept) for shot in shots]
    strip = document.strip
    places = [strip.places[shot_id] for shot_id in document.selection.shot_ids if shot_id in strip.places]
    under = strip.at(document.transport.frame)
    after = max(places) if places else under if under >= 0 else len(strip) - 1
    gap = gathered.gap_at(strip, after + 1)
    ids: list[str] = []

    def edit(film: Project) -> Project:
        changed, ids[:] = gathered.with_shots(film, given, gap)
        return changed

    if document.edit(label, edit):
        document.selection.select(ids)


def _selected(document: FilmDocument) -> list[Shot]:
    wanted = set(document.selection.shot_ids)
    return [shot for _, shot in document.project.shots() if shot.id in wanted]


def _select_near(document: FilmDocument, index: int) -> None:
    shots = [shot.id for _, shot in document.project.shots()]
    if shots:
        document.selection.select([shots[min(index, len(shots) - 1)]])
