"""Before a film is let go: all of it is on the disk, or the user says what becomes of the rest."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from sora_studio.errors import ProjectFileError, SoraError
from sora_studio.paths import PROJECT_SUFFIX
from sora_studio.ui.beside import Beside
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.kit import PlainLabel, PushButton, lay_out_dialog

# A disk that is asleep takes some seconds to wake.
FLUSH_S = 5.0
# The dialog's title says so already.
NOT_SAVED = "Not saved: "


def may_let_go(document: FilmDocument, window: QWidget) -> bool:
    """Whether the film can be closed now: it is all saved, or the user has saved a copy, or gives up the rest."""
    try:
        document.studio.flush(FLUSH_S)
    except ProjectFileError as error:
        dialog = UnsavedDialog(document, error, window)
        answer = dialog.exec()
        dialog.deleteLater()
        return answer == QDialog.DialogCode.Accepted
    return True


class UnsavedDialog(QDialog):
    """Accepted: let the film go."""

    def __init__(self, document: FilmDocument, error: ProjectFileError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Not saved"))
        self.setMinimumWidth(520)
        self._document = document
        self.told = PlainLabel("", role="body")
        self.told.setWordWrap(True)
        self.save_copy = PushButton(self.tr("Save a copy…"), kind="primary")
        self.save_copy.setDefault(True)
        self.save_copy.clicked.connect(self._save_copy)
        self.go_on = PushButton(self.tr("Go on editing"), kind="quiet")
        self.go_on.clicked.connect(self.reject)
        self.give_up = PushButton(self.tr("Close without saving"), kind="quiet")
        self.give_up.clicked.connect(self.accept)
        self._lay_out()
        self.save_copy.setFocus()
        self._tell(error)

    def _lay_out(self) -> None:
        parts = (PlainLabel(self.tr("The newest edits are not saved"), role="title"), self.told)
        lay_out_dialog(self, parts, (self.go_on, self.save_copy), aside=(self.give_up,))

    def _tell(self, error: SoraError) -> None:
        safe = self.tr("Your last save from %s is safe.") % f"{self._document.save_state.saved:%H:%M:%S}"
        why = error.message.removeprefix(NOT_SAVED)
        self.told.setText(f"{why[:1].upper()}{why[1:]} {safe} {error.hint}")

    def _save_copy(self) -> None:
        """On another disk, most likely; the copy has every edit in it."""
        path = self._document.studio.path
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save a copy"), str(Path.home() / path.name), self.tr("Films (*.sora)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if not chosen:
            return
        target, studio = Path(chosen).with_suffix(PROJECT_SUFFIX), self._document.studio
        self.save_copy.setEnabled(False)
        Beside(self, lambda: studio.save_copy(target), lambda _: self.accept(), self._refused)

    def _refused(self, error: SoraError) -> None:
        self.save_copy.setEnabled(True)
        self._tell(error)
