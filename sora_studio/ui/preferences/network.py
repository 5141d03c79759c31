"""Network: what may be asked of one, and a switch that forbids even that."""

from PySide6.QtWidgets import QCheckBox, QWidget

from sora_studio.ui.preferences.page import Page
from sora_studio.ui.preferences.settings import Settings


class NetworkPage(Page):
    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Network"), parent=parent)
        self.offline = QCheckBox(self.tr("Stay offline"))
        self.offline.setMinimumHeight(28)
        self.offline.setChecked(settings.config.offline)
        self.offline.toggled.connect(lambda offline: settings.set(offline=offline))
        self.setting(
            self.tr("Models"),
            self.offline,
            self.tr(
                "One thing alone asks a network, and only when you start it: fetching a model by its name on Hugging "
                "Face, from a terminal. This forbids even that."
            ),
        )
