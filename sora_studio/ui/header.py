"""The strip above the desk: where one is, which film it is, and the two things a film is for: rendering and export."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sora_studio.ui import theme
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.kit import ElidedLabel, IconButton, PlainLabel, PushButton, Segmented
from sora_studio.ui.language import translate

HEIGHT = 48


class Header(QWidget):
    def __init__(self, document: FilmDocument, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._commands = document, commands
        self.setObjectName("header")
        self.setFixedHeight(HEIGHT)
        self.workspaces = Segmented(
            [(self.tr("Edit"), "edit"), (self.tr("Board"), "board"), (self.tr("Models"), "models")]
        )
        self.workspaces.setAccessibleName(self.tr("Workspace"))
        self.workspaces.changed.connect(lambda name: commands.action(f"workspace.{name}").trigger())
        self.title = ElidedLabel("", role="title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.about = PlainLabel("", role="small", dim=True)
        self.queue_button = IconButton("list-video", self.tr("Show the queue"), checkable=True)
        self.queue_button.clicked.connect(lambda: commands.action("view.queue").trigger())
        self.draft_button = PushButton(self.tr("Render"), kind="primary", icon="play")
        self.draft_button.setToolTip(self.tr("Make what is missing or stale of the film"))
        self.draft_button.clicked.connect(lambda: commands.action("film.render").trigger())
        self.export_button = PushButton(self.tr("Export"), kind="quiet", icon="share")
        self.export_button.clicked.connect(lambda: commands.action("film.export").trigger())
        self._lay_out()
        document.project_changed.connect(lambda *_: self._refresh())
        document.queue_changed.connect(self._refresh)
        self._refresh()

    def show_workspace(self, name: str) -> None:
        self.workspaces.value = name

    def _lay_out(self) -> None:
        left, middle, right = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        left.addWidget(self.workspaces)
        left.addStretch(1)
        middle.addWidget(self.title)
        middle.addWidget(self.about)
        right.addStretch(1)
        for button in (self.queue_button, self.export_button, self.draft_button):
            right.addWidget(button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * theme.GRID, 0, 3 * theme.GRID, 0)
        # Both sides are as wide as one another, so that the title stands in the middle of the window.
        for part, stretch in ((left, 1), (middle, 0), (right, 1)):
            part.setSpacing(2 * theme.GRID)
            layout.addLayout(part, stretch)
        layout.setSpacing(2 * theme.GRID)

    def _refresh(self) -> None:
        project = self._document.project
        shots = len(self._document.strip)
        seconds = float(project.frame_rate.seconds(self._document.strip.duration))
        self.title.setText(project.title or self.tr("Untitled"))
        length = f"{int(seconds) // 60}:{int(seconds) % 60:02}"
        counted = translate("Header", "%n shot(s)", "", shots)
        self.about.setText(f"{counted} · {length}" if shots else counted)
        waiting = sum(item.state in ("waiting", "running") for item in self._document.queue.items)
        self.queue_button.setToolTip(
            self.tr("Show the queue: %s to make") % waiting if waiting else self.tr("Show the queue")
        )
