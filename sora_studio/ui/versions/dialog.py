"""The film's versions: when each was kept, what it holds, how the film differs from it now; going back to one."""

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from sora_studio.errors import SoraError
from sora_studio.studio.versions import read_version, versions_folder, versions_of
from sora_studio.timeline.comparison import Comparison, compare
from sora_studio.timeline.project import Project
from sora_studio.ui import theme
from sora_studio.ui.beside import Beside
from sora_studio.ui.kit import PlainLabel, PushButton
from sora_studio.ui.language import translate
from sora_studio.ui.versions.list import Row, VersionList
from sora_studio.ui.versions.words import since_then


class VersionsDialog(QDialog):
    """`copy_wanted` brings a Version, `restore_wanted` one and its film. Without `now`, for a film that can't be
    opened, versions can only be copied."""

    copy_wanted = Signal(object)
    restore_wanted = Signal(object, object)

    def __init__(self, film: Path, now: Project | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Versions"))
        self.resize(620, 560)
        self._film, self._now = film, now
        self.list = VersionList(versions_of(film))
        self.list.currentRowChanged.connect(lambda _: self._follow())
        self.restore = PushButton(self.tr("Restore"), kind="primary", icon="history")
        self.restore.clicked.connect(self._restore)
        self.copy = PushButton(self.tr("Open as a copy"), kind="" if now else "primary", icon="copy")
        self.copy.clicked.connect(self._copy)
        self.folder = PushButton(self.tr("Show in folder"), kind="quiet", icon="folder-open")
        self.folder.clicked.connect(self._show_folder)
        self.close_button = PushButton(self.tr("Close"), kind="quiet")
        self.close_button.clicked.connect(self.reject)
        self._lay_out()
        self._follow()
        self._waiting = list(self.list.rows)
        self._read_next()

    def _lay_out(self) -> None:
        about = PlainLabel(
            self.tr(
                "Kept by themselves as you work: all of the last hour, one an hour for a day, one a day for a month, "
                "then one a week. Those you name stay. Takes are shared, so a version takes little room."
            ),
            "small",
            dim=True,
        )
        about.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * theme.GRID)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        for button in (self.close_button, self.copy, self.restore):
            buttons.addWidget(button)
        if self._now is None:
            self.restore.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(6 * theme.GRID,) * 4)
        layout.setSpacing(4 * theme.GRID)
        layout.addWidget(PlainLabel(self.tr("Versions of %s") % self._film.stem, role="title"))
        layout.addWidget(about)
        none = PlainLabel(self.tr("None yet. File ▸ Keep a version… keeps the film as it is now."), dim=True)
        (none if self.list.rows else self.list).hide()
        layout.addWidget(none)
        layout.addWidget(self.list, 1)
        if not self.list.rows:
            layout.addStretch(1)
        layout.addLayout(buttons)

    # What each holds, read one after the other beside the window

    def _read_next(self) -> None:
        if self._waiting:
            row, now = self._waiting.pop(0), self._now

            def read() -> tuple[Project, Comparison | None]:
                film = read_version(row.version)
                return film, compare(film, now) if now is not None else None

            Beside(self, read, lambda found: self._on_read(row, *found), lambda error: self._on_refused(row, error))

    def _on_read(self, row: Row, film: Project, since: Comparison | None) -> None:
        about = translate("Versions", "%n shot(s)", "", sum(1 for _ in film.shots()))
        if since is not None:
            about = f"{about}  ·  {since_then(since)}"
        self._tell(Row(row.version, about, film))

    def _on_refused(self, row: Row, error: SoraError) -> None:
        self._tell(Row(row.version, refused=error.message))

    def _tell(self, row: Row) -> None:
        self.list.tell(row)
        self._follow()
        self._read_next()

    # What can be done with the chosen one

    def _follow(self) -> None:
        chosen = self.list.chosen
        self.copy.setEnabled(chosen is not None and not chosen.refused)
        self.restore.setEnabled(chosen is not None and chosen.film is not None)
        self.folder.setEnabled(chosen is not None)

    def _copy(self) -> None:
        if (chosen := self.list.chosen) is not None:
            self.accept()
            self.copy_wanted.emit(chosen.version)

    def _restore(self) -> None:
        if (chosen := self.list.chosen) is not None and chosen.film is not None:
            self.accept()
            self.restore_wanted.emit(chosen.version, chosen.film)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(versions_folder(self._film))))
