"""The commands that put the film on paper and on a page of its own."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from sora_studio.studio.film_apart import FilmTask
from sora_studio.studio.handing_apart import write_page_apart
from sora_studio.studio.paper import CancelToken
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.paper.dialog import PaperDialog
from sora_studio.ui.paper.page_painter import PictureOf
from sora_studio.ui.paper.pages import Book
from sora_studio.ui.paper.running import RunningFile
from sora_studio.ui.paper.writer import write_pdf

OnProgress = Callable[[int, int], None]


def _tr(text: str) -> str:
    return QCoreApplication.translate("PaperCommands", text)


class PaperCommands(QObject):
    """Registers itself. One file is written at a time."""

    def __init__(
        self, document: FilmDocument, commands: Commands, window: QWidget, settings: QSettings | None = None
    ) -> None:
        # Goes with its document: a child of the window would hold the film after it is closed.
        super().__init__(document)
        self._document, self._window = document, window
        self._settings = settings or QSettings("Sora Studio", "Sora Studio")
        self.running = RunningFile(document, self)

        def free() -> bool:
            return not self.running.running

        group = _tr("Film")
        commands.add("film.boards_pdf", _tr("Print boards…"), self.print_boards, group=group, icon="book-open",
                     enabled=lambda: free() and bool(document.project.scenes))  # fmt: skip
        commands.add("film.html_page", _tr("Save as web page…"), self.save_page, group=group, icon="square-play",
                     enabled=lambda: free() and document.shows_pictures)  # fmt: skip
        commands.add("film.paper_cancel", _tr("Stop writing the file"), self.running.cancel, group=group, icon="x",
                     enabled=lambda: self.running.running)  # fmt: skip
        self.running.changed.connect(commands.refresh)
        document.shown_changed.connect(lambda _: commands.refresh_soon())

    def print_boards(self) -> None:
        dialog = PaperDialog(self._document, self._settings, self._window)
        if dialog.exec() == PaperDialog.DialogCode.Accepted:
            self.write_boards(dialog.book, dialog.picture_of, dialog.out)
        dialog.deleteLater()

    def write_boards(self, book: Book, picture_of: PictureOf, out: Path) -> None:
        """Write the PDF beside the window."""
        pages = len(book.pages)
        told = _tr("{name} is written: 1 page.") if pages == 1 else _tr("{name} is written: {pages} pages.")

        def work(on_page: OnProgress, cancel: CancelToken) -> str:
            write_pdf(book, picture_of, out, on_page, cancel.check)
            return told.format(name=out.name, pages=pages)

        self.running.start(out, work)

    def save_page(self) -> None:
        suggested = self._document.studio.path.with_suffix(".html")
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, _tr("Save as web page"), str(suggested), _tr("Web pages (*.html)")
        )
        if chosen:
            path = Path(chosen)
            self.write_page(path if path.suffix.lower() in (".html", ".htm") else path.with_name(f"{path.name}.html"))

    def write_page(self, out: Path) -> None:
        """Write the page, and the film in it or beside it."""
        document = self._document
        project, shown, store = document.project, document.shots_shown(), document.studio.store
        alone, beside = _tr("%s is written."), _tr("{page} is written; keep {film} beside it.")

        def work(on_progress: OnProgress, cancel: CancelToken) -> str:
            film = write_page_apart(FilmTask(project, shown, store, out, on_progress, cancel))
            return alone % out.name if film is None else beside.format(page=out.name, film=film.name)

        self.running.start(out, work)
