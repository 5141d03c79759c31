"""The playhead: where it is, how it plays, what it loops."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, Slot

from sora_studio.timeline.time import FrameRate

# J-K-L: each press doubles, as in every editor.
FASTEST = 8
TICK_MS = 8

# The soundtrack's own clock, in film frames; None while it has none, then the wall clock counts.
Clock = Callable[[], float | None]


class Transport(QObject):
    """Frames count from 0. Playing stops at the film's end, or goes round in a loop between the marks."""

    moved = Signal(int)
    state_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rate = FrameRate(24)
        self._duration = 0
        self._frame = 0
        self._speed = 0
        self._loop = False
        self._mark_in: int | None = None
        self._mark_out: int | None = None
        self._since = QElapsedTimer()
        self._from = 0.0
        self._clock: Clock | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def set_film(self, rate: FrameRate, duration_frames: int) -> None:
        """The film as it is now; the playhead stays inside it."""
        self.rate = rate
        self._duration = duration_frames
        self.seek(self._frame)

    def follow(self, clock: Clock | None) -> None:
        """Let the sound lead: pictures can wait for it, an ear can't."""
        self._clock = clock

    @property
    def frame(self) -> int:
        return self._frame

    @property
    def duration_frames(self) -> int:
        return self._duration

    @property
    def speed(self) -> int:
        """Times the film's own rate; negative backwards, 0 stopped."""
        return self._speed

    @property
    def playing(self) -> bool:
        return self._speed != 0

    @property
    def loop(self) -> bool:
        return self._loop

    @loop.setter
    def loop(self, on: bool) -> None:
        self._loop = on
        self.state_changed.emit()

    @property
    def mark_in(self) -> int | None:
        return self._mark_in

    @property
    def mark_out(self) -> int | None:
        """The last frame inside the marks."""
        return self._mark_out

    def seek(self, frame: int) -> None:
        """Put the playhead on a frame of the film."""
        frame = min(max(frame, 0), max(0, self._duration - 1))
        self._start_clock(frame)
        self._go(frame)

    def step(self, frames: int) -> None:
        """Stop, and move by whole frames."""
        self.pause()
        self.seek(self._frame + frames)

    def play(self, speed: int = 1) -> None:
        """Play from the playhead, from the start again where it stands at the end."""
        if not self._duration:
            return
        first, last = self._bounds()
        if speed > 0 and self._frame >= last:
            self._go(first)
        self._set_speed(speed)

    def pause(self) -> None:
        self._set_speed(0)

    def toggle(self) -> None:
        if self.playing:
            self.pause()
        else:
            self.play()

    def shuttle(self, direction: int) -> None:
        """L (1) and J (-1): play that way, faster with each press; the other way first slows down."""
        if self._speed * direction > 0:
            self._set_speed(direction * min(FASTEST, abs(self._speed) * 2))
        elif abs(self._speed) > 1:
            self._set_speed(self._speed // 2 if self._speed > 0 else -(-self._speed // 2))
        else:
            self.play(direction)

    def set_in(self) -> None:
        """Mark the playhead as the first frame; an out mark before it goes."""
        self._mark_in = self._frame
        if self._mark_out is not None and self._mark_out < self._frame:
            self._mark_out = None
        self.state_changed.emit()

    def set_out(self) -> None:
        """Mark the playhead as the last frame; an in mark after it goes."""
        self._mark_out = self._frame
        if self._mark_in is not None and self._mark_in > self._frame:
            self._mark_in = None
        self.state_changed.emit()

    def clear_marks(self) -> None:
        self._mark_in = self._mark_out = None
        self.state_changed.emit()

    def _bounds(self) -> tuple[int, int]:
        """The first and last frame played: the marks', else the film's."""
        last = max(0, self._duration - 1)
        first = 0 if self._mark_in is None else min(self._mark_in, last)
        return first, last if self._mark_out is None else min(max(self._mark_out, first), last)

    def _set_speed(self, speed: int) -> None:
        if speed == self._speed:
            return
        self._speed = speed
        self._start_clock(self._frame)
        if speed:
            self._timer.start()
        else:
            self._timer.stop()
        self.state_changed.emit()

    def _start_clock(self, frame: float) -> None:
        self._from = float(frame)
        self._since.start()

    @Slot()
    def _tick(self) -> None:
        heard = self._clock() if self._clock is not None and self._speed == 1 else None
        passed = self._since.nsecsElapsed() / 1e9 * float(self.rate.per_second) * self._speed
        frame = int(heard if heard is not None else self._from + passed)
        first, last = self._bounds()
        beyond = frame > last if self._speed > 0 else frame < (first if self._loop else 0)
        if not beyond:
            self._go(frame)
        elif self._loop:
            self.seek(first if self._speed > 0 else last)
        else:
            self._go(last if self._speed > 0 else 0)
            self.pause()

    def _go(self, frame: int) -> None:
        if frame != self._frame:
            self._frame = frame
            self.moved.emit(frame)
