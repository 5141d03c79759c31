"""The open film on the desk: viewer, board or models in the middle, the shot's panel beside, the timeline below."""

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from sora_studio.ui.board.view import BoardView
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.header import Header
from sora_studio.ui.models.view import ModelsView
from sora_studio.ui.queue.view import QueuePanel
from sora_studio.ui.shot_panel.view import ShotPanel
from sora_studio.ui.timeline.view import TimelineView
from sora_studio.ui.viewer.view import Viewer

WORKSPACES = ("edit", "board", "models")
QUEUE_WIDTH, PANEL_WIDTH, TIMELINE_HEIGHT = 320, 360, 330


class Editor(QWidget):
    """One document's views; it is thrown away with the document."""

    workspace_changed = Signal(str)

    def __init__(self, document: FilmDocument, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document, self.commands = document, commands
        self.viewer = Viewer(document, commands)
        self.board = BoardView(document, commands)
        self.models = ModelsView(document, commands)
        self.panel = ShotPanel(document, commands)
        self.timeline = TimelineView(document, commands)
        self.queue = QueuePanel(document, commands)
        self.middle = QStackedWidget()
        for view in (self.viewer, self.board, self.models):
            self.middle.addWidget(view)
        self._register_commands()
        self.header = Header(document, commands)
        self._lay_out()
        self.queue.hide()
        self.show_workspace("edit")

    @property
    def workspace(self) -> str:
        return WORKSPACES[self.middle.currentIndex()]

    def show_workspace(self, name: str) -> None:
        """Bring "edit", "board" or "models" to the front."""
        self.middle.setCurrentIndex(WORKSPACES.index(name))
        self.timeline.setVisible(name == "edit")
        self.panel.setVisible(name != "models")
        self.header.show_workspace(name)
        self.middle.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)
        self.commands.refresh()
        self.workspace_changed.emit(name)

    def toggle_queue(self) -> None:
        self.queue.setVisible(self.queue.isHidden())
        self.commands.refresh()

    def remember(self, settings: QSettings) -> None:
        """Keep how the desk is arranged."""
        settings.setValue("desk/across", self._across.saveState())
        settings.setValue("desk/down", self._down.saveState())

    def recall(self, settings: QSettings) -> None:
        """Arrange the desk as it was left."""
        for name, splitter in (("across", self._across), ("down", self._down)):
            state = settings.value(f"desk/{name}")
            if isinstance(state, QByteArray):
                splitter.restoreState(state)

    def _lay_out(self) -> None:
        self._across = QSplitter(Qt.Orientation.Horizontal)
        for view, stretch in ((self.queue, 0), (self.middle, 1), (self.panel, 0)):
            self._across.addWidget(view)
            self._across.setStretchFactor(self._across.indexOf(view), stretch)
        self._across.setSizes([QUEUE_WIDTH, 1440 - PANEL_WIDTH, PANEL_WIDTH])
        self._down = QSplitter(Qt.Orientation.Vertical)
        self._down.addWidget(self._across)
        self._down.addWidget(self.timeline)
        self._down.setStretchFactor(0, 1)
        self._down.setSizes([560, TIMELINE_HEIGHT])
        for splitter in (self._across, self._down):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._down, 1)

    def _register_commands(self) -> None:
        named = {"edit": self.tr("Edit"), "board": self.tr("Board"), "models": self.tr("Models")}
        icons = {"edit": "film", "board": "layout-grid", "models": "layers"}
        for name, text in named.items():
            self.commands.add(
                f"workspace.{name}",
                self.tr("Show %s") % text,
                lambda name=name: self.show_workspace(name),
                group=self.tr("View"),
                icon=icons[name],
                checked=lambda name=name: self.workspace == name,
            )
        self.commands.add(
            "view.queue",
            self.tr("Show the queue"),
            self.toggle_queue,
            group=self.tr("View"),
            icon="list-video",
            checked=lambda: not self.queue.isHidden(),
        )
