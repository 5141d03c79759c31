"""The commands for versions of the open film."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from sora_studio.errors import SoraError
from sora_studio.studio.versions import Version, open_as_copy
from sora_studio.timeline.comparison import restored
from sora_studio.timeline.project import Project
from sora_studio.ui.beside import Beside
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.messages import Message
from sora_studio.ui.versions.dialog import VersionsDialog
from sora_studio.ui.versions.keeping import KeepDialog
from sora_studio.ui.versions.words import when


def _tr(text: str) -> str:
    return QCoreApplication.translate("VersionCommands", text)


class VersionCommands(QObject):
    """Registers itself. `open_film` opens a film in the window."""

    def __init__(
        self, document: FilmDocument, commands: Commands, window: QWidget, open_film: Callable[[Path], object]
    ) -> None:
        super().__init__(document)
        self._document, self._window, self._open_film = document, window, open_film
        group = _tr("Film")
        commands.add("film.keep_version", _tr("Keep a version…"), self.ask_for_name, group=group, icon="bookmark")
        commands.add("film.versions", _tr("Versions…"), self.show_versions, group=group, icon="history")

    def ask_for_name(self) -> None:
        dialog = KeepDialog(self._window)
        dialog.accepted.connect(lambda: self.keep(dialog.name))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def keep(self, name: str) -> None:
        """Keep the film as it is now, beside the window."""

        def done(version: Version) -> None:
            self._document.tell(Message(_tr("“%s” is kept among the film's versions.") % version.name))

        Beside(self, lambda: self._document.studio.keep_version(name), done, self._tell_error)

    def show_versions(self) -> None:
        document = self._document
        dialog = VersionsDialog(document.studio.path, document.project, self._window)
        dialog.copy_wanted.connect(self.copy)
        dialog.restore_wanted.connect(self.restore)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def copy(self, version: Version) -> None:
        """Make a film of its own of the version, and open it."""
        film = self._document.studio.path
        Beside(self, lambda: open_as_copy(film, version), self._open_film, self._tell_error)

    def restore(self, version: Version, film: Project) -> None:
        """Go back to the version, in one step that can be undone. How the film is now is kept among its versions."""

        def restore(_: object) -> None:
            said = when(version, date.today())
            label = _tr("Restore “%s”") % (version.name or said)
            if self._document.edit(label, lambda now: restored(now, film)):
                text = _tr("The film is as it was: %s.") % (version.name or said)
                self._document.tell(Message(text, _tr("Takes made since are still with their shots."), undo=True))

        Beside(self, self._document.studio.keep_version, restore, self._tell_error)

    def _tell_error(self, error: SoraError) -> None:
        self._document.tell(Message(error.message, error.hint, grave=True))
