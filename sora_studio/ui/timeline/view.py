"""The timeline as the window sees it: tools above, track headers at the left, the canvas, and a scroll bar below."""

from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QScrollBar, QVBoxLayout, QWidget

from sora_studio.errors import EditError
from sora_studio.timeline.seconds import read_frames, spell_frames
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.timeline.actions import TimelineActions
from sora_studio.ui.timeline.canvas import Canvas
from sora_studio.ui.timeline.cutting import Cutting
from sora_studio.ui.timeline.drop_kinds import SOUND_FILES
from sora_studio.ui.timeline.headers import TrackHeaders
from sora_studio.ui.timeline.line_editor import HEIGHT, LineEditor
from sora_studio.ui.timeline.menus import add_commands, sort_of_menu
from sora_studio.ui.timeline.model import TimelineModel
from sora_studio.ui.timeline.tool_strip import ToolStrip
from sora_studio.ui.timeline.track_menu import add_speech_choices
from sora_studio.ui.timeline.transitions import Transitions
from sora_studio.ui.timeline.writing import Writing

NAME_WIDTH, LENGTH_WIDTH = 240, 176


class TimelineView(QWidget):
    """`canvas` is what is painted, `model` what is seen; both are there for tests and for the window."""

    def __init__(self, document: FilmDocument, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document, self.commands = document, commands
        self.model = TimelineModel(document, self)
        self.canvas = Canvas(document, self.model)
        self.headers = TrackHeaders(document, self.model)
        self.writing = Writing(self.canvas, document, self.model)
        self._cutting = Cutting(document, self.model)
        self.transitions = Transitions(document, self.model)
        self._actions = TimelineActions(self, document, self.model, commands, self._cutting)
        self.tools = ToolStrip(document, self.model, commands)
        self.scroll_bar = QScrollBar(Qt.Orientation.Horizontal)
        self._menu: QMenu | None = None
        self._lay_out()
        self._connect()
        self.setAccessibleName(self.tr("Timeline"))

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.scroll_bar)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.headers)
        row.addLayout(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.tools)
        whole.addLayout(row, 1)

    def _connect(self) -> None:
        self.canvas.menu_wanted.connect(self._show_menu)
        self.canvas.dissolve_wanted.connect(self._on_dissolve)
        self.canvas.marker_wanted.connect(lambda _: self.name_marker())
        self.headers.menu_wanted.connect(self._show_track_menu)
        self.model.view_changed.connect(self._follow)
        self.model.film_changed.connect(self._follow)
        self.scroll_bar.valueChanged.connect(lambda value: self.model.look(self.model.span.scrolled_to(float(value))))
        model, document = self.model, self.document
        for signal in (document.selection.changed, document.project_changed, model.picked_changed, model.tool_changed):
            signal.connect(self._refresh)
        self.scroll_bar.setAccessibleName(self.tr("Scroll along the film"))
        self._follow()

    @Slot()
    def _follow(self) -> None:
        span, bar = self.model.span, self.scroll_bar
        bar.blockSignals(True)
        bar.setRange(int(span.least_scroll), int(span.most_scroll))
        bar.setPageStep(max(1, int(span.width)))
        bar.setSingleStep(40)
        bar.setValue(int(span.scroll))
        bar.blockSignals(False)

    @Slot()
    def _refresh(self) -> None:
        self._actions.refresh()
        self.tools.refresh()

    def finish_writing(self) -> None:
        """Keep what is being written on a clip, a cut, a marker or a track."""
        self.writing.close()
        for editor in self.findChildren(LineEditor):
            editor.finish(True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not a focus proxy: Tab would go past whatever stands before it.
        self.canvas.setFocus(event.reason())

    # What commands ask for

    def insert_shot(self) -> None:
        """Put an empty shot after the current one and write its prompt."""
        self.writing.insert()

    def edit_prompt(self) -> None:
        """Write the current shot's prompt on its clip."""
        self.writing.edit(self.document.selection.current)

    def ask_dissolve(self) -> None:
        """Write the length of the transition after the current shot, on its cut."""
        index = self.transitions.index()
        if index >= 0:
            self._ask_dissolve(index)

    def name_marker(self) -> None:
        """Write the words of the selected marker, beside it."""
        marker = next((marker for marker in self.document.project.markers if marker.id == self.model.marker), None)
        if marker is not None:
            at = QPoint(round(self.model.span.x(marker.frame)), round(self.model.lanes.ruler.top) + 1)
            ask, keep = self.tr("What is at this frame?"), lambda text: self._cutting.rename_marker(marker.id, text)
            LineEditor(self.canvas, ask, marker.text, at, NAME_WIDTH, keep)

    def ask_sound(self) -> None:
        """Ask for sound files and put them at the playhead."""
        kinds = " ".join(f"*{ending}" for ending in SOUND_FILES)
        title = self.tr("Add sound")
        paths, _ = QFileDialog.getOpenFileNames(self, title, "", self.tr("Sound (%s)") % kinds)
        for path in paths:
            self.canvas.drops.bring_sound(Path(path), self.document.transport.frame)

    @Slot(str)
    def _on_dissolve(self, shot_id: str) -> None:
        index = self.model.strip.places.get(shot_id)
        if index is not None:
            self._ask_dissolve(index)

    def _ask_dissolve(self, index: int) -> None:
        rate, model = self.document.project.frame_rate, self.model
        before = spell_frames(model.strip.transition(index).duration_frames, rate)
        cut, shot_id = round(model.span.x(model.strip.starts[index + 1])), model.strip.shots[index].id
        at = QPoint(cut - LENGTH_WIDTH // 2, round(model.lanes.video.bottom) - HEIGHT - 4)
        ask = self.tr("How long, such as 12f or 1s")
        LineEditor(self.canvas, ask, before, at, LENGTH_WIDTH, lambda text: self._keep_dissolve(shot_id, text))

    def _keep_dissolve(self, shot_id: str, text: str) -> bool:
        index = self.model.strip.places.get(shot_id)
        if index is None or index + 1 >= len(self.model.strip):
            return True  # Its cut has gone meanwhile.
        try:
            return self.transitions.set_length(index, read_frames(text, self.document.project.frame_rate))
        except EditError as error:
            self.document.tell(Message(error.message, error.hint))
            return False

    # Menus

    @Slot(QPointF)
    def _show_menu(self, at: QPointF) -> None:
        self.commands.about_to_show()
        local = self.canvas.mapFromGlobal(at)
        self._menu = QMenu(self)
        add_commands(self._menu, self.commands, sort_of_menu(self.model.sight.hit(local.x(), local.y()).part))
        self._menu.aboutToHide.connect(self._menu.deleteLater)
        self._menu.popup(at.toPoint())

    @Slot(str)
    def _show_track_menu(self, track_id: str) -> None:
        self._menu = QMenu(self)
        add_commands(self._menu, self.commands, "track")
        track = next((track for track in self.document.project.tracks if track.id == track_id), None)
        if track is not None:
            self._menu.addSeparator()
            add_speech_choices(self._menu, self.document, track)
            self._menu.addSeparator()
            self._menu.addAction(self.tr("Name the track…"), lambda: self.headers.rename(track))
            self._menu.addAction(self.tr("Delete the track"), lambda: self._cutting.remove_track(track_id))
        self._menu.aboutToHide.connect(self._menu.deleteLater)
        self._menu.popup(self.cursor().pos())
