"""Keyboard: which editor's habits, every command with its keys, and keys of one's own."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from sora_studio.ui import theme
from sora_studio.ui.commands import Command, Commands
from sora_studio.ui.keymaps import keymap_names, load_keymap
from sora_studio.ui.kit import Choice, PlainLabel, PushButton
from sora_studio.ui.preferences import bindings
from sora_studio.ui.preferences.page import Page
from sora_studio.ui.preferences.recorder import KeyRecorder
from sora_studio.ui.preferences.settings import Settings

ID = int(Qt.ItemDataRole.UserRole)


class KeyboardPage(Page):
    """Changes hold at once, for menus and tool tips too."""

    def __init__(self, settings: Settings, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Keyboard"), parent=parent)
        self._settings, self._commands = settings, commands
        self._asked: tuple[str, str] | None = None
        self.keymap = Choice()
        for name in keymap_names():
            self.keymap.add(load_keymap(name).title, name)
        self.keymap.value = settings.config.keymap
        self.keymap.changed.connect(self._on_keymap)
        self.setting(self.tr("Keys as in"), self.keymap)
        self._build_list()
        self._build_foot()
        self._fill()
        theme.changed.connect(self._fill)

    def show_command(self, id: str) -> None:
        """Mark a command in the list."""
        for item in self._items():
            if item.data(0, ID) == id:
                self.list.setCurrentItem(item)

    @property
    def chosen(self) -> str:
        """The id of the command that is marked; "" for none."""
        item = self.list.currentItem()
        return "" if item is None else item.data(0, ID)

    def _build_list(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search by name, group or key"))
        self.search.setAccessibleName(self.tr("Search commands"))
        self.search.setClearButtonEnabled(False)
        self.search.textChanged.connect(self._filter)
        self.list = QTreeWidget()
        self.list.setColumnCount(3)
        self.list.setHeaderLabels([self.tr("Command"), self.tr("Group"), self.tr("Keys")])
        self.list.setRootIsDecorated(False)
        self.list.setAccessibleName(self.tr("Commands and their keys"))
        self.list.setMinimumHeight(250)
        header = self.list.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setStretchLastSection(False)
        header.resizeSection(1, 110)
        header.resizeSection(2, 190)
        self.list.currentItemChanged.connect(lambda *_: self._on_chosen())
        self.list.itemActivated.connect(lambda *_: self.recorder.begin())
        self.column.addWidget(self.search)
        self.column.addWidget(self.list, 1)
        self.column.setAlignment(Qt.AlignmentFlag(0))

    def _build_foot(self) -> None:
        self.recorder = KeyRecorder()
        self.recorder.recorded.connect(self._on_recorded)
        self.none = PushButton(self.tr("No key"), "quiet")
        self.none.clicked.connect(lambda: self._bind(self.chosen, ()))
        self.reset = PushButton(self.tr("Reset"), "quiet")
        self.reset.clicked.connect(self._on_reset)
        self.reset_all = PushButton(self.tr("Reset all"), "quiet")
        self.reset_all.clicked.connect(lambda: self._keep({}))
        row = QHBoxLayout()
        row.setSpacing(theme.GRID * 2)
        for button in (self.recorder, self.none, self.reset):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.reset_all)
        self.told = PlainLabel("", "small", dim=True)
        self.told.setWordWrap(True)
        self.take = PushButton(self.tr("Use it here instead"))
        self.take.clicked.connect(self._on_take)
        self.take.hide()
        asking = QHBoxLayout()
        asking.setSpacing(theme.GRID * 2)
        asking.addWidget(self.told, 1)
        asking.addWidget(self.take)
        self.column.addLayout(row)
        self.column.addLayout(asking)

    def _items(self) -> list[QTreeWidgetItem]:
        return [item for at in range(self.list.topLevelItemCount()) if (item := self.list.topLevelItem(at)) is not None]

    def _ids(self) -> list[str]:
        return [command.id for command in self._commands.all()]

    def _defaults(self) -> dict[str, tuple[str, ...]]:
        return load_keymap(self._settings.config.keymap).keys

    def _fill(self) -> None:
        marked = self.chosen
        self.list.clear()
        for command in sorted(self._commands.all(), key=lambda each: (each.group, each.text)):
            self.list.addTopLevelItem(self._item(command))
        self._filter(self.search.text())
        if marked:
            self.show_command(marked)
        elif items := self._items():
            self.list.setCurrentItem(items[0])
        self.reset_all.setEnabled(bool(self._settings.config.keys))

    def _item(self, command: Command) -> QTreeWidgetItem:
        item = QTreeWidgetItem([command.text, command.group, shown(self._commands.keys(command.id))])
        item.setData(0, ID, command.id)
        item.setForeground(1, theme.colours().text_dim)
        if command.id in self._settings.config.keys:
            item.setForeground(2, theme.colours().accent)
            item.setToolTip(2, self.tr("Your own"))
        return item

    def _filter(self, typed: str) -> None:
        words = typed.casefold().split()
        for item in self._items():
            text = " ".join(item.text(column) for column in range(3)).casefold()
            item.setHidden(not all(word in text for word in words))

    def _on_chosen(self) -> None:
        self._ask("")
        there = bool(self.chosen)
        self.recorder.setEnabled(there)
        self.none.setEnabled(there and bool(self._commands.keys(self.chosen)))
        self.reset.setEnabled(self.chosen in self._settings.config.keys)

    def _on_keymap(self, name: str) -> None:
        self._settings.set(keymap=name)
        self._apply()

    def _on_recorded(self, key: str) -> None:
        taken = bindings.holders(key, self._ids(), self._defaults(), self._settings.config.keys, but=self.chosen)
        if not taken:
            self._bind(self.chosen, (key,))
            return
        names = ", ".join(f"“{each.text}”" for id in taken if (each := self._commands.get(id)) is not None)
        self._asked = (self.chosen, key)
        self._ask(self.tr("{key} is {name} now.").format(key=shown((key,)), name=names), offer=True)
        self.take.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_take(self) -> None:
        if self._asked is not None:
            id, key = self._asked
            self._bind(id, (key,))

    def _on_reset(self) -> None:
        config = self._settings.config
        self._keep(bindings.reset(config.keys, self._defaults(), self.chosen, self._ids()))

    def _bind(self, id: str, keys: tuple[str, ...]) -> None:
        self._keep(bindings.bound(self._settings.config.keys, self._defaults(), id, keys, self._ids()))

    def _keep(self, own: bindings.Own) -> None:
        self._settings.set(keys=own)
        self._apply()

    def _apply(self) -> None:
        self._commands.use_keymap(self._settings.config.keymap, self._settings.config.keys)
        self._ask("")
        self._fill()
        self._on_chosen()

    def _ask(self, text: str, offer: bool = False) -> None:
        self.told.setText(text)
        self.take.setVisible(offer)
        if not offer:
            self._asked = None


def shown(keys: tuple[str, ...]) -> str:
    """Keys as the user reads them on this system."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(key).toString(native) for key in keys)
