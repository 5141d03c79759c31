"""What the window asks in dialogs of its own: which film to open, and how the user would have things."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from sora_studio.ui.main_window import MainWindow


def _tr(text: str) -> str:
    return QCoreApplication.translate("WindowDialogs", text)


def choose_and_open(window: "MainWindow") -> None:
    """A film from the disk, first looked for beside the one that is open."""
    folder = window.document.studio.path.parent if window.document else Path.home()
    chosen, _ = QFileDialog.getOpenFileName(window, _tr("Open a film"), str(folder), _tr("Films (*.sora)"))
    if chosen:
        window.open(Path(chosen))


def show_preferences(window: "MainWindow", page: str = "") -> None:
    """The preferences; what is changed there holds at once."""
    from sora_studio.ui.preferences.view import PreferencesDialog

    dialog = PreferencesDialog(window.config, window.commands, window.document, window)
    dialog.changed.connect(window.configure)
    if page:
        dialog.show_page(page)
    dialog.exec()
    dialog.deleteLater()
