"""The viewer: the film's picture between its header and its controls."""

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from sora_studio.ui import theme
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.kit import EmptyState, PushButton
from sora_studio.ui.viewer import still
from sora_studio.ui.viewer.actions import add_playback_commands, add_view_commands, context_menu
from sora_studio.ui.viewer.compare import Compare
from sora_studio.ui.viewer.hand import Hand
from sora_studio.ui.viewer.header import ViewerHeader
from sora_studio.ui.viewer.notice import Notice, trouble_with
from sora_studio.ui.viewer.options import ViewerOptions
from sora_studio.ui.viewer.pitch import PitchWindow
from sora_studio.ui.viewer.playback import Playback
from sora_studio.ui.viewer.surface import Surface
from sora_studio.ui.viewer.transport_bar import TransportBar


class Viewer(QWidget):
    """Plays one document. It registers the commands "playback.…" and "viewer.…"."""

    def __init__(self, document: FilmDocument, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._commands = document, commands
        self.options = ViewerOptions(self)
        self.compare = Compare(document, self)
        self.playback = Playback(document, lambda: self.seen_surface, self)
        self.surface = Surface(document, self.options, self.compare)
        self.pitch: PitchWindow | None = None
        add_playback_commands(document, commands)
        add_view_commands(commands, self.options, self.compare, self)
        self._hand = Hand(self.surface, commands)
        self.header = ViewerHeader(document, commands, self.options, self.compare)
        self.bar = TransportBar(document, commands, self.playback)
        self.notice = Notice(self.surface)
        first_shot = PushButton(self.tr("Write the first shot"), kind="primary", icon="plus")
        first_shot.clicked.connect(lambda: commands.run("timeline.insert_shot"))
        self.empty = EmptyState(
            "film",
            self.tr("An empty film"),
            self.tr("A shot begins with a prompt. Its card is seen here at once, its picture as soon as it is made."),
            first_shot,
        )
        # A film that has shots must not keep room for what is said of one that has none.
        self.empty.setMinimumHeight(1)
        self._lay_out()
        self._listen()
        self._refresh()

    @property
    def seen_surface(self) -> Surface:
        """The surface that is looked at: the full screen's while presenting."""
        return self.pitch.surface if self.pitch is not None else self.surface

    @property
    def presenting(self) -> bool:
        return self.pitch is not None

    def _lay_out(self) -> None:
        middle = QWidget()
        self._pages = QStackedLayout(middle)
        self._pages.addWidget(self.surface)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(middle, 1)
        column.addWidget(self.bar)
        self.surface.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.surface.customContextMenuRequested.connect(self._show_menu)
        self._menu = context_menu(self._commands, self.surface)

    def _listen(self) -> None:
        document = self._document
        document.transport.moved.connect(self._on_moved)
        for signal in (
            document.project_changed,
            document.shown_changed,
            document.queue_changed,
            document.look_changed,
            self.compare.changed,
            theme.changed,
        ):
            signal.connect(self._refresh)
        document.pictures.frame_ready.connect(self._look_for_trouble)
        document.pictures.take_ready.connect(self._look_for_trouble)
        for signal in (document.transport.state_changed, self.options.changed, self.compare.changed):
            signal.connect(self._commands.refresh)
        self.playback.sound.problem_changed.connect(self._tell_of_sound)
        self._shown_shot = ""

    @Slot(str)
    def _tell_of_sound(self, problem: str) -> None:
        """Why there is no sound, or less: told once, and at the loudspeaker's button as long as it is so."""
        if problem:
            self._document.tell(Message(problem))

    @Slot(int)
    def _on_moved(self, frame: int) -> None:
        place = self.surface.place
        if place is not None and place.shot.id != self._shown_shot:
            self._refresh()

    @Slot()
    def _refresh(self, *_: object) -> None:
        """The shot at the playhead is another, or something about it changed."""
        place = self.surface.place
        self._shown_shot = place.shot.id if place is not None else ""
        self._pages.setCurrentWidget(self.surface if place is not None else self.empty)
        self.header.show_place(place)
        self._look_for_trouble()

    @Slot()
    def _look_for_trouble(self, *_: object) -> None:
        place = self.surface.place
        trouble = trouble_with(self._document, self._commands, self.compare, place.shot) if place is not None else None
        self.notice.tell(trouble)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not a focus proxy: Tab would go past whatever stands before it.
        self.surface.setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.notice.fit()

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        self._commands.about_to_show()
        self._menu.popup(self.surface.mapToGlobal(at))

    # What the commands do

    def toggle_full_screen(self) -> None:
        """Begin pitch mode, or leave it."""
        if self.pitch is not None:
            self.pitch.close()
            return
        surface = Surface(self._document, self.options, self.compare, presenting=True)
        self.pitch = PitchWindow(self._document, self._commands, self.playback, surface, self)
        self._pitch_hand = Hand(surface, self._commands)
        self.pitch.left.connect(self._leave_pitch)
        self.playback.hold("presenting", True)
        # Two surfaces of different sizes would each ask for its own pictures of every frame.
        self.surface.setUpdatesEnabled(False)
        self.pitch.start()
        self._commands.refresh()

    @Slot()
    def _leave_pitch(self) -> None:
        if self.pitch is None:
            return
        self.pitch.deleteLater()
        self.pitch = None
        self.playback.hold("presenting", False)
        self.surface.setUpdatesEnabled(True)
        self.surface.setFocus(Qt.FocusReason.OtherFocusReason)
        self._commands.refresh()

    def save_frame(self) -> None:
        self._document.transport.pause()
        still.ask_and_save(self._document, self.surface.card_image(), self)

    def copy_frame(self) -> None:
        self._document.transport.pause()
        still.copy(self._document, self.surface.card_image())
