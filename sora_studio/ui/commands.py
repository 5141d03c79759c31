"""Every action of the window by its id: what a menu, a key, a button and the palette all run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from sora_studio.ui import theme
from sora_studio.ui.key_guard import KeyGuard
from sora_studio.ui.keymaps import Keymap, conflicts, load_keymap

Ask = Callable[[], bool]
DRESS_MS, DRESSED_AT_ONCE = 15, 4


@dataclass(frozen=True, slots=True)
class Command:
    """One action: its id ("edit.undo"), what it is called, and where it is listed."""

    id: str
    group: str
    icon: str
    action: QAction
    enabled: Ask | None
    checked: Ask | None

    @property
    def text(self) -> str:
        return self.action.text().replace("&", "")


class Commands(QObject):
    """The window's actions and the keys they have. Made once, with the window as parent."""

    ran = Signal(str)
    keys_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._guard = KeyGuard(self)
        self._commands: dict[str, Command] = {}
        self._keymap = Keymap("", {})
        self.keymap_name = ""
        self.overrides: dict[str, tuple[str, ...]] = {}
        theme.changed.connect(self._tint)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        # Icons are drawn a few at a time: no menu shows them yet, and a film has more than a hundred.
        self._undressed: list[Command] = []
        self._dressing = QTimer(self)
        self._dressing.setInterval(DRESS_MS)
        self._dressing.timeout.connect(lambda: self._dress_some())

    def add(
        self,
        id: str,
        text: str,
        run: Callable[[], object],
        *,
        group: str,
        icon: str = "",
        enabled: Ask | None = None,
        checked: Ask | None = None,
    ) -> QAction:
        """Register an action; `enabled` and `checked` are asked by `refresh()`."""
        if id in self._commands:
            raise ValueError(f"two commands are called {id}")
        action = QAction(text, self._window)
        action.setObjectName(id)
        action.setCheckable(checked is not None)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda: self._run(id, run))
        command = Command(id, group, icon, action, enabled, checked)
        self._commands[id] = command
        self._window.addAction(action)
        self._dress_later(command)
        self._give_keys(command)
        self._ask(command)
        return action

    def action(self, id: str) -> QAction:
        """The action of this id; KeyError where no view has registered one."""
        return self._commands[id].action

    def get(self, id: str) -> Command | None:
        return self._commands.get(id)

    def all(self) -> tuple[Command, ...]:
        """Every command, in the order they were registered."""
        return tuple(self._commands.values())

    def run(self, id: str) -> bool:
        """Run an action as if its key was pressed; False where it is not possible now."""
        command = self._commands.get(id)
        if command is None:
            return False
        self._ask(command)
        if not command.action.isEnabled():
            return False
        command.action.trigger()
        return True

    def clear(self) -> None:
        """Forget every action: the views that registered them are gone."""
        for command in self._commands.values():
            self._window.removeAction(command.action)
            # Until it is gone a menu that is still open could run it.
            command.action.setEnabled(False)
            command.action.deleteLater()
        self._commands.clear()
        self._undressed.clear()

    def rename(self, id: str, text: str) -> None:
        """Say what an action would do now, such as "Undo Trim shot 4"."""
        command = self._commands[id]
        command.action.setText(text)
        self._tell_keys(command)

    def refresh_soon(self) -> None:
        """As `refresh`, once all that happens now is over: an edit that ten views hear of asks every action once."""
        if not self._soon.isActive():
            self._soon.start()

    def about_to_show(self) -> None:
        """A menu is opened: every action looks as it should by now."""
        self._dress_some(len(self._undressed))
        self.refresh()

    def refresh(self) -> None:
        """Ask every action whether it is possible, and whether it is on."""
        self._soon.stop()
        for command in self._commands.values():
            self._ask(command)

    # Keys

    def use_keymap(self, name: str, overrides: Mapping[str, Sequence[str]] | None = None) -> None:
        """Give the actions the keys of a keymap, with the user's own on top. Raises SoraError for an unknown keymap."""
        self._keymap = load_keymap(name)
        self.keymap_name = name
        self.overrides = {id: tuple(keys) for id, keys in (overrides or {}).items()}
        for command in self._commands.values():
            self._give_keys(command)
        self.keys_changed.emit()

    def keys(self, id: str) -> tuple[str, ...]:
        """The keys an action has, in Qt's portable spelling, such as "Ctrl+Shift+Z"."""
        return self.overrides.get(id, self._keymap.keys.get(id, ()))

    def default_keys(self, id: str) -> tuple[str, ...]:
        """The keys the keymap gives, whatever the user has set."""
        return self._keymap.keys.get(id, ())

    def owner_of(self, key: str) -> str:
        """The id of the action that has this key; "" where it is free."""
        return next((id for id in self._commands if key in self.keys(id)), "")

    def conflicts(self) -> dict[str, tuple[str, ...]]:
        """Keys that more than one action has, with the ids that share them."""
        return conflicts({id: self.keys(id) for id in self._commands})

    def shortcut_text(self, id: str) -> str:
        """The first key as the user reads it on this system; "" where there is none."""
        keys = self.keys(id)
        return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""

    def tooltip(self, id: str) -> str:
        """The action's name with its key, for a button that runs it; "" for an action that is gone."""
        command, key = self._commands.get(id), self.shortcut_text(id)
        if command is None:
            return ""
        return f"{command.text} ({key})" if key else command.text

    def tell_tip(self, id: str, tell: Callable[[str], object]) -> None:
        """Tell a button its action's name with its key, now and whenever either is another.

        It ends with the action: this list outlives the films whose views put actions into it.
        """
        action = self.action(id)
        action.changed.connect(lambda: tell(action.toolTip()))
        tell(self.tooltip(id))

    def _run(self, id: str, run: Callable[[], object]) -> None:
        run()
        self.ran.emit(id)

    def _give_keys(self, command: Command) -> None:
        command.action.setShortcuts([QKeySequence(key) for key in self.keys(command.id)])
        self._tell_keys(command)

    def _tell_keys(self, command: Command) -> None:
        command.action.setToolTip(self.tooltip(command.id))

    def _ask(self, command: Command) -> None:
        if command.enabled is not None:
            command.action.setEnabled(command.enabled())
        if command.checked is not None:
            command.action.setChecked(command.checked())

    def _tint(self) -> None:
        self._undressed.clear()
        for command in self._commands.values():
            self._dress_later(command)

    def _dress_later(self, command: Command) -> None:
        if command.icon:
            self._undressed.append(command)
            if not self._dressing.isActive():
                self._dressing.start()

    def _dress_some(self, count: int = DRESSED_AT_ONCE) -> None:
        now, self._undressed = self._undressed[:count], self._undressed[count:]
        for command in now:
            command.action.setIcon(theme.icon(command.icon))
        if not self._undressed:
            self._dressing.stop()
