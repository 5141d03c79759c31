"""What is done for a film while one works on it: versions kept now and then, and room made where there is a limit."""

from PySide6.QtCore import QObject, QTimer

from sora_studio.errors import SoraError
from sora_studio.studio import cache
from sora_studio.studio.config import Config
from sora_studio.ui.beside import Beside
from sora_studio.ui.document import FilmDocument, Message

MINUTE_MS = 60_000


class Upkeep(QObject):
    """Lives as long as its document. `configure` takes changed preferences over."""

    def __init__(self, document: FilmDocument, config: Config) -> None:
        super().__init__(document)
        self._document = document
        self._backed_up = document.project
        self._told = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.back_up)
        self.configure(config)
        self._make_room(config.cache_limit_mb)

    def configure(self, config: Config) -> None:
        """Keep a version as often as the config says; never, for 0."""
        self._timer.stop()
        if config.backup_minutes:
            self._timer.start(config.backup_minutes * MINUTE_MS)

    def back_up(self) -> None:
        """Keep a version beside the window, where the film has changed since the last one."""
        project = self._document.project
        if project is self._backed_up:
            return
        self._backed_up = project
        Beside(self, self._document.studio.keep_version, lambda _: None, self._on_refused)

    def _make_room(self, limit_mb: int) -> None:
        if limit_mb:
            store, project = self._document.studio.store, self._document.project
            Beside(self, lambda: cache.keep_within(store, project, limit_mb), lambda _: None, self._on_refused)

    def _on_refused(self, error: SoraError) -> None:
        # A folder that can't be written to stays so: it is told once, not every few minutes.
        if error.message != self._told:
            self._told = error.message
            self._document.tell(Message(error.message, error.hint))
