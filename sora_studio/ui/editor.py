"""The open film on the desk: viewer, board or models in the middle, the timeline below, the shot's panel beside."""

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from sora_studio.ui.board.view import BoardView
from sora_studio.ui.commands import Commands
from sora_studio.ui.desk import keep_habits, take_up_habits
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.header import Header
from sora_studio.ui.models.view import ModelsView
from sora_studio.ui.queue.view import QueuePanel
from sora_studio.ui.shot_panel.view import ShotPanel
from sora_studio.ui.timeline.view import TimelineView
from sora_studio.ui.viewer.view import Viewer

WORKSPACES = ("edit", "board", "models")
# How the desk is arranged the first time, for a window of 1440 × 900.
WIDTH, HEIGHT = 1440, 800
QUEUE_WIDTH, PANEL_WIDTH, TIMELINE_HEIGHT = 300, 360, 300


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
        for canvas in (self.timeline.canvas, self.board.canvas):
            canvas.scene_wanted.connect(self.panel.show_scene)
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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.middle.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_queue(self) -> None:
        self.queue.setVisible(self.queue.isHidden())
        self.header.queue_button.setChecked(not self.queue.isHidden())
        self.commands.refresh()

    def finish_writing(self) -> None:
        """Keep what is being written anywhere on the desk, while there is still a film to keep it in."""
        self.timeline.finish_writing()
        self.board.finish_writing()
        writing = self.window().focusWidget()
        if writing is not None and self.isAncestorOf(writing):
            writing.clearFocus()

    def remember(self, settings: QSettings) -> None:
        """Keep how the desk is arranged, and how one likes to work."""
        keep_habits(self, settings)
        for name, splitter in self._splitters.items():
            settings.setValue(f"desk/{name}", splitter.saveState())

    def recall(self, settings: QSettings) -> None:
        """Arrange the desk as it was left."""
        for name, splitter in self._splitters.items():
            state = settings.value(f"desk/{name}")
            if isinstance(state, QByteArray):
                splitter.restoreState(state)
        take_up_habits(self, settings)

    def _lay_out(self) -> None:
        """The panel takes the whole height: what is said of a shot is longer than the picture is high."""
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        # First, so that Tab goes from the top down.
        layout.addWidget(self.header)
        top = _split(across, (self.queue, self.middle), 1, (QUEUE_WIDTH, WIDTH - PANEL_WIDTH - QUEUE_WIDTH))
        left = _split(down, (top, self.timeline), 0, (HEIGHT - TIMELINE_HEIGHT, TIMELINE_HEIGHT))
        whole = _split(across, (left, self.panel), 0, (WIDTH - PANEL_WIDTH, PANEL_WIDTH))
        self._splitters = {"queue-width": top, "timeline-height": left, "panel-width": whole}
        layout.addWidget(whole, 1)

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


def _split(
    orientation: Qt.Orientation, parts: tuple[QWidget, QWidget], grows: int, sizes: tuple[int, int]
) -> QSplitter:
    """Two parts with a thin line between; the one that `grows` takes what room a larger window gives."""
    splitter = QSplitter(orientation)
    for at, part in enumerate(parts):
        splitter.addWidget(part)
        splitter.setStretchFactor(at, int(at == grows))
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(1)
    splitter.setSizes(sizes)
    return splitter
