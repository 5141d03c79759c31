"""The welcome page: shown while no film is open. It opens nothing and makes nothing itself; it asks the window."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from sora_studio import paths
from sora_studio.errors import SoraError
from sora_studio.studio.config import Config
from sora_studio.studio.new_film import MOVIE_ENDINGS, READ_ENDINGS, NewFilm, free_path
from sora_studio.studio.recent import RecentFilm, forget
from sora_studio.ui import theme
from sora_studio.ui.kit import Toast
from sora_studio.ui.welcome.home import Home

if TYPE_CHECKING:
    from sora_studio.ui.welcome.new_page import NewFilmPage


class Welcome(QWidget):
    """`open_requested` brings a Path; `create_requested` a studio.new_film.NewFilm, for `creating.create`."""

    open_requested = Signal(Path)
    create_requested = Signal(object)

    def __init__(self, config: Config, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.config = config
        self.setAccessibleName(self.tr("Welcome"))
        self.setAcceptDrops(True)
        self.home = Home()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.home)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self._veil = _Veil(self)
        home = self.home
        home.text_chosen.connect(lambda: self._begin(self.new_page.begin_text))
        home.blank_chosen.connect(lambda: self._begin(self.new_page.begin_blank))
        home.template_chosen.connect(lambda template: self._begin(lambda: self.new_page.begin_template(template)))
        home.script_chosen.connect(self.choose_script)
        home.open_chosen.connect(self.choose_film)
        home.film_chosen.connect(self.open_film)
        home.forget_asked.connect(self.forget)

    @cached_property
    def new_page(self) -> "NewFilmPage":
        """Made when a film is first begun: the window is there before it."""
        from sora_studio.ui.welcome.new_page import NewFilmPage

        page = NewFilmPage()
        page.left.connect(self.show_home)
        page.asked.connect(self.create_requested)
        self.pages.addWidget(page)
        return page

    def refresh(self) -> None:
        """Back to the first page, with the recent films as they are now."""
        self.show_home()
        self.home.refresh()

    def show_home(self) -> None:
        self.pages.setCurrentWidget(self.home)
        self.home.actions_by_icon["text"].setFocus()

    def choose_script(self) -> None:
        from sora_studio.ui.scripts import file_kinds

        start = str(paths.documents_folder())
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("New from script"), start, file_kinds())
        if chosen:
            self.new_from_script(Path(chosen))

    def choose_film(self) -> None:
        folder = paths.documents_folder() / "Sora Studio"
        start = str(folder if folder.is_dir() else paths.documents_folder())
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Open a film"), start, self.tr("Films (*.sora)"))
        if chosen:
            self.open_requested.emit(Path(chosen))

    def new_from_script(self, script: Path) -> None:
        """Show the script as the film it would become; why, where it can't be read."""
        try:
            self._begin(lambda: self.new_page.begin_script(script))
        except SoraError as error:
            Toast.show_over(self, error.message, error.hint, grave=True)

    def open_film(self, path: Path) -> None:
        """Open a film of the list; one that has gone is offered to be taken off it."""
        if path.exists():
            self.open_requested.emit(path)
            return
        text = self.tr("%s is no longer there.") % path.name
        gone = next((card.film for card in self.home.recents.cards if card.film.file == path), None)  # pyright: ignore
        hint = self.tr("It may have moved: open it from where it is now.")
        Toast.show_over(self, text, hint, self.tr("Take off the list"), lambda: gone and self.forget(gone), grave=True)

    def forget(self, film: RecentFilm) -> None:
        """Take a film off the list. Its file stays where it is."""
        try:
            forget(film.file)
        except SoraError as error:
            Toast.show_over(self, error.message, error.hint, grave=True)
        self.home.refresh()

    def _begin(self, begin) -> None:
        before = self.pages.currentIndex()
        self.pages.setCurrentWidget(self.new_page)
        try:
            begin()
        except SoraError:
            self.pages.setCurrentIndex(before)
            raise

    # Dropping a script, a movie or a film

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()
            self._veil.show_over()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._veil.hide()
        path = _dropped(event)
        if path is None:
            return
        event.acceptProposedAction()
        ending = path.suffix.lower()
        if ending == paths.PROJECT_SUFFIX:
            self.open_requested.emit(path)
        elif ending in MOVIE_ENDINGS:
            self.create_requested.emit(NewFilm("blank", free_path(path.stem), path.stem, movie=path))
        else:
            self.new_from_script(path)


class _Veil(QWidget):
    """Over the page while something is dragged onto it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_over(self) -> None:
        self.setGeometry(self._page.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.colours()
        painter.fillRect(self.rect(), colours.overlay)
        painter.setPen(QPen(colours.accent, 3, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(16, 16, -16, -16), 12, 12)
        painter.setFont(theme.font("title"))
        painter.setPen(colours.accent)
        painter.drawText(
            self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Drop a script, a movie or a film to begin with it")
        )
        painter.end()


def _dropped(event: QDropEvent) -> Path | None:
    """The script, movie or film that is dragged; None for anything else."""
    paths_dragged = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    known = (*READ_ENDINGS, *MOVIE_ENDINGS, paths.PROJECT_SUFFIX)
    return next((path for path in paths_dragged if path.suffix.lower() in known), None)
