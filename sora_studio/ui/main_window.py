"""The window: the welcome page, or the film that is open; menus, messages, and the line at its foot."""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from sora_studio.studio.config import Config
from sora_studio.studio.log import note
from sora_studio.ui import menus
from sora_studio.ui.commands import Commands
from sora_studio.ui.configuring import take_over
from sora_studio.ui.film_place import FilmPlace
from sora_studio.ui.kit import Toast
from sora_studio.ui.messages import Message, left_out_message
from sora_studio.ui.status.bar import StatusBar
from sora_studio.ui.welcome.view import Welcome
from sora_studio.ui.window_commands import register_window_commands
from sora_studio.ui.window_dialogs import show_preferences

# What only an open film needs is brought in with the first one: the window is there before it.
if TYPE_CHECKING:
    from sora_studio.studio.studio import Studio
    from sora_studio.ui.document import FilmDocument
    from sora_studio.ui.editor import Editor
    from sora_studio.ui.film_commands import FilmCommands
    from sora_studio.ui.palette import CommandPalette
    from sora_studio.ui.palette_rows import Row
    from sora_studio.ui.upkeep import Upkeep


class MainWindow(QMainWindow):
    """Opens films one at a time. `settings` keeps how the desk was left.

    `film_opening` brings the path of a film about to be opened; `film_changed` says that another is open, or none.
    """

    film_opening = Signal(Path)
    film_changed = Signal()

    def __init__(self, config: Config, settings: QSettings | None = None) -> None:
        super().__init__()
        self.config = config
        self._settings = settings or QSettings("Sora Studio", "Sora Studio")
        self._place = FilmPlace(self, self._settings)
        self._menus: list[QMenu] = []
        self.commands = Commands(self)
        self.toast = Toast(self)
        self.status = StatusBar()
        self.status.device_wanted.connect(lambda: show_preferences(self, "devices"))
        self.welcome = Welcome(config)
        self.welcome.open_requested.connect(self.open)
        self.welcome.create_requested.connect(self.create)
        self._lay_out()
        self.settle_commands()
        self.status.show_document(None)
        self.setMinimumSize(1024, 640)
        self.resize(1440, 900)
        self.retitle()

    @property
    def document(self) -> "FilmDocument | None":
        """The open film; None for none, as for its views and all that goes with it."""
        return self._place.desk.document if self._place.desk else None

    @property
    def editor(self) -> "Editor | None":
        return self._place.desk.editor if self._place.desk else None

    @property
    def film_commands(self) -> "FilmCommands | None":
        return self._place.desk.film_commands if self._place.desk else None

    @property
    def upkeep(self) -> "Upkeep | None":
        return self._place.desk.upkeep if self._place.desk else None

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        self.pages.addWidget(self.welcome)
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.pages, 1)
        self._column.addWidget(self.status)
        self.setCentralWidget(page)

    def open(self, path: Path) -> bool:
        """Open a project in the place of what is open; False where it can't be, which the user is told."""
        if self.document is not None and path.exists() and path.samefile(self.document.studio.path):
            return True
        from sora_studio.ui.recovery.damaged import open_or_offer_repair

        self.film_opening.emit(path)
        opened = open_or_offer_repair(self, path)
        if not opened:
            self.film_changed.emit()
        return opened

    def create(self, request: object) -> bool:
        """Make the film the welcome page asked for, and open it."""
        from sora_studio.ui.welcome.creating import create

        left_out: list[str] = []
        made = self.take_up(lambda: create(request, self.config, left_out))
        if made and left_out:
            self.tell(left_out_message(left_out))
        if made and self._place.desk is not None:
            self._place.desk.begin_with(request)
        return made

    def show_bar(self, bar: QWidget) -> None:
        """Put a line over everything else in the window."""
        self._column.insertWidget(0, bar)
        bar.show()

    def close_film(self) -> None:
        """Back to the welcome page; what is waiting in the queue is kept."""
        if not self._place.may_be_left():
            return
        self._place.leave()
        self.film_changed.emit()
        self.welcome.refresh()
        self.pages.setCurrentWidget(self.welcome)
        self.retitle()

    def tell(self, message: object) -> None:
        """Show a message over the window."""
        assert isinstance(message, Message)
        note("told", message=message.text, hint=message.hint, grave=message.grave)
        document = self.document if message.undo else None
        action, run = (self.tr("Undo"), document.undo) if document is not None else ("", None)
        self.toast.show(message.text, message.hint, action, run, message.grave)

    def show_palette(self) -> None:
        self.palette_of_commands.open()

    @cached_property
    def palette_of_commands(self) -> "CommandPalette":
        """Made when it is first asked for."""
        from sora_studio.ui.palette import CommandPalette

        return CommandPalette(self, self.commands, self._shot_rows)

    def configure(self, config: Config) -> None:
        """Take changed preferences over."""
        take_over(self, config)

    def _shot_rows(self) -> "Sequence[Row]":
        if self.document is None:
            return ()
        from sora_studio.ui.palette_shots import shot_rows

        return shot_rows(self.document)

    def settle_commands(self) -> None:
        """Once all commands of what is shown are registered: their menus and keys."""
        register_window_commands(self)
        for menu in self._menus:
            menu.deleteLater()
        self._menus = menus.fill(self.menuBar(), self.commands)
        self.commands.use_keymap(self.config.keymap, self.config.keys)
        self.commands.refresh()

    def take_up(self, make: Callable[[], "Studio"]) -> bool:
        """Show the film that `make` opens; False where it can't be opened, which the user is told.

        Raises DamagedProject.
        """
        return self._place.take(make)

    def retitle(self) -> None:
        """By the film's name, if one is open."""
        name = self.document.project.title if self.document else ""
        self.setWindowTitle(f"{name} — Sora Studio" if name else "Sora Studio")

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._place.may_be_left():
            event.ignore()
            return
        self._settings.setValue("window/geometry", self.saveGeometry())
        self._place.leave()
        self._settings.sync()
        event.accept()
