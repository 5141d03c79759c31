"""The window: the welcome page, or the film that is open; menus, messages, and the line at its foot."""

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from sora_studio.errors import SoraError
from sora_studio.studio.config import Config
from sora_studio.studio.device_in_use import tell_device
from sora_studio.studio.opening import open_project
from sora_studio.studio.recent import remember_project
from sora_studio.studio.studio import Studio
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.editor import Editor
from sora_studio.ui.film_commands import FilmCommands
from sora_studio.ui.kit import Toast
from sora_studio.ui.menus import Menus
from sora_studio.ui.status.bar import StatusBar
from sora_studio.ui.welcome.creating import create
from sora_studio.ui.welcome.view import Welcome


class MainWindow(QMainWindow):
    """Opens films one at a time. `settings` keeps how the desk was left."""

    def __init__(self, config: Config, settings: QSettings | None = None) -> None:
        super().__init__()
        self.config = config
        self._settings = settings or QSettings("Sora Studio", "Sora Studio")
        self.document: FilmDocument | None = None
        self.editor: Editor | None = None
        self.film_commands: FilmCommands | None = None
        self.commands = Commands(self)
        self.status = StatusBar()
        self.welcome = Welcome(config)
        self.welcome.open_requested.connect(self.open)
        self.welcome.create_requested.connect(self.create)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.welcome)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(page)
        self.menus = Menus(self)
        self.status.show_document(None)
        self.setMinimumSize(1024, 640)
        self.resize(1440, 900)
        self._retitle()

    def open(self, path: Path) -> bool:
        """Open a project in the place of what is open; False where it can't be, which the user is told."""
        return self._opening(lambda: open_project(path, self.config))

    def create(self, request: object) -> bool:
        """Make the film the welcome page asked for, and open it."""
        return self._opening(lambda: create(request, self.config))

    def choose_and_open(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Open a film"), self._folder(), self.tr("Films (*.sora)"))
        if chosen:
            self.open(Path(chosen))

    def close_film(self) -> None:
        """Back to the welcome page; what is waiting in the queue is kept."""
        self._let_go()
        self.welcome.refresh()
        self.pages.setCurrentWidget(self.welcome)
        self._retitle()

    def tell(self, message: object) -> None:
        """Show a message over the window."""
        assert isinstance(message, Message)
        document = self.document if message.undo else None
        action, run = (self.tr("Undo"), document.undo) if document is not None else ("", None)
        Toast.show_over(self, message.text, message.hint, action, run, message.grave)

    def _opening(self, make) -> bool:
        try:
            studio = make()
        except SoraError as error:
            self.tell(Message(error.message, error.hint, grave=True))
            return False
        self._let_go()
        self._take_up(studio)
        return True

    def _take_up(self, studio: Studio) -> None:
        document = FilmDocument(studio, self)
        document.noticed.connect(self.tell)
        self.document = document
        self.film_commands = FilmCommands(document, self.commands, self)
        self.editor = Editor(document, self.commands)
        self.editor.recall(self._settings)
        self.pages.addWidget(self.editor)
        self.pages.setCurrentWidget(self.editor)
        self.menus.show_film()
        self.commands.use_keymap(self.config.keymap, self.config.keys)
        self.commands.refresh()
        self.status.show_document(document)
        remember_project(studio.path, document.project, document.studio.store)
        tell_device(self.config, document.bridge.deliver)
        self._retitle()

    def _let_go(self) -> None:
        if self.document is None or self.editor is None or self.film_commands is None:
            return
        self.editor.remember(self._settings)
        self.film_commands.exporting.close(1.0)
        document, editor = self.document, self.editor
        self.document = self.editor = None
        remember_project(document.studio.path, document.project, document.studio.store)
        document.close()
        self.status.show_document(None)
        self.menus.show_welcome()
        self.commands.clear()
        self.pages.removeWidget(editor)
        editor.deleteLater()
        self.film_commands.deleteLater()
        self.film_commands = None
        document.deleteLater()

    def _folder(self) -> str:
        return str(self.document.studio.path.parent if self.document else Path.home())

    def _retitle(self) -> None:
        name = self.document.project.title if self.document else ""
        self.setWindowTitle(f"{name} — Sora Studio" if name else "Sora Studio")

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.setValue("window/geometry", self.saveGeometry())
        self._let_go()
        self._settings.sync()
        event.accept()
