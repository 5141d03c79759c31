"""A file made of the film while the window goes on: one background thread, heard by a timer of the window's own."""

from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from PySide6.QtCore import QObject, QTimer, Signal

from sora_studio.errors import Cancelled, SoraError
from sora_studio.studio.paper import CancelToken
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.language import translate
from sora_studio.ui.messages import Message
from sora_studio.ui.paper.progress import FileEnded, FileProgress

LOOK_MS = 60

# Tells (done, total) as it goes, raises Cancelled soon after it is cancelled, gives what the user is told in the end.
Work = Callable[[Callable[[int, int], None], CancelToken], str]


class RunningFile(QObject):
    """One at a time; the status bar hears how far it is. `finished` brings the file that was written."""

    changed = Signal()
    finished = Signal(object)

    def __init__(self, document: FilmDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._said: SimpleQueue[object] = SimpleQueue()
        self._cancel = CancelToken()
        self._thread: Thread | None = None
        self.out = Path()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._hear)

    @property
    def running(self) -> bool:
        return self._thread is not None

    def start(self, out: Path, work: Work) -> None:
        """Begin; `work` touches no widget."""
        self.out, self._cancel, self._said = out, CancelToken(), SimpleQueue()
        said, cancel = self._said, self._cancel

        def run() -> None:
            try:
                said.put(work(lambda done, total: said.put((done, total)), cancel))
            except (SoraError, Cancelled) as error:
                said.put(error)
            except Exception as fault:
                why = translate("Paper", "{file} could not be written: {why}.").format(file=out.name, why=fault)
                said.put(SoraError(why, translate("Paper", "Please report this fault of ours.")))
                raise

        self._thread = Thread(target=run, name="sora-paper", daemon=True)
        self._thread.start()
        self._timer.start()
        self.changed.emit()

    def cancel(self) -> None:
        """Stop soon; whatever stood under the file's name stays as it was."""
        self._cancel.cancel()

    def close(self, timeout_s: float) -> None:
        self.cancel()
        if self._thread is not None:
            self._thread.join(timeout_s)
            self._timer.stop()

    def _hear(self) -> None:
        progress: tuple[int, int] | None = None
        while True:
            try:
                said = self._said.get_nowait()
            except Empty:
                break
            if isinstance(said, tuple):
                progress = said
            else:
                self._end(said)
        if progress is not None and self.running:
            self._document.event_arrived.emit(FileProgress(self.out.name, *progress))

    def _end(self, said: object) -> None:
        self._timer.stop()
        self._thread = None
        self._document.event_arrived.emit(FileEnded(self.out.name))
        self.changed.emit()
        if isinstance(said, SoraError):
            self._document.tell(Message(said.message, said.hint, grave=True))
        elif isinstance(said, Cancelled):
            self._document.tell(Message(self.tr("%s was stopped. Nothing was replaced.") % self.out.name))
        else:
            self._document.tell(Message(str(said)))
            self.finished.emit(self.out)
