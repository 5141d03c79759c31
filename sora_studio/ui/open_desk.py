"""One open film in the window: its document, its views, its commands and its upkeep, made and thrown away together."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from sora_studio.studio.log import note_event
from sora_studio.studio.new_film import NewFilm
from sora_studio.studio.recent import remember_project
from sora_studio.studio.studio import Studio
from sora_studio.ui.closing import may_let_go
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.editor import Editor
from sora_studio.ui.film_commands import FilmCommands
from sora_studio.ui.movies import MovieImports
from sora_studio.ui.upkeep import Upkeep

STOPS_WITHIN_S = 1.0


class OpenDesk:
    """`open_film` opens another in its place. Its commands are the only ones in `commands` until the window adds its
    own."""

    def __init__(
        self,
        studio: Studio,
        window: QWidget,
        commands: Commands,
        settings: QSettings,
        open_film: Callable[[Path], bool],
    ) -> None:
        self._settings = settings
        self.document = FilmDocument(studio, window)
        self.document.event_arrived.connect(note_event)
        commands.clear()
        self.film_commands = FilmCommands(self.document, commands, window, settings, open_film)
        self.editor = Editor(self.document, commands)
        self.editor.recall(settings)
        self.upkeep = Upkeep(self.document, studio.config)
        self._remember()

    def begin_with(self, request: object) -> None:
        """Bring in what the film was asked for to begin with, beside the window."""
        if isinstance(request, NewFilm) and request.movie is not None:
            MovieImports.of(self.document).start(request.movie)

    def may_let_go(self, window: QWidget) -> bool:
        """Whether the film can be closed now; what is being written anywhere is kept first."""
        self.editor.finish_writing()
        return may_let_go(self.document, window)

    def stop(self) -> None:
        """Stop what runs, keep how the desk is left, and let go of the file."""
        self.editor.remember(self._settings)
        self.film_commands.exporting.close(STOPS_WITHIN_S)
        self.film_commands.paper.running.close(STOPS_WITHIN_S)
        self._remember()
        self.document.close()

    def delete_later(self) -> None:
        """Once nobody shows it any more."""
        self.editor.deleteLater()
        self.film_commands.deleteLater()
        self.document.deleteLater()

    def _remember(self) -> None:
        """Among the films that were open last."""
        studio = self.document.studio
        remember_project(studio.path, self.document.project, studio.store)
