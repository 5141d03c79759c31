"""Numbers as scripts write them: durations, picture sizes, counts. ScriptError names the line and what is legal."""

import re
from fractions import Fraction

from sora_studio.errors import ScriptError
from sora_studio.timeline.time import FrameRate

LONGEST_SHOT_S = 600
_SECONDS = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s*(?:s|sec|secs|seconds?)?", re.IGNORECASE)
_FRAMES = re.compile(r"(\d{1,6})\s*(?:f|frames?)", re.IGNORECASE)
_SECONDS_AND_FRAMES = re.compile(
    r"(\d{1,6})\s*(?:s|sec|secs|seconds?)?\s*\+\s*(\d{1,6})\s*(?:f|frames?)?", re.IGNORECASE
)
_SIZE = re.compile(r"(\d{2,5})\s*[x\N{MULTIPLICATION SIGN}*]\s*(\d{2,5})", re.IGNORECASE)
_NAMED_SIZES = {"720p": (1280, 720), "1080p": (1920, 1080), "1440p": (2560, 1440), "4k": (3840, 2160)}


def bad_value(line: int, value: str, what: str, legal: str) -> ScriptError:
    shown = value if len(value) <= 40 else f"{value[:40]}…"
    return ScriptError(f"Line {line}: “{shown}” isn't {what}.", f"Write {legal}.")


def duration_frames(text: str, frame_rate: FrameRate, line: int) -> int:
    """Frames of "4s", "2.5", "96 frames" or "4+12" (seconds + frames): one frame to ten minutes."""
    text = text.strip()
    if match := _SECONDS.fullmatch(text):
        frames = frame_rate.frames(Fraction(match[1]))
    elif match := _FRAMES.fullmatch(text):
        frames = int(match[1])
    elif match := _SECONDS_AND_FRAMES.fullmatch(text):
        frames = frame_rate.frames(int(match[1])) + int(match[2])
    else:
        frames = 0
    if not 1 <= frames <= frame_rate.frames(LONGEST_SHOT_S):
        raise bad_value(line, text, "a duration a shot can have", "seconds or frames, such as 4s, 2.5s or 96 frames")
    return frames


def picture_size(text: str, line: int) -> tuple[int, int]:
    """Width and height in pixels of "1280x720" or "720p": even, as H.264 wants, 64 to 8192."""
    match = _SIZE.fullmatch(text.strip())
    width, height = (int(match[1]), int(match[2])) if match else _NAMED_SIZES.get(text.strip().lower(), (0, 0))
    if not all(64 <= side <= 8192 and side % 2 == 0 for side in (width, height)):
        raise bad_value(line, text, "a picture size", "even pixels from 64 to 8192, such as 1280x720 or 720p")
    return width, height


def whole_number(text: str, lowest: int, highest: int, what: str, line: int) -> int:
    digits = text.strip()
    # isdecimal alone lets other scripts' digits in, which int() reads but people rarely mean.
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 12 and lowest <= int(digits) <= highest):
        raise bad_value(line, text, what, f"a whole number from {lowest:,} to {highest:,}")
    return int(digits)
