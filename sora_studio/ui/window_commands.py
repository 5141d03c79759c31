"""Commands of the window itself: opening and closing films, preferences, the palette."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from sora_studio.ui.recovery.reporting import save_report
from sora_studio.ui.window_dialogs import choose_and_open, show_preferences

if TYPE_CHECKING:
    from sora_studio.ui.main_window import MainWindow


def _tr(text: str) -> str:
    return QCoreApplication.translate("WindowCommands", text)


def register_window_commands(window: "MainWindow") -> None:
    """Give the window's commands to its list; they hold with a film open and without."""
    film, view = _tr("Film"), _tr("View")
    add = window.commands.add
    add("file.new", _tr("New film…"), window.close_film, group=film, icon="plus")
    add("file.open", _tr("Open a film…"), lambda: choose_and_open(window), group=film, icon="folder-open")
    add(
        "file.close", _tr("Close the film"), window.close_film, group=film, icon="x",
        enabled=lambda: window.document is not None,
    )  # fmt: skip
    add("file.preferences", _tr("Preferences…"), lambda: show_preferences(window), group=film, icon="settings")
    add("file.report", _tr("Save a report for whoever helps…"), lambda: save_report(window), group=film, icon="info")
    add("file.quit", _tr("Quit"), window.close, group=film)
    add("view.palette", _tr("Find a command…"), window.show_palette, group=view, icon="search")
