"""Scripts brought into the open film: dropped on the timeline, or chosen from the File menu."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from sora_studio.errors import SoraError
from sora_studio.studio.new_film import SCRIPT_SUFFIXES
from sora_studio.studio.script_import import script_import
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.language import translate


def bring_script(document: FilmDocument, path: Path) -> bool:
    """Put a script's scenes after the film's own, as one edit; False where it can't be, which the user is told."""
    try:
        change = script_import(path)
    except SoraError as error:
        document.tell(Message(error.message, error.hint, grave=True))
        return False
    return document.edit(translate("Edits", "Import “{name}”").format(name=path.name), change)


def ask_for_script(document: FilmDocument, window: QWidget) -> None:
    """Ask for a script and bring it."""
    patterns = " ".join(f"*{suffix}" for suffix in SCRIPT_SUFFIXES)
    title = QCoreApplication.translate("Scripts", "Import a script")
    kinds = QCoreApplication.translate("Scripts", "Scripts ({kinds})").format(kinds=patterns)
    chosen, _ = QFileDialog.getOpenFileName(window, title, str(document.studio.path.parent), kinds)
    if chosen:
        bring_script(document, Path(chosen))
