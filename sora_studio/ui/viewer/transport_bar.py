"""The controls under the picture: timecode, buttons, volume, and the bar to scrub by."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout, QWidget

from sora_studio.ui import theme
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.kit import ElidedLabel, IconButton
from sora_studio.ui.viewer.buttons import CommandButton
from sora_studio.ui.viewer.playback import Playback
from sora_studio.ui.viewer.scrub_bar import ScrubStrip
from sora_studio.ui.viewer.timecode import film_timecode, length_timecode
from sora_studio.ui.viewer.timecode_field import TimecodeField

MIDDLE = (
    "playback.start", "playback.previous_cut", "playback.step_back", "playback.toggle", "playback.step_forward",
    "playback.next_cut", "playback.end",
)  # fmt: skip
MARKS = ("playback.mark_in", "playback.mark_out", "playback.loop")
FIRST_TO_GO = ("playback.start", "playback.end", "playback.previous_cut", "playback.next_cut")
# Below these widths the lesser things make room for the buttons everyone needs.
ROOM_FOR_CUTS, ROOM_FOR_VOLUME, ROOM_FOR_LENGTH, ROOM_FOR_MARKS, ROOM_FOR_MARKED = 580, 600, 680, 780, 920
PLAY_SIZE = 20


class TransportBar(QWidget):
    """The scrub bar over one row: where we are on the left, the buttons in the middle, the sound on the right."""

    def __init__(
        self,
        document: FilmDocument,
        commands: Commands,
        playback: Playback,
        parent: QWidget | None = None,
        timecode_role: str = "timecode",
    ) -> None:
        super().__init__(parent)
        self._document, self._playback = document, playback
        self.setObjectName("transportBar")
        self.scrub = ScrubStrip(document)
        self.timecode = TimecodeField(document, timecode_role)
        self.length = ElidedLabel("", role="label")
        self.marks = ElidedLabel("", role="label")
        self.play = CommandButton(commands, "playback.toggle", size=PLAY_SIZE)
        self._mark_buttons = [CommandButton(commands, id) for id in MARKS]
        self._middle = [self.play if id == "playback.toggle" else CommandButton(commands, id) for id in MIDDLE]
        self.full_screen = CommandButton(commands, "viewer.full_screen")
        self.mute = IconButton("volume-2", self.tr("Mute"), checkable=True)
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self._lay_out()
        self._prepare_sound()
        document.transport.state_changed.connect(self._show_state)
        document.project_changed.connect(self._show_state)
        playback.sound_changed.connect(self._show_sound)
        self._show_state()
        self._show_sound()

    def _prepare_sound(self) -> None:
        self.volume.setRange(0, 100)
        self.volume.setFixedWidth(64)
        self.volume.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.volume.setAccessibleName(self.tr("Volume"))
        self.volume.setToolTip(self.tr("Volume"))
        self.volume.valueChanged.connect(lambda value: self._playback.set_volume(value / 100))
        self.mute.clicked.connect(lambda on: self._playback.set_muted(on))

    def _lay_out(self) -> None:
        left, middle, right = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (left, middle, right):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.GRID)
        left.addWidget(self.timecode)
        lengths = QVBoxLayout()
        lengths.setSpacing(0)
        lengths.addStretch(1)
        lengths.addWidget(self.length)
        lengths.addWidget(self.marks)
        lengths.addStretch(1)
        left.addLayout(lengths, 1)
        for button in self._middle:
            middle.addWidget(button)
        right.addStretch(1)
        for button in self._mark_buttons:
            right.addWidget(button)
        right.addSpacing(theme.GRID)
        for widget in (self.mute, self.volume, self.full_screen):
            right.addWidget(widget)
        row = QHBoxLayout()
        row.setContentsMargins(2 * theme.GRID, 0, 2 * theme.GRID, 2 * theme.GRID)
        row.setSpacing(2 * theme.GRID)
        # Both sides are as wide as one another, so that the play button stays in the middle of the picture.
        row.addWidget(_side(left), 1)
        row.addLayout(middle)
        row.addWidget(_side(right), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.GRID, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self.scrub)
        column.addLayout(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        width, transport = self.width(), self._document.transport
        marked = transport.mark_in is not None or transport.mark_out is not None
        self.length.setVisible(width >= ROOM_FOR_LENGTH)
        self.marks.setVisible(marked and width >= ROOM_FOR_MARKED)
        self.volume.setVisible(width >= ROOM_FOR_VOLUME)
        for button in self._mark_buttons:
            button.setVisible(width >= ROOM_FOR_MARKS)
        for button, id in zip(self._middle, MIDDLE, strict=True):
            button.setVisible(id not in FIRST_TO_GO or width >= ROOM_FOR_CUTS)

    @Slot()
    def _show_state(self, *_: object) -> None:
        project, transport = self._document.project, self._document.transport
        self.play.set_icon("pause" if transport.playing else "play")
        self.length.setText(length_timecode(project, transport.duration_frames))
        self.length.setToolTip(self.tr("The film's length"))
        self.marks.setText(self._marks_text())
        self._make_room()

    def _marks_text(self) -> str:
        """Such as "01:00:05:20 – 01:00:10:20"."""
        project, transport = self._document.project, self._document.transport
        first, last = (
            "" if mark is None else film_timecode(project, mark) for mark in (transport.mark_in, transport.mark_out)
        )
        if first and last:
            return f"{first} – {last}"
        if first:
            return self.tr("In {timecode}").format(timecode=first)
        return self.tr("Out {timecode}").format(timecode=last) if last else ""

    @Slot()
    def _show_sound(self) -> None:
        playback = self._playback
        problem = playback.sound.problem
        silent = playback.muted or playback.volume == 0 or problem
        self.mute.set_icon("volume-x" if silent else "volume-2")
        self.mute.setChecked(playback.muted)
        self.mute.set_tooltip(problem or (self.tr("Unmute") if playback.muted else self.tr("Mute")))
        self.volume.setValue(round(playback.volume * 100))


def _side(layout: QHBoxLayout) -> QWidget:
    """A part of the row that takes what room there is, whatever its contents ask for."""
    side = QWidget()
    side.setLayout(layout)
    side.setMinimumWidth(1)
    side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return side
