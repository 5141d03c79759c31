"""The film's shots as lines of the palette."""

from PySide6.QtCore import QCoreApplication

from sora_studio.ui.document import FilmDocument
from sora_studio.ui.palette_rows import Row


def shot_rows(document: FilmDocument) -> list[Row]:
    """A row for each shot, which selects it and puts the playhead on it."""
    name = QCoreApplication.translate("CommandPalette", "Go to shot %s")
    place = QCoreApplication.translate("CommandPalette", "Shot")
    rows: list[Row] = []
    for _, shot in document.project.shots():
        text = f"{name % document.label(shot.id)}: {' '.join(shot.direction.prompt.split())}"
        rows.append(Row(shot.id, text, place, icon="film", run=lambda id=shot.id: go_to(document, id)))
    return rows


def go_to(document: FilmDocument, shot_id: str) -> None:
    """Select the shot and show its first frame."""
    document.selection.select((shot_id,), shot_id)
    document.transport.seek(document.project.shot_range(shot_id).start)
