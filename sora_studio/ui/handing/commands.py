"""The command that hands the film over to other programs."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from sora_studio.studio.archive import is_archive, write_archive
from sora_studio.studio.film_apart import FilmTask
from sora_studio.studio.handing_apart import hand_over_apart
from sora_studio.studio.paper import CancelToken
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.handing.dialog import HandingDialog
from sora_studio.ui.messages import left_out_message
from sora_studio.ui.paper.running import RunningFile


def _tr(text: str) -> str:
    return QCoreApplication.translate("HandingCommands", text)


class HandingCommands(QObject):
    """Registers itself. `running` writes one file at a time."""

    def __init__(self, document: FilmDocument, commands: Commands, window: QWidget, running: RunningFile) -> None:
        super().__init__(document)
        self._document, self._window, self._running = document, window, running
        commands.add("film.hand_over", _tr("Hand over to another program…"), self.ask, group=_tr("Film"),
                     icon="arrow-right-left",
                     enabled=lambda: not running.running and document.project.duration_frames > 0)  # fmt: skip

    def ask(self) -> None:
        dialog = HandingDialog(self._document, self._window)
        if dialog.exec() == HandingDialog.DialogCode.Accepted:
            self.write(dialog.out, dialog.with_media)
        dialog.deleteLater()

    def write(self, out: Path, with_media: bool) -> None:
        """Write the file beside the window; in the end what it can't carry is told once more."""
        document, studio = self._document, self._document.studio
        project, shown = document.project, document.shots_shown()

        def work(on_progress: Callable[[int, int], None], cancel: CancelToken) -> str:
            lost: list[str] = []
            if is_archive(out):
                write_archive(studio, out, on_progress=on_progress, cancel=cancel)
            else:
                lost = hand_over_apart(
                    FilmTask(project, shown, studio.store, out, on_progress, cancel), with_media=with_media
                )
            written = _tr("%s is written.") % out.name
            told = left_out_message(lost, written)
            return f"{told.text} {told.hint}".strip()

        self._running.start(out, work)
