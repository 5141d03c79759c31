"""The one place in the window for a film: which is open there, and how another takes its place."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from sora_studio.errors import DamagedProject, SoraError
from sora_studio.ui.configuring import say_device
from sora_studio.ui.messages import Message

# What only an open film needs is brought in with the first one: the window is there before it.
if TYPE_CHECKING:
    from sora_studio.studio.studio import Studio
    from sora_studio.ui.main_window import MainWindow
    from sora_studio.ui.open_desk import OpenDesk


class FilmPlace:
    """`desk` is that of the open film, None for none; `settings` keeps how it was left."""

    def __init__(self, window: "MainWindow", settings: QSettings) -> None:
        self.desk: OpenDesk | None = None
        self._window, self._settings = window, settings

    def take(self, make: Callable[[], "Studio"]) -> bool:
        """Show the film that `make` opens; False where it can't be opened, which the user is told.

        Raises DamagedProject.
        """
        try:
            studio = make()
        except DamagedProject:
            raise
        except SoraError as error:
            self._window.tell(Message(error.message, error.hint, grave=True))
            return False
        if not self.may_be_left():
            studio.close()
            return False
        self.leave()
        self._show(studio)
        return True

    def may_be_left(self) -> bool:
        """Whether the film can be closed now; the user may be asked."""
        if self.desk is None:
            return True
        self._window.palette_of_commands.close_up()
        return self.desk.may_let_go(self._window)

    def leave(self) -> None:
        """Close the film, if there is one, and take what it had out of the window."""
        if self.desk is None:
            return
        desk, window = self.desk, self._window
        desk.stop()
        self.desk = None
        window.status.show_document(None)
        window.commands.clear()
        window.pages.removeWidget(desk.editor)
        desk.delete_later()
        window.settle_commands()

    def _show(self, studio: "Studio") -> None:
        from sora_studio.ui.open_desk import OpenDesk
        from sora_studio.ui.recovery.opened import tell_of_opened

        window = self._window
        desk = self.desk = OpenDesk(studio, window, window.commands, self._settings, window.open)
        desk.document.noticed.connect(window.tell)
        desk.editor.models.config_changed.connect(window.configure)
        window.pages.addWidget(desk.editor)
        window.pages.setCurrentWidget(desk.editor)
        window.settle_commands()
        window.status.show_document(desk.document)
        say_device(window)
        window.retitle()
        tell_of_opened(desk.editor, self._settings)
        window.film_changed.emit()
