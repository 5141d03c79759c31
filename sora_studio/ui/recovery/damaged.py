"""A film that is damaged: how much of it is intact, what is lost, and the ways to go on."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QSizePolicy, QWidget

from sora_studio.errors import DamagedProject, SoraError
from sora_studio.studio.opening import open_project
from sora_studio.studio.repairing import RepairedCopy, repaired_copy
from sora_studio.studio.versions import Version, open_as_copy, versions_of
from sora_studio.ui.beside import Beside
from sora_studio.ui.kit import PlainLabel, PushButton, lay_out_dialog
from sora_studio.ui.language import translate
from sora_studio.ui.messages import Message
from sora_studio.ui.versions.dialog import VersionsDialog

if TYPE_CHECKING:
    from sora_studio.ui.main_window import MainWindow

TALLEST_LIST = 220


class DamagedDialog(QDialog):
    def __init__(self, path: Path, damage: DamagedProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(path.name)
        self.setMinimumWidth(520)
        self.repair = PushButton(self.tr("Open a repaired copy"), kind="primary")
        self.repair.setDefault(True)
        self.repair.setEnabled(damage.repairable)
        self.backups = PushButton(self.tr("Backups"), icon="history")
        self.backups.setEnabled(bool(versions_of(path)))
        self.cancel = PushButton(self.tr("Cancel"), kind="quiet")
        self.cancel.clicked.connect(self.reject)
        self.text = PlainLabel(self.tr("%s The original is untouched.") % damage.message, "strong")
        self.text.setWordWrap(True)
        found = _scrolled("\n".join(damage.losses) or self.tr("Every part of it was found."))
        if not damage.repairable:
            found.hide()
        backups = self.tr("Backups are the versions kept of it as you worked.")
        copy = self.tr("The copy lies beside it, with the takes and with this list.")
        about = PlainLabel(f"{copy} {backups}" if damage.repairable else backups, "small", dim=True)
        about.setWordWrap(True)
        lay_out_dialog(self, (self.text, found, about), (self.cancel, self.backups, self.repair))


def _scrolled(text: str) -> QScrollArea:
    words = PlainLabel(text, dim=True)
    words.setWordWrap(True)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidget(words)
    scroll.setSizeAdjustPolicy(QScrollArea.SizeAdjustPolicy.AdjustToContents)
    scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    scroll.setMaximumHeight(TALLEST_LIST)
    return scroll


def open_or_offer_repair(window: "MainWindow", path: Path) -> bool:
    """Open a film in the window; a damaged one isn't opened, but what can be done is offered."""
    try:
        return window.take_up(lambda: open_project(path, window.config))
    except DamagedProject as damage:
        offer_repair(window, path, damage)
        return False


def offer_repair(window: "MainWindow", path: Path, damage: DamagedProject) -> None:
    """Offer the ways to go on with a film that couldn't be opened."""
    dialog = DamagedDialog(path, damage, window)
    dialog.repair.clicked.connect(lambda: (dialog.accept(), _repair(window, path)))
    dialog.backups.clicked.connect(lambda: (dialog.accept(), _show_versions(window, path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _repair(window: "MainWindow", path: Path) -> None:
    def opened(made: RepairedCopy) -> None:
        if not window.open(made.path):
            return
        lost = translate("Recovery", "%n thing(s) lost or doubtful", "", len(made.losses))
        told = translate("Recovery", "{what}: listed in {file}, beside it.").format(what=lost, file=made.list_path.name)
        window.tell(Message(translate("Recovery", "This is the repaired copy."), told if made.losses else ""))

    Beside(window, lambda: repaired_copy(path), opened, lambda error: _refused(window, error))


def _show_versions(window: "MainWindow", path: Path) -> None:
    def copy(version: Version) -> None:
        Beside(window, lambda: open_as_copy(path, version), window.open, lambda error: _refused(window, error))

    versions = VersionsDialog(path, None, window)
    versions.copy_wanted.connect(copy)
    versions.finished.connect(versions.deleteLater)
    versions.open()


def _refused(window: "MainWindow", error: SoraError) -> None:
    window.tell(Message(error.message, error.hint, grave=True))
