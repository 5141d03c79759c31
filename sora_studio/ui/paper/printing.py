"""A film's boards from beginning to end, for the dialog and for whoever prints without one."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from sora_studio.studio.pictures import FilmPictures
from sora_studio.studio.showing import ShownShot
from sora_studio.studio.studio import Studio
from sora_studio.timeline.project import Project
from sora_studio.ui.paper import type_on_paper
from sora_studio.ui.paper.choices import PaperChoices
from sora_studio.ui.paper.content import Panel, paper_film
from sora_studio.ui.paper.page_painter import PictureOf
from sora_studio.ui.paper.pages import Book, bind
from sora_studio.ui.paper.writer import write_pdf


def book_of(project: Project, shown: Sequence[ShownShot], choices: PaperChoices) -> Book:
    """The film laid out as it would be printed today. Needs a QGuiApplication, for its type."""
    type_on_paper.load()
    return bind(paper_film(project, shown, choices, date.today()), choices, type_on_paper.text_width)


def pictures_of(studio: Studio, shown: Sequence[ShownShot]) -> PictureOf:
    """Full pictures of what the shots show, read on whichever thread asks; no larger than the film's own."""
    pictures = FilmPictures(studio.store)
    pictures.update(studio.project, shown)
    own_height = studio.project.height

    def picture(panel: Panel, frame: int, height: int) -> np.ndarray | None:
        return pictures.still(panel.shot_id, frame, min(height, own_height))

    return picture


def print_film(studio: Studio, out: Path, choices: PaperChoices | None = None) -> int:
    """Write the boards of an open film to `out`, now and on this thread; how many pages. Raises SoraError."""
    shown = studio.shots()
    book = book_of(studio.project, shown, choices or PaperChoices())
    write_pdf(book, pictures_of(studio, shown), out)
    return len(book.pages)
