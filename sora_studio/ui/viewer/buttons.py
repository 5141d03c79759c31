"""Buttons that run a command and look as it stands: pressed in while it is on, grey while it is not possible."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from sora_studio.ui.commands import Commands
from sora_studio.ui.kit import IconButton


class CommandButton(IconButton):
    """A command's icon; its tool tip is the command's name with its key."""

    def __init__(
        self, commands: Commands, id: str, icon: str = "", size: int = 16, parent: QWidget | None = None
    ) -> None:
        command = commands.get(id)
        assert command is not None, f"no command is called {id}"
        super().__init__(icon or command.icon, commands.tooltip(id), command.checked is not None, size, parent)
        self._commands, self._id = commands, id
        self.setObjectName(f"button.{id}")
        self.clicked.connect(self._run)
        command.action.changed.connect(self._follow)
        self._follow()

    @Slot()
    def _run(self) -> None:
        self._commands.run(self._id)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        command = self._commands.get(self._id)
        if command is None:
            return
        self.set_tooltip(self._commands.tooltip(self._id))
        self.setEnabled(command.action.isEnabled())
        if self.isCheckable():
            self.setChecked(command.action.isChecked())
