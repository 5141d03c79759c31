"""Time as whole frames at a rational rate; timecode exists only to be read."""

import re
from dataclasses import dataclass
from fractions import Fraction
from math import floor, gcd

from sora_studio.errors import EditError

_RATE = re.compile(r"(\d{1,7})(?:\.(\d{1,6})|\s*/\s*(\d{1,7}))?\s*(?:fps)?", re.IGNORECASE)
_TIMECODE = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})([:;.])(\d{2,3})")
_RATE_HINT = "Write frames per second, such as 24, 25, 23.976 or 30000/1001."
# 23.976, 29.97 and 59.94 are short for these exact rates (SMPTE ST 12-1).
_NTSC = tuple(Fraction(nominal * 1000, 1001) for nominal in (24, 30, 48, 60, 120))
_NTSC_TOLERANCE = Fraction(1, 200)


@dataclass(frozen=True, slots=True)
class FrameRate:
    """Frames per second as a fraction in lowest terms, 1 to 1000; other rates raise EditError."""

    numerator: int
    denominator: int = 1

    def __post_init__(self) -> None:
        if self.denominator < 1 or not self.denominator <= self.numerator <= 1000 * self.denominator:
            raise EditError(f"{self.numerator}/{self.denominator} isn't a frame rate a film can have.", _RATE_HINT)
        common = gcd(self.numerator, self.denominator)
        object.__setattr__(self, "numerator", self.numerator // common)
        object.__setattr__(self, "denominator", self.denominator // common)

    @classmethod
    def parse(cls, text: str) -> "FrameRate":
        """Read "24", "23.976" or "30000/1001"; EditError for anything else."""
        match = _RATE.fullmatch(text.strip())
        if match is None:
            raise EditError(f"“{text.strip()[:40]}” isn't a frame rate.", _RATE_HINT)
        whole, decimals, denominator = match.groups()
        if decimals is None:
            return cls(int(whole), int(denominator or 1))
        rate = Fraction(f"{whole}.{decimals}")
        rate = next((ntsc for ntsc in _NTSC if abs(ntsc - rate) < _NTSC_TOLERANCE), rate)
        return cls(rate.numerator, rate.denominator)

    @property
    def per_second(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)

    @property
    def nominal(self) -> int:
        """Frames a timecode second counts: 30 for 29.97."""
        return floor(self.per_second + Fraction(1, 2))

    def frames(self, seconds: float | Fraction) -> int:
        """The nearest whole number of frames, halves up."""
        return floor(Fraction(seconds) * self.per_second + Fraction(1, 2))

    def seconds(self, frames: int) -> Fraction:
        return frames / self.per_second

    @property
    def can_drop_frames(self) -> bool:
        """Drop-frame counting is defined for 29.97 and 59.94 only (SMPTE ST 12-1)."""
        return self.denominator == 1001 and self.numerator in (30000, 60000)

    def timecode(self, frame: int, drop_frame: bool = False) -> str:
        """HH:MM:SS:FF of a frame counted from 00:00:00:00, wrapping at 24 hours; `;` marks drop-frame."""
        if drop_frame:
            frame = self._with_dropped_labels(frame)
        frame %= 24 * 3600 * self.nominal
        total_seconds, frames = divmod(frame, self.nominal)
        minutes, seconds = divmod(total_seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours:02}:{minutes:02}:{seconds:02}{';' if drop_frame else ':'}{frames:02}"

    def frame_at(self, timecode: str) -> int:
        """The frame a timecode names (`;` or `.` before the frames: drop-frame); EditError if none."""
        match = _TIMECODE.fullmatch(timecode.strip())
        if match is None:
            raise EditError(f"“{timecode.strip()[:40]}” isn't a timecode.", "Write HH:MM:SS:FF, such as 01:00:00:00.")
        hours, minutes, seconds, frames = (int(match[group]) for group in (1, 2, 3, 5))
        drop_frame = match[4] != ":"
        dropped = self._dropped_each_minute() if drop_frame else 0
        skipped = seconds == 0 and minutes % 10 != 0 and frames < dropped
        if hours > 23 or minutes > 59 or seconds > 59 or frames >= self.nominal or skipped:
            raise EditError(
                f"No frame has the timecode {timecode.strip()} at {self}.",
                f"Hours run to 23, minutes and seconds to 59, frames to {self.nominal - 1}; "
                "drop-frame skips the first labels of most minutes.",
            )
        total_minutes = 60 * hours + minutes
        frame = (60 * total_minutes + seconds) * self.nominal + frames
        return frame - dropped * (total_minutes - total_minutes // 10)

    def _dropped_each_minute(self) -> int:
        if not self.can_drop_frames:
            raise EditError(f"{self} has no drop-frame timecode.", "Drop-frame counts 29.97 and 59.94 only.")
        return self.nominal // 15

    def _with_dropped_labels(self, frame: int) -> int:
        """Add the labels skipped so far: two (at 29.97) a minute, except every tenth minute."""
        dropped = self._dropped_each_minute()
        per_minute = 60 * self.nominal - dropped
        per_ten_minutes = 10 * per_minute + dropped
        tens, rest = divmod(frame % (144 * per_ten_minutes), per_ten_minutes)
        # The first minute of ten keeps all its labels, so it is longer by `dropped`.
        return frame % (144 * per_ten_minutes) + dropped * (9 * tens + max(0, rest - dropped) // per_minute)

    def __str__(self) -> str:
        decimals = f"{float(self.per_second):.3f}".rstrip("0").rstrip(".")
        return f"{decimals} fps"


@dataclass(frozen=True, slots=True)
class FrameRange:
    """The frames start, start + 1, … stop - 1."""

    start: int
    stop: int

    def __len__(self) -> int:
        return max(0, self.stop - self.start)

    def __contains__(self, frame: int) -> bool:
        return self.start <= frame < self.stop
