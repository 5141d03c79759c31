"""The preferences dialog: pages on the left, settings on the right, each in force the moment it is changed."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from sora_studio.studio.config import Config
from sora_studio.ui import theme
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.kit import PlainLabel
from sora_studio.ui.preferences.about import AboutPage
from sora_studio.ui.preferences.appearance import AppearancePage
from sora_studio.ui.preferences.devices import DevicesPage
from sora_studio.ui.preferences.keyboard import KeyboardPage
from sora_studio.ui.preferences.network import NetworkPage
from sora_studio.ui.preferences.page import Page
from sora_studio.ui.preferences.room import CachePage
from sora_studio.ui.preferences.saving import SavingPage
from sora_studio.ui.preferences.settings import Settings

NAMES_WIDTH = 176


class PreferencesDialog(QDialog):
    """`changed` brings the new Config after every change. `document` is the open film, if one is."""

    changed = Signal(object)

    def __init__(
        self,
        config: Config,
        commands: Commands,
        document: FilmDocument | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self.setAccessibleName(self.tr("Preferences"))
        self.resize(800, 600)
        self.setMinimumSize(680, 480)
        self.settings = Settings(config, self)
        self.settings.changed.connect(self.changed)
        self.settings.refused.connect(self._tell)
        film = document.studio.path if document is not None else None
        self.pages: dict[str, Page] = {
            "devices": DevicesPage(self.settings),
            "cache": CachePage(self.settings, document),
            "keyboard": KeyboardPage(self.settings, commands),
            "appearance": AppearancePage(self.settings),
            "saving": SavingPage(self.settings, film),
            "network": NetworkPage(self.settings),
            "about": AboutPage(),
        }
        self._lay_out()
        self._tint()
        theme.changed.connect(self._tint)
        self.show_page("devices")

    def show_page(self, name: str) -> None:
        """Bring a page to the front: devices, cache, keyboard, appearance, saving, network or about."""
        self.names.setCurrentRow(list(self.pages).index(name))

    def _lay_out(self) -> None:
        titles = {
            "devices": self.tr("Devices"),
            "cache": self.tr("Cache"),
            "keyboard": self.tr("Keyboard"),
            "appearance": self.tr("Appearance"),
            "saving": self.tr("Saving"),
            "network": self.tr("Network"),
            "about": self.tr("About"),
        }
        self.names = QListWidget()
        self.names.setObjectName("preference_pages")
        self.names.setFixedWidth(NAMES_WIDTH)
        self.names.setIconSize(QSize(16, 16))
        self.names.setAccessibleName(self.tr("Pages"))
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.middle = QStackedWidget()
        for name, page in self.pages.items():
            self.names.addItem(QListWidgetItem(titles[name]))
            self.middle.addWidget(page)
        self.names.currentRowChanged.connect(self.middle.setCurrentIndex)
        self.told = PlainLabel("", "small")
        self.told.setWordWrap(True)
        self.told.setContentsMargins(28, 0, 28, 12)
        self.told.hide()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.middle, 1)
        right.addWidget(self.told)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.names)
        row.addLayout(right, 1)

    def _tell(self, text: str) -> None:
        self.told.setText(text)
        self.told.show()

    def _tint(self) -> None:
        icons = ("cpu", "hard-drive", "keyboard", "palette", "save", "wifi-off", "info")
        for row, icon in enumerate(icons):
            self.names.item(row).setIcon(theme.icon(icon))
