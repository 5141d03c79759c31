"""A film's timecode: what its first frame is called, and what a hand types."""

import re

from sora_studio.errors import EditError
from sora_studio.timeline.project import Project

_DIGITS = re.compile(r"\d{1,8}")
_MOVE = re.compile(r"([+-])(\d{1,8})")


def film_timecode(project: Project, frame: int) -> str:
    """The record timecode of a film frame, counted on from the film's start."""
    return project.frame_rate.timecode(_start(project) + frame, _drops(project))


def length_timecode(project: Project, frames: int) -> str:
    """A length as timecode, from zero."""
    return project.frame_rate.timecode(frames, _drops(project))


def typed_frame(project: Project, text: str, frame: int) -> int:
    """The film frame a hand means: a timecode, its digits from the right ("1012"), or a move ("+10", "-200").

    Raises EditError for what is none of these.
    """
    text = text.strip()
    move = _MOVE.fullmatch(text)
    if move is not None:
        sign = 1 if move[1] == "+" else -1
        return frame + sign * _frames_of_digits(project, move[2])
    if _DIGITS.fullmatch(text):
        text = _filled(project, text, film_timecode(project, frame))
    return project.frame_rate.frame_at(text) - _start(project)


def _frames_of_digits(project: Project, digits: str) -> int:
    """ "200" is two seconds; fewer than three digits are frames."""
    rate = project.frame_rate
    if len(digits) < 3:
        return int(digits)
    hours, minutes, seconds, frames = (int(pair) for pair in _pairs(digits.zfill(8)))
    return ((hours * 60 + minutes) * 60 + seconds) * rate.nominal + frames


def _filled(project: Project, digits: str, now: str) -> str:
    """The digits as the right end of the timecode that stands there."""
    mark = ";" if _drops(project) else ":"
    whole = re.sub(r"\D", "", now)
    whole = whole[: max(0, len(whole) - len(digits))] + digits
    hours, minutes, seconds, frames = _pairs(whole[-8:].zfill(8))
    return f"{hours}:{minutes}:{seconds}{mark}{frames}"


def _pairs(digits: str) -> tuple[str, str, str, str]:
    return digits[:2], digits[2:4], digits[4:6], digits[6:]


def _drops(project: Project) -> bool:
    return project.frame_rate.can_drop_frames and not re.fullmatch(r"[\d:]*", project.start_timecode)


def _start(project: Project) -> int:
    try:
        return project.frame_rate.frame_at(project.start_timecode)
    except EditError:
        # A start that the rate can't count: the film counts from zero.
        return 0
