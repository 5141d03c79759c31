"""The export that goes on beside the window, of one document."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from sora_studio.errors import SoraError
from sora_studio.studio.events import Event, FilmFailed, FilmStopped, FilmWritten
from sora_studio.studio.film_export import FilmExport
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.export.dialog import ExportRequest


class RunningExport(QObject):
    """One at a time; `finished` brings the file that was written."""

    finished = Signal(object)
    changed = Signal()

    def __init__(self, document: FilmDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._export: FilmExport | None = None
        document.event_arrived.connect(self._hear)

    @property
    def running(self) -> bool:
        return self._export is not None

    def start(self, request: ExportRequest) -> None:
        """Begin to write; the user is told where that can't be."""
        document = self._document
        shown = document.studio.shots("draft") if request.stage == "draft" else document.shots_shown()
        try:
            self._export = FilmExport(
                request.of(document.project),
                shown,
                document.studio.store,
                request.out,
                document.bridge.deliver,
                request.preset,
                request.screening,
            )
        except SoraError as error:
            document.tell(Message(error.message, error.hint, grave=True))
        self.changed.emit()

    def cancel(self) -> None:
        if self._export is not None:
            self._export.cancel()

    def close(self, timeout_s: float) -> None:
        if self._export is not None:
            self._export.close(timeout_s)

    def _hear(self, event: Event) -> None:
        match event:
            case FilmWritten(path, frames, seconds, encoded_on=on):
                self._end()
                told = self.tr("{name} is written: {frames} frames, {seconds:.1f} s.")
                said = told.format(name=Path(path).name, frames=frames, seconds=seconds)
                if on:
                    said = f"{said} {self.tr('Encoded on %s.') % on}"
                self._document.tell(Message(said))
                self.finished.emit(Path(path))
            case FilmFailed(_, message, hint):
                self._end()
                self._document.tell(Message(message, hint, grave=True))
            case FilmStopped():
                self._end()
                self._document.tell(Message(self.tr("The export was stopped. Nothing was replaced.")))
            case _:
                pass

    def _end(self) -> None:
        self._export = None
        self.changed.emit()
