"""Asks, away from the window's thread, how the text encoder reads the current shot's prompt."""

from queue import Empty, SimpleQueue
from threading import Thread

from PySide6.QtCore import QObject, QTimer, Signal

from sora_studio.errors import SoraError
from sora_studio.studio.prompt_reading import PromptReader, PromptReading, Wording, wording
from sora_studio.ui.document import FilmDocument

# A pause in typing this long asks; while an answer is under way it is looked for this often.
PAUSE_MS, LOOK_MS = 250, 30

_Answer = tuple[Wording, PromptReading | None, str]


class Readings(QObject):
    """`arrived` brings the reading of the shot asked for last; `failed` says why there is none."""

    arrived = Signal(object)
    failed = Signal(str)

    def __init__(self, document: FilmDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._reader = PromptReader(document.studio.config)
        self._answers: SimpleQueue[_Answer] = SimpleQueue()
        self._asked: Wording | None = None
        self._busy = False
        self._shot_id = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._start)
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._take)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._busy or self._pause.isActive()

    def ask(self, shot_id: str) -> None:
        """Read this shot's prompt once the typing pauses; "" gives up."""
        at_once = shot_id != self._shot_id
        self._shot_id = shot_id
        if not shot_id:
            self._pause.stop()
        elif at_once:
            self._pause.start(0)
        else:
            self._pause.start(PAUSE_MS)

    def _start(self) -> None:
        if self._busy:
            return  # What is asked now is read when the answer under way has come.
        if self._document.find(self._shot_id) is None:
            return
        asked = self._asked = wording(self._document.studio, self._shot_id)
        self._busy = True
        reader, answers = self._reader, self._answers
        Thread(target=_read, args=(reader, asked, answers), name="sora-reading", daemon=True).start()
        self._look.start()

    def _take(self) -> None:
        try:
            asked, reading, problem = self._answers.get_nowait()
        except Empty:
            return
        self._busy = False
        self._look.stop()
        if self._document.find(self._shot_id) is None:
            return
        if asked != wording(self._document.studio, self._shot_id):
            self._start()
        elif reading is not None:
            self.arrived.emit(reading)
        else:
            self.failed.emit(problem)


def _read(reader: PromptReader, asked: Wording, answers: SimpleQueue[_Answer]) -> None:
    try:
        answers.put((asked, reader.read(asked), ""))
    except SoraError as error:
        answers.put((asked, None, f"{error.message} {error.hint}".strip()))
