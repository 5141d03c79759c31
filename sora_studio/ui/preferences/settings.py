"""The settings while the dialog is open: every change is saved at once, and told to the window."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from sora_studio.errors import SoraError
from sora_studio.studio.config import Config, save_config


class Settings(QObject):
    """`changed` brings the new Config after it was saved; `refused` what kept it from being saved."""

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, config: Config, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.config = config

    def set(self, **values: object) -> None:
        """Change settings by their names in Config. They hold for this session even where they can't be saved."""
        config = replace(self.config, **values)  # type: ignore[arg-type]
        if config == self.config:
            return
        self.config = config
        try:
            save_config(config)
        except SoraError as error:
            self.refused.emit(f"{error.message} {error.hint}")
        self.changed.emit(config)
