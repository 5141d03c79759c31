"""Preferences taken over by everything in the window that goes by them."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from sora_studio.studio.config import Config
from sora_studio.ui import theme

if TYPE_CHECKING:
    from sora_studio.ui.main_window import MainWindow


def take_over(window: "MainWindow", config: Config) -> None:
    """Let the window, its welcome page and the open film go by this config."""
    before, window.config = window.config, config
    application = QApplication.instance()
    if config.theme != before.theme and isinstance(application, QApplication):
        theme.apply(application, config.theme)
    if (config.keymap, config.keys) != (before.keymap, before.keys):
        window.commands.use_keymap(config.keymap, config.keys)
    window.welcome.config = config
    if window.document is not None and window.upkeep is not None:
        window.document.configure(config)
        window.upkeep.configure(config)
        if _machine_of(config) != _machine_of(before):
            say_device(window)


def say_device(window: "MainWindow") -> None:
    """Let the status bar say where models run, once that is known."""
    from sora_studio.studio.device_in_use import tell_device

    if window.document is not None:
        tell_device(window.config, window.document.bridge.deliver)


def _machine_of(config: Config) -> tuple[object, ...]:
    """What of the settings decides where models run."""
    return config.device, config.threads, config.memory_budget_mb
