"""After a session that ended without being closed: what became of the film, and whether to open it again."""

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from sora_studio.studio.session_note import Note
from sora_studio.ui.kit import PlainLabel, PushButton, lay_out_dialog


class CrashDialog(QDialog):
    """`open_button` opens the film that was open, `safe_button` does so in safe mode."""

    def __init__(self, note: Note, saved: datetime | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Sora Studio"))
        self.setMinimumWidth(500)
        name = Path(note.film).stem
        if note.settled:
            text = self.tr("Sora Studio closed unexpectedly.")
            about = self._safe(name, saved)
        else:
            text = self.tr("Sora Studio closed unexpectedly while it opened “%s”.") % name
            about = self.tr(
                "The film's file is as it was last saved. If opening it should fail again, safe mode opens it with the "
                "bundled model only, on the processor."
            )
        self.text, self.about = PlainLabel(text, "strong"), PlainLabel(about, dim=True)
        self.open_button = PushButton(self.tr("Open it") if note.settled else self.tr("Open it again"), kind="primary")
        self.open_button.setDefault(note.settled)
        self.safe_button = PushButton(self.tr("Open in safe mode"))
        if note.settled:
            self.safe_button.hide()
        self.skip_button = PushButton(self.tr("Not now") if note.settled else self.tr("Skip it"), kind="quiet")
        self.skip_button.clicked.connect(self.reject)
        self._lay_out()

    def _safe(self, name: str, saved: datetime | None) -> str:
        if saved is None:
            return self.tr("“%s” is as it was last saved.") % name
        told = self.tr("Everything in “{film}” up to {time} is saved.")
        return told.format(film=name, time=f"{saved:%H:%M:%S}")

    def _lay_out(self) -> None:
        for label in (self.text, self.about):
            label.setWordWrap(True)
        lay_out_dialog(self, (self.text, self.about), (self.skip_button, self.safe_button, self.open_button))
