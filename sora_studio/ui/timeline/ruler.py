"""The ruler's marks: timecode at steps that read well, labels that never touch, drop-frame too."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from sora_studio.timeline.time import FrameRate
from sora_studio.ui.timeline.geometry import Span

_SIXTIETHS = (1, 2, 5, 10, 15, 30)
_HOURS = (1, 2, 4, 6, 12, 24)
MINOR_GAP = 7.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark at the beginning of a film frame; `label` is its timecode, "" for a small one."""

    frame: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """How a film counts: its rate, the timecode of its first frame, and whether it drops labels."""

    rate: FrameRate
    start: int
    drop_frame: bool

    @classmethod
    def of(cls, rate: FrameRate, start_timecode: str) -> "Clock":
        """EditError where the start can't be read at this rate."""
        drop = rate.can_drop_frames and not start_timecode[-3:].startswith(":")
        text = start_timecode if drop else start_timecode.replace(";", ":").replace(".", ":")
        return cls(rate, rate.frame_at(text), drop)

    def timecode(self, frame: int) -> str:
        """The timecode of a film frame."""
        return _timecode(self.rate, self.start + frame, self.drop_frame)

    def frame_of(self, timecode: str) -> int:
        """The film frame a timecode names, before the film's start below 0; EditError if none."""
        text = timecode.strip()
        if self.drop_frame and len(text) > 3:
            text = f"{text[:-3]};{text[-2:]}" if text[-3] in ":;." else text
        return self.rate.frame_at(text) - self.start

    def typed(self, text: str, at: int) -> int:
        """The film frame meant by what an editor typed: "+12", "-1:00", "512" (5 s 12), a whole timecode. EditError."""
        text = text.strip()
        relative = text[:1] in "+-" and len(text) > 1
        digits = text.lstrip("+-").replace(";", ":").replace(".", ":")
        if ":" in digits:
            parts = [part or "0" for part in digits.split(":")]
        else:
            padded = digits.zfill(8)
            parts = [padded[-8:-6], padded[-6:-4], padded[-4:-2], padded[-2:]] if len(digits) > 2 else [digits or "x"]
        if not all(part.isdecimal() for part in parts) or len(parts) > 4:
            return self.frame_of(text)
        hours, minutes, seconds, frames = [0] * (4 - len(parts)) + [int(part) for part in parts]
        count = ((hours * 60 + minutes) * 60 + seconds) * self.rate.nominal + frames
        if relative:
            return at + (-count if text[0] == "-" else count)
        if len(parts) == 4 and hours:
            return self.frame_of(f"{hours:02}:{minutes:02}:{seconds:02}:{frames:02}")
        # Less than an hour typed is counted from the film's start, which is how one talks about a film.
        return count

    def frame_of_label(self, number: int) -> int:
        """The film frame of the label with that number (frames counted as if none were dropped)."""
        if not self.drop_frame:
            return number - self.start
        minutes = number // (60 * self.rate.nominal)
        dropped = self.rate.nominal // 15
        first_left_out = minutes % 10 != 0 and number % (60 * self.rate.nominal) < dropped
        if first_left_out:
            number = minutes * 60 * self.rate.nominal + dropped
        return number - dropped * (minutes - minutes // 10) - self.start

    def label_of_frame(self, frame: int) -> int:
        """The number of the label at or before a film frame; the inverse of `frame_of_label`."""
        frame += self.start
        if not self.drop_frame:
            return frame
        dropped = self.rate.nominal // 15
        per_minute = 60 * self.rate.nominal - dropped
        tens, rest = divmod(frame, 10 * per_minute + dropped)
        return frame + dropped * (9 * tens + max(0, rest - dropped) // per_minute)


@lru_cache(4096)
def _timecode(rate: FrameRate, frame: int, drop_frame: bool) -> str:
    # The ruler shows the same few hundred for as long as it stands still.
    return rate.timecode(frame, drop_frame)


@cache
def steps(rate: FrameRate) -> tuple[int, ...]:
    """Steps that read well, in frames counted as labels: divisors of a second, seconds, minutes, hours."""
    second = rate.nominal
    within = [step for step in range(1, second) if second % step == 0]
    seconds = [second * n for n in _SIXTIETHS]
    minutes = [second * 60 * n for n in _SIXTIETHS]
    return (*within, *seconds, *minutes, *(second * 3600 * n for n in _HOURS))


def spacing(span: Span, rate: FrameRate, label_width: float) -> tuple[int, int]:
    """The step of the labels and of the small marks between, in frames, for labels that wide (with their gap)."""
    choices = steps(rate)
    # Drop-frame leaves out the first labels of a minute, and the marks around them stand closer by as much.
    spare = rate.nominal // 15 if rate.can_drop_frames else 0
    major = next((s for s in choices if (s - spare) * span.pixels_per_frame >= label_width), choices[-1])
    while major * span.pixels_per_frame < label_width:
        major *= 2
    minor = next(
        (s for s in choices if major % s == 0 and s * span.pixels_per_frame >= MINOR_GAP and major // s <= 12), major
    )
    return major, minor


def ticks(span: Span, clock: Clock, label_width: float) -> Iterator[Tick]:
    """The marks that are seen, in order; a label begins at its mark and is `label_width` wide with its gap."""
    major, minor = spacing(span, clock.rate, label_width)
    first = clock.label_of_frame(span.frame_at(-label_width))
    last = span.visible.stop
    number = first - first % minor
    before = -1
    while (frame := clock.frame_of_label(number)) <= last:
        if frame >= 0 and frame != before:
            named = number % major == 0
            yield Tick(frame, clock.timecode(frame) if named else "")
            before = frame
        number += minor
