"""Saving: it is always on; how often a version is kept beside the film."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from sora_studio.studio.versions import versions_folder, versions_of
from sora_studio.ui.kit import Choice, PlainLabel, PushButton
from sora_studio.ui.preferences.page import Page
from sora_studio.ui.preferences.settings import Settings
from sora_studio.ui.versions.words import when

MINUTES = (5, 10, 30, 60)


class SavingPage(Page):
    def __init__(self, settings: Settings, film: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Saving"), parent=parent)
        always = PlainLabel(self.tr("Always on"))
        always.setMinimumHeight(28)
        self.setting(
            self.tr("Autosave"),
            always,
            self.tr(
                "Every edit is on the disk within a second, so there is no Save; what is saved survives a power cut. "
                "The line at the foot of the window says when the film was last saved."
            ),
        )
        self.backups = Choice()
        self.backups.add(self.tr("Never"), 0)
        for minutes in sorted({*MINUTES, settings.config.backup_minutes} - {0}):
            self.backups.add(self.tr("Every %s minutes") % minutes, minutes)
        self.backups.value = settings.config.backup_minutes
        self.backups.changed.connect(lambda minutes: settings.set(backup_minutes=minutes))
        self.setting(
            self.tr("Versions"),
            self.backups,
            self.tr(
                "The project as it was, kept beside the film while you work: all of the last hour, one an hour for a "
                "day, one a day for a month, then one a week. File ▸ Versions… lists them and goes back to one."
            ),
        )
        if film is not None:
            self._offer_folder(film)

    def _offer_folder(self, film: Path) -> None:
        kept = versions_of(film)
        show = PushButton(self.tr("Show versions"), icon="folder-open")
        show.setEnabled(bool(kept))
        show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(versions_folder(film)))))
        latest = self.tr("The latest: %s") % when(kept[0], date.today()) if kept else ""
        self.setting(self.tr("Of this film"), show, latest or self.tr("None yet."))
