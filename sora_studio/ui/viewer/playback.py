"""What goes on while the film plays: pictures are fetched ahead, sound leads the clock, rendering steps back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from sora_studio.ui.document import FilmDocument
from sora_studio.ui.sound.player import SoundPlayer
from sora_studio.ui.viewer.surface import Surface

# A second of film ahead is asked for, in portions, so that planning it doesn't cost every frame.
AHEAD_FRAMES = 24
ASK_EVERY = 4
# Around a playhead that stands still: what the next step or the next press of play will show.
AHEAD_WHEN_STILL = 12


class Playback(QObject):
    """One for a document. `surface` gives the one that is looked at: it says how large and fine pictures should be."""

    sound_changed = Signal()

    def __init__(self, document: FilmDocument, surface: Callable[[], Surface], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._surface = surface
        self._reasons_to_hold: set[str] = set()
        self._asked_at: tuple[int, int, int] | None = None
        self._direction = 0
        self.volume, self.muted = 1.0, False
        self.sound = SoundPlayer(document, self)
        self.sound.follow(document.transport)
        self.sound.problem_changed.connect(self.sound_changed)
        document.project_changed.connect(self.sound.on_project_changed)
        document.transport.moved.connect(self._on_moved)
        document.transport.state_changed.connect(self._on_state)
        document.transport.jumped.connect(self._on_jumped)

    def hold(self, reason: str, on: bool) -> None:
        """Let rendering yield the processor for as long as there is a reason to."""
        was = bool(self._reasons_to_hold)
        self._reasons_to_hold = self._reasons_to_hold | {reason} if on else self._reasons_to_hold - {reason}
        if bool(self._reasons_to_hold) != was:
            self._document.queue.hold(not was)

    def set_volume(self, volume: float) -> None:
        """From 0 (silent) to 1."""
        if volume != self.volume:
            self.volume = volume
            self.muted = False
            self._sound_out()

    def set_muted(self, muted: bool) -> None:
        if muted != self.muted:
            self.muted = muted
            self._sound_out()

    def _sound_out(self) -> None:
        self.sound.volume = 0.0 if self.muted else self.volume
        self.sound_changed.emit()

    @Slot()
    def _on_state(self) -> None:
        speed = self._document.transport.speed
        if speed != self._direction:
            self._direction = speed
            self._asked_at = None
            self.hold("playing", speed != 0)
            self._look_ahead()

    @Slot(int)
    def _on_moved(self, frame: int) -> None:
        if self._document.transport.playing:
            self._look_ahead()

    @Slot(int)
    def _on_jumped(self, frame: int) -> None:
        self._asked_at = None
        self._look_ahead()

    def _look_ahead(self) -> None:
        transport, surface = self._document.transport, self._surface()
        frame, speed, height = transport.frame, transport.speed, surface.height_wanted
        asked, portion = self._asked_at, ASK_EVERY * max(1, abs(speed))
        if asked is not None and asked[1:] == (height, speed) and abs(frame - asked[0]) < portion:
            return
        self._asked_at = frame, height, speed
        step = speed or 1
        exact = abs(speed) <= 1 and surface.screen_seen.pace.fineness.exact
        count = AHEAD_FRAMES if speed else AHEAD_WHEN_STILL
        self._document.pictures.prefetch(frame + step, count, height, step=step, exact=exact)
