"""Print boards: how the pages should look, seen at once, and where the PDF goes."""

from pathlib import Path
from threading import Event

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from sora_studio.errors import Cancelled, SoraError
from sora_studio.studio.paper import check_place
from sora_studio.ui import theme
from sora_studio.ui.beside import Beside
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.kit import IconButton, PlainLabel, PushButton
from sora_studio.ui.paper.asked import PaperFields
from sora_studio.ui.paper.choices import PaperChoices, from_words, to_words
from sora_studio.ui.paper.pages import Book
from sora_studio.ui.paper.preview import PagePreview, draw_preview
from sora_studio.ui.paper.printing import book_of, pictures_of

SETTLE_MS = 120
SIDE_WIDTH = 316
REMEMBERED = "paper"


def recall(settings: QSettings) -> PaperChoices:
    """The choices as they were last made."""
    settings.beginGroup(REMEMBERED)
    words = {name: str(settings.value(name)) for name in settings.childKeys()}
    settings.endGroup()
    return from_words(words)


def remember(settings: QSettings, choices: PaperChoices) -> None:
    for name, said in to_words(choices).items():
        settings.setValue(f"{REMEMBERED}/{name}", said)


class PaperDialog(QDialog):
    """`book` and `out` are what to write once it is accepted; `settings` remembers the choices."""

    def __init__(self, document: FilmDocument, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Print boards"))
        self._document, self._settings = document, settings
        self.picture_of = pictures_of(document.studio, document.shots_shown())
        self.out = document.studio.path.with_suffix(".pdf")
        self.asked = PaperFields(recall(settings))
        self.preview = PagePreview()
        self.page_at = 0
        self._asked_stop = Event()
        self._drawing: Beside | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._draw)
        self.back = IconButton("chevron-left", self.tr("Page before"))
        self.on = IconButton("chevron-right", self.tr("Next page"))
        self.pages = PlainLabel("", "small", dim=True)
        self.problem = PlainLabel("", "small", dim=True)
        self.problem.setWordWrap(True)
        self.save = PushButton(self.tr("Save PDF…"), kind="primary")
        self.cancel = PushButton(self.tr("Cancel"), kind="quiet")
        self._lay_out()
        self.resize(1040, 720)
        self.asked.changed.connect(self._bind)
        self.back.clicked.connect(lambda: self._turn(-1))
        self.on.clicked.connect(lambda: self._turn(1))
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.reject)
        self.save.setDefault(True)
        self._bind()

    @property
    def choices(self) -> PaperChoices:
        return self.asked.choices

    def done(self, result: int) -> None:
        self._asked_stop.set()
        self._timer.stop()
        if result == QDialog.DialogCode.Accepted:
            remember(self._settings, self.choices)
        super().done(result)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._timer.start()

    def _bind(self) -> None:
        """Lay the film out anew, and draw the page that is looked at."""
        document = self._document
        shown = document.shots_shown()
        self.book: Book = book_of(document.project, shown, self.choices)
        without = sum(each.shown is None for each in shown)
        told = self.tr("{count} of {shots} shots have no picture yet and are printed as cards.")
        self.problem.setText(told.format(count=without, shots=len(shown)) if without else "")
        self.problem.setVisible(bool(without))
        self._turn(0)

    def _turn(self, by: int) -> None:
        count = len(self.book.pages)
        self.page_at = min(max(self.page_at + by, 0), count - 1)
        self.back.setEnabled(self.page_at > 0)
        self.on.setEnabled(self.page_at < count - 1)
        told = self.tr("Page {page} of {pages}").format(page=self.page_at + 1, pages=count)
        self.pages.setText(told)
        self._timer.start()

    def _draw(self) -> None:
        """Draw beside the window; what was begun for older choices is given up."""
        self._asked_stop.set()
        stop = self._asked_stop = Event()
        book, number, pixels, picture_of = self.book, self.page_at, self.preview.pixels, self.picture_of

        def check() -> None:
            if stop.is_set():
                raise Cancelled

        def draw() -> QImage | None:
            try:
                return draw_preview(book, number, pixels, picture_of, check)
            except Cancelled:
                return None

        self._drawing = Beside(self, draw, self._show, self._tell)

    def _show(self, image: QImage | None) -> None:
        if image is not None:
            self.preview.show_page(image)

    def _tell(self, error: SoraError) -> None:
        self.problem.setText(f"{error.message} {error.hint}")
        self.problem.show()

    def _save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the boards"), str(self.out), self.tr("PDF documents (*.pdf)")
        )
        if chosen:
            self.save_as(Path(chosen))

    def save_as(self, path: Path) -> None:
        """Take the name the user gave; a place that can't be written to is told here."""
        path = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
        try:
            check_place(path)
        except SoraError as error:
            self._tell(error)
            return
        self.out = path
        self.accept()

    def _lay_out(self) -> None:
        left = QWidget()
        # As wide for a contact sheet as for boards, so that the page stays where it is.
        left.setFixedWidth(max(SIDE_WIDTH, self.asked.sizeHint().width()))
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(4 * theme.GRID)
        side.addWidget(PlainLabel(self.tr("Print boards"), role="title"))
        side.addWidget(self.asked, 1)
        side.addWidget(self.problem)
        buttons = _row(self.cancel, self.save)
        side.addLayout(buttons)
        turning = _row(self.back, self.pages, self.on)
        turning.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(2 * theme.GRID)
        right.addWidget(self.preview, 1)
        right.addLayout(turning)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*(6 * theme.GRID,) * 4)
        layout.setSpacing(6 * theme.GRID)
        layout.addWidget(left)
        layout.addLayout(right, 1)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(2 * theme.GRID)
    row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    return row
