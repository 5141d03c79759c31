"""Saving a report for whoever helps, from the window."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from sora_studio import paths
from sora_studio.errors import SoraError
from sora_studio.ui.beside import Beside
from sora_studio.ui.language import translate
from sora_studio.ui.messages import Message

if TYPE_CHECKING:
    from sora_studio.ui.main_window import MainWindow


def save_report(window: "MainWindow") -> None:
    """Ask where to, and write it beside the window."""
    from sora_studio.studio.report import write_report

    title = translate("Recovery", "Save a report")
    suggested = str(paths.documents_folder() / "sora-studio-report.zip")
    chosen, _ = QFileDialog.getSaveFileName(window, title, suggested, translate("Recovery", "Archives (*.zip)"))
    if not chosen:
        return
    out, config = Path(chosen).with_suffix(".zip"), window.config

    def done(_: object) -> None:
        about = translate("Recovery", "Your prompts and your folders are left out. Look through it before you send it.")
        window.tell(Message(translate("Recovery", "%s is written.") % out.name, about))

    def refused(error: SoraError) -> None:
        window.tell(Message(error.message, error.hint, grave=True))

    Beside(window, lambda: write_report(out, config), done, refused)
