"""The command that records over the current shot; the recording is kept beside the window, then it is one edit."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from sora_studio.errors import SoraError
from sora_studio.studio.recording import keep_recording, with_recording
from sora_studio.studio.sound_keeping import Media
from sora_studio.ui.beside import Beside
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.language import translate
from sora_studio.ui.sound.microphone import NoInput, input_problem
from sora_studio.ui.sound.recording_dialog import RecordingDialog


class Recording(QObject):
    """One recording at a time, since its dialog stands before the window."""

    def __init__(self, document: FilmDocument, commands: Commands, window: QWidget) -> None:
        # Goes with its document: a child of the window would hold the film after it is closed.
        super().__init__(document)
        self._document, self._window = document, window
        self.dialog: RecordingDialog | None = None
        commands.add(
            "film.record",
            self.tr("Record over this shot…"),
            self.record,
            group=self.tr("Film"),
            icon="mic",
            enabled=lambda: bool(document.selection.current),
        )

    def record(self) -> None:
        """Count in and record, or say why that can't be."""
        shot_id = self._document.selection.current
        if problem := input_problem():
            self._no_input(problem)
            return
        try:
            dialog = RecordingDialog(self._document, shot_id, self._window)
        except NoInput as refusal:
            self._no_input(str(refusal))
            return
        self.dialog = dialog
        dialog.finished.connect(lambda _: self._finished(dialog, shot_id))
        dialog.open()

    def _no_input(self, problem: str) -> None:
        hint = self.tr("Connect a microphone, or drop a sound file on the timeline instead.")
        self._document.tell(Message(problem, hint))

    def _finished(self, dialog: RecordingDialog, shot_id: str) -> None:
        self.dialog = None
        dialog.deleteLater()
        if dialog.result() != RecordingDialog.DialogCode.Accepted:
            return
        store, samples, rate = self._document.studio.store, dialog.samples, dialog.sample_rate
        name = self.tr("Scratch {shot}").format(shot=self._document.label(shot_id))

        def kept(media: Media) -> None:
            label = translate("Edits", "Record over shot {shot}").format(shot=self._document.label(shot_id))
            self._document.edit(label, lambda film: with_recording(film, media, shot_id))

        def refused(error: SoraError) -> None:
            self._document.tell(Message(error.message, error.hint, grave=True))

        Beside(self, lambda: keep_recording(store, samples, rate, name), kept, refused)
