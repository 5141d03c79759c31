"""Movies brought into the open film: read beside the window, one after the other, and stopped when asked."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from sora_studio.errors import Cancelled, SoraError
from sora_studio.studio.bringing_in import put_in
from sora_studio.studio.events import MovieProgress
from sora_studio.studio.file_import import BroughtIn, footage_import
from sora_studio.studio.footage import Footage, rate_for, read_footage
from sora_studio.studio.paper import CancelToken
from sora_studio.ui.beside import Beside
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.language import translate
from sora_studio.ui.messages import Message, left_out_message
from sora_studio.ui.paper.progress import FileEnded

LOOK_MS = 60


class MovieImports(QObject):
    """Of one document; the status bar hears how far the movie is that is read now."""

    changed = Signal()

    def __init__(self, document: FilmDocument) -> None:
        super().__init__(document)
        self._document = document
        self._waiting: list[Path] = []
        self._cancel: CancelToken | None = None
        self._progress = MovieProgress("", 0, 0)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(lambda: document.event_arrived.emit(self._progress))
        document.closing.connect(self.cancel)

    @staticmethod
    def of(document: FilmDocument) -> "MovieImports":
        """The document's own, made when it is first asked for."""
        return document.findChild(MovieImports) or MovieImports(document)

    @property
    def running(self) -> bool:
        return self._cancel is not None

    def start(self, path: Path) -> None:
        """Read this movie, behind those that wait."""
        self._waiting.append(path)
        if not self.running:
            self._next()

    def cancel(self) -> None:
        """Stop soon, those that wait too; the film stays as it is."""
        self._waiting.clear()
        if self._cancel is not None:
            self._cancel.cancel()

    def _next(self) -> None:
        path, cancel = self._waiting.pop(0), CancelToken()
        self._cancel = cancel
        store, rate = self._document.studio.store, rate_for(self._document.project)

        def told(done: int, total: int) -> None:
            self._progress = MovieProgress(path.name, done, total)

        def read() -> Footage | None:
            try:
                return read_footage(path, store, rate, told, cancel)
            except Cancelled:
                return None

        told(0, 0)
        self._timer.start()
        Beside(self, read, lambda footage: self._done(path, cancel, footage), lambda error: self._failed(path, error))
        self.changed.emit()

    def _done(self, path: Path, cancel: CancelToken, footage: Footage | None) -> None:
        self._cancel = None
        if footage is None or cancel.cancelled:
            text = translate("Movies", "The import of “{name}” was stopped. The film is as it was.")
            self._document.tell(Message(text.format(name=path.name)))
        else:
            self._bring(footage)
        self._ended(path)

    def _bring(self, footage: Footage) -> None:
        done: list[BroughtIn] = []
        if self._document.change(lambda: done.append(put_in(self._document.studio, footage_import(footage)))):
            self._document.tell(left_out_message(done[0].notes, " ".join(done[0].changes), undo=True))

    def _failed(self, path: Path, error: SoraError) -> None:
        self._cancel = None
        self._document.tell(Message(error.message, error.hint, grave=True))
        self._ended(path)

    def _ended(self, path: Path) -> None:
        self._timer.stop()
        self._document.event_arrived.emit(FileEnded(path.name))
        if self._waiting:
            self._next()
        else:
            self.changed.emit()
