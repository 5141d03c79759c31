"""The playhead: where it is, how it plays, what it loops."""

from collections.abc import Callable
from math import floor

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, Slot

from sora_studio.timeline.time import FrameRate

# J-K-L: each press doubles, as in every editor.
FASTEST = 8
TICK_MS = 8

# The soundtrack's own clock, in film frames; None while it has none, then the wall clock counts.
Clock = Callable[[], float | None]


class Transport(QObject):
    """Frames count from 0. Playing stops at the film's end, or goes round in a loop between the marks.

    `moved` follows every frame; `jumped` says that playing goes on from somewhere else, so that sound can follow.
    """

    moved = Signal(int)
    jumped = Signal(int)
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
        """The film as it is now; the playhead and the marks stay inside it, and playing goes on undisturbed."""
        last = max(0, duration_frames - 1)
        rate_changed = rate != self.rate
        self.rate, self._duration = rate, duration_frames
        if rate_changed or self._frame > last:
            self.seek(self._frame)
        if self.playing and not duration_frames:
            self.pause()
        self._keep_marks(last)

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
        if on != self._loop:
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
        self.jumped.emit(frame)

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
            self.seek(first)
        elif speed < 0 and self._frame <= first and self._loop:
            self.seek(last)
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
        if (self._mark_in, self._mark_out) != (None, None):
            self._mark_in = self._mark_out = None
            self.state_changed.emit()

    def _keep_marks(self, last: int) -> None:
        """A mark beyond the film's end goes to its last frame; in an empty film there is nothing to mark."""
        marks = [mark if mark is None or mark <= last else last for mark in (self._mark_in, self._mark_out)]
        if not self._duration:
            marks = [None, None]
        if marks != [self._mark_in, self._mark_out]:
            self._mark_in, self._mark_out = marks
            self.state_changed.emit()

    def _bounds(self) -> tuple[int, int]:
        """The first and last frame played: the film's, or in a loop the marks'."""
        last = max(0, self._duration - 1)
        first = 0
        if self._loop:
            first = min(self._mark_in or 0, last)
            last = last if self._mark_out is None else min(max(self._mark_out, first), last)
        return first, last

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
        frame = self._due()
        first, last = self._bounds()
        if self._speed > 0 and frame > last:
            self._end(first, last, first + (frame - last - 1) % (last - first + 1))
        elif self._speed < 0 and frame < first:
            self._end(last, first, last - (first - frame - 1) % (last - first + 1))
        else:
            self._go(frame)

    def _due(self) -> int:
        """The frame that should be seen now. Sound's clock comes in jumps, a picture never runs back for it."""
        heard = self._clock() if self._clock is not None and self._speed == 1 else None
        if heard is not None:
            return max(self._frame, int(heard))
        passed = self._since.nsecsElapsed() / 1e9 * float(self.rate.per_second) * self._speed
        return floor(self._from + passed)

    def _end(self, start: int, end: int, round_again: int) -> None:
        """The last frame is played: go round from `start`, keeping time, or stop on `end`."""
        if self._loop:
            self.seek(round_again if abs(round_again - start) < abs(self._speed) else start)
        else:
            self._go(end)
            self.pause()

    def _go(self, frame: int) -> None:
        if frame != self._frame:
            self._frame = frame
            self.moved.emit(frame)
