"""Durations as an editor types and reads them: "3s 12f", "3.5", "84f"."""

import re
from fractions import Fraction

from sora_studio.errors import EditError
from sora_studio.timeline.time import FrameRate

LONGEST_SHOT_S = 600
_NUMBER = r"(\d{1,6}(?:[.,]\d{1,6})?)"
_SECONDS = re.compile(rf"{_NUMBER}\s*(?:s|sec|secs|seconds?)?", re.IGNORECASE)
_FRAMES = re.compile(r"(\d{1,7})\s*(?:f|fr|frames?)", re.IGNORECASE)
_BOTH = re.compile(r"(\d{1,6})\s*(?:(?:s|sec|secs|seconds?)\s*\+?|[+:])\s*(\d{1,7})\s*(?:f|fr|frames?)?", re.IGNORECASE)


def spell_frames(frames: int, rate: FrameRate) -> str:
    """Whole seconds and the frames over them: "3s 12f", "4s", "12f"."""
    seconds = int(rate.seconds(frames))
    while rate.frames(seconds) > frames:
        seconds -= 1
    over = frames - rate.frames(seconds)
    return " ".join(part for part in (f"{seconds}s" if seconds else "", f"{over}f" if over else "") if part) or "0f"


def read_frames(text: str, rate: FrameRate) -> int:
    """Frames of "3s 12f", "3+12", "3:12", "3.5", "3,5 s" or "84f", up to ten minutes. EditError for anything else."""
    text = text.strip()
    if both := _BOTH.fullmatch(text):
        frames = rate.frames(int(both[1])) + int(both[2])
    elif seconds := _SECONDS.fullmatch(text):
        frames = rate.frames(Fraction(seconds[1].replace(",", ".")))
    elif alone := _FRAMES.fullmatch(text):
        frames = int(alone[1])
    else:
        raise EditError(f"“{text[:40]}” isn't a duration.", "Write seconds or frames, such as 3.5, 3s 12f or 84f.")
    if frames > rate.frames(LONGEST_SHOT_S):
        raise EditError("A shot can't last more than ten minutes.", "Write seconds or frames, such as 3.5 or 84f.")
    return frames
