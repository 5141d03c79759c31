"""The models this machine has, and which of them draw the open film and its shots."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from sora_studio.errors import SoraError
from sora_studio.studio.config import Config
from sora_studio.studio.pack_folders import add_models_folder
from sora_studio.ui import theme
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.kit import EmptyState, PlainLabel, PushButton
from sora_studio.ui.models.looking import Looking, Seen
from sora_studio.ui.models.pack_page import PackPage
from sora_studio.ui.models.pack_row import PackRow
from sora_studio.ui.models.use import (
    missing_text,
    selected_would_change,
    shots_of_their_own,
    use_for_film,
    use_for_shots,
)

LIST_WIDTH = 320


class ModelsView(QWidget):
    """`config_changed` brings the Config once a folder was added and saved."""

    config_changed = Signal(object)

    def __init__(self, document: FilmDocument, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._commands = document, commands
        self.setAccessibleName(self.tr("Models"))
        self._seen: Seen | None = None
        self._behind = False
        self.rows: list[PackRow] = []
        self._chosen = ""
        self._looking = Looking(self)
        self._looking.seen.connect(self._on_seen)
        commands.add(
            "models.add_folder", self.tr("Add a folder of models…"), self.choose_folder, group=self.tr("Models"),
            icon="folder-plus",
        )  # fmt: skip
        commands.add(
            "models.refresh", self.tr("Look for models again"), self.look, group=self.tr("Models"), icon="refresh-cw"
        )
        self._make_parts()
        document.project_changed.connect(lambda *_: self._on_film())
        document.selection.changed.connect(self._offer_for_shots)

    @property
    def config(self) -> Config:
        return self._document.studio.config

    def look(self) -> None:
        """Find out anew which packs there are."""
        self._looking.look(self.config)

    def choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Add a folder of models"), str(Path.home()))
        if chosen:
            self.add_folder(Path(chosen))

    def add_folder(self, folder: Path) -> None:
        """Look into this folder too, from now on."""
        before = self.config
        try:
            config = add_models_folder(before, folder)
        except SoraError as error:
            self._document.tell(Message(error.message, error.hint, grave=True))
            return
        if config == before:
            self._document.tell(Message(self.tr("That folder is looked into already.")))
        else:
            self._document.configure(config)
            self.config_changed.emit(config)
        self.look()

    def use(self, name: str) -> None:
        """Draw the open film with this pack, as one edit. Shots made with another are then out of date."""
        use_for_film(self._document, name, self._title(name))

    def use_for_shots(self, name: str) -> None:
        """Draw the selected shots with this pack, as one edit."""
        use_for_shots(self._document, name, self._title(name))

    def _title(self, name: str) -> str:
        return next((row.pack.title or name for row in self.rows if row.pack.name == name), name)

    # Showing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._seen is None:
            self.look()
        elif self._behind:
            self._show_use()

    def _on_seen(self, seen: Seen) -> None:
        self._seen = seen
        self._document.look_for_models()
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [PackRow(pack) for pack in seen.packs]
        for at, row in enumerate(self.rows):
            row.clicked.connect(lambda _=False, name=row.pack.name: self.show_pack(name))
            self._list.insertWidget(at, row)
        names = [pack.name for pack in sorted(seen.packs, key=lambda pack: bool(pack.refused))]
        used = self._document.project.settings.pack
        wanted = next((name for name in (self._chosen, used, *names) if name in names), "")
        self._pages.setCurrentIndex(2 if not names else 1)
        if wanted:
            self.show_pack(wanted)
        self._show_use()

    def show_pack(self, name: str) -> None:
        """Show one of the packs in full."""
        if self._seen is None:
            return
        self._chosen = name
        for row in self.rows:
            row.setChecked(row.pack.name == name)
            if row.pack.name == name:
                self.page.show_pack(row.pack, self._seen.device, name == self._document.project.settings.pack)
        self._offer_for_shots()

    def _offer_for_shots(self) -> None:
        selected = len(self._document.selection.shot_ids)
        self.page.offer_for_shots(selected, selected_would_change(self._document, self._chosen))

    def _on_film(self) -> None:
        """Tell who is drawn with what, once it is seen."""
        self._behind = True
        if self.isVisible():
            self._show_use()

    def _show_use(self) -> None:
        self._behind = False
        used, shots = self._document.project.settings.pack, shots_of_their_own(self._document)
        for row in self.rows:
            row.set_used(row.pack.name == used, shots[row.pack.name])
        if self._chosen:
            self.show_pack(self._chosen)
        there = None if self._seen is None else [pack.name for pack in self._seen.packs]
        missing = "" if there is None else missing_text(self._document, there)
        self.missing.setVisible(bool(missing))
        self.missing_text.setText(missing)

    # Parts

    def _make_parts(self) -> None:
        self.page = PackPage()
        self.page.use_asked.connect(self.use)
        self.page.shots_asked.connect(self.use_for_shots)
        looking = EmptyState("package", self.tr("Looking at the models"), self.tr("Their files are checked first."))
        none = EmptyState(
            "package",
            self.tr("No models"),
            self.tr("A model pack is a folder with a pack.toml and its .onnx files. Add the folder yours lie in."),
        )
        self._pages = QStackedWidget()
        for page in (looking, self.page, none):
            self._pages.addWidget(page)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._missing_note())
        right.addWidget(self._pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side())
        line = QFrame()
        line.setObjectName("hline")
        line.setFixedWidth(1)
        row.addWidget(line)
        row.addLayout(right, 1)

    def _side(self) -> QWidget:
        side = QWidget()
        self._list = QVBoxLayout(side)
        self._list.setContentsMargins(16, 0, 16, 16)
        self._list.setSpacing(8)
        self._list.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(side)
        self.add = PushButton(self.tr("Add a folder…"), icon="folder-plus")
        self._commands.tell_tip("models.add_folder", self.add.setToolTip)
        self.add.clicked.connect(lambda: self._commands.run("models.add_folder"))
        frame = QWidget()
        frame.setFixedWidth(LIST_WIDTH)
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 16, 16, 16)
        head.addWidget(PlainLabel(self.tr("Models on this machine"), "title"), 1)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 12, 16, 16)
        foot.addWidget(self.add, 1)
        column.addLayout(foot)
        return frame

    def _missing_note(self) -> QWidget:
        self.missing = QFrame()
        self.missing_text = PlainLabel("")
        self.missing_text.setWordWrap(True)
        column = QVBoxLayout(self.missing)
        column.setContentsMargins(32, 16, 24, 16)
        column.addWidget(self.missing_text)
        self.missing.setObjectName("missingModel")
        self.missing.hide()
        self._tint()
        theme.changed.connect(self._tint)
        return self.missing

    def _tint(self) -> None:
        ground, edge = theme.colours().raised.name(), theme.colours().warning.name()
        self.missing.setStyleSheet(f"QFrame#missingModel {{ background: {ground}; border-left: 3px solid {edge} }}")
