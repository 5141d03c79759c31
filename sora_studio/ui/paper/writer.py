"""The pages written as PDF: embedded type, text that can be searched, pictures of 300 dpi at the most."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from sora_studio.errors import ExportError
from sora_studio.studio.paper import whole_file
from sora_studio.ui.paper.layout import PAPERS, PageFrame
from sora_studio.ui.paper.page_painter import PictureOf, draw_page
from sora_studio.ui.paper.pages import Book
from sora_studio.ui.paper.type_on_paper import UNIT

OnPage = Callable[[int, int], None]


def write_pdf(
    book: Book, picture_of: PictureOf, out: Path, on_page: OnPage = lambda done, total: None,
    check: Callable[[], None] = lambda: None,
) -> None:  # fmt: skip
    """Write `out` whole or not at all, on any thread; `check` may raise to stop. Raises ExportError.

    The writer lives and dies on the calling thread and sends no signals, so it may be off the window's. A page's
    pictures are let go of once they are written: a film of any length takes the memory of one page.
    """
    with whole_file(out) as partial:
        writer = QPdfWriter(str(partial))
        _set_up(writer, book)
        painter = QPainter()
        if not painter.begin(writer):
            raise ExportError(f"{out} can't be written.", "Choose a folder and a name that you may write to.")
        try:
            for page in book.pages:
                check()
                if page.number > 1 and not writer.newPage():
                    raise ExportError(f"{out.name} could not be written.", "Check the disk's free space.")
                draw_page(painter, book, page, picture_of, check=check)
                on_page(page.number, len(book.pages))
        finally:
            painter.end()


def _set_up(writer: QPdfWriter, book: Book) -> None:
    writer.setResolution(72 * UNIT)
    writer.setPageLayout(page_layout(book.frame, book.choices.paper))
    writer.setTitle(book.film.title)
    writer.setAuthor(book.film.author)
    writer.setCreator("Sora Studio")


def page_layout(frame: PageFrame, paper: str) -> QPageLayout:
    """The paper, turned where it is wider than high, with no margins but those the boards keep themselves."""
    size = QPageSize(QSizeF(*PAPERS[paper]), QPageSize.Unit.Point, paper, QPageSize.SizeMatchPolicy.ExactMatch)
    turned = QPageLayout.Orientation.Landscape if frame.width > frame.height else QPageLayout.Orientation.Portrait
    return QPageLayout(size, turned, QMarginsF(0, 0, 0, 0))
