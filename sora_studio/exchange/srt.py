"""SubRip subtitles: a film's dialogue as them, and them as a list of what is said when."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from textwrap import wrap

from sora_studio.errors import ScriptError
from sora_studio.exchange.losses import losses
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.time import FrameRate

# How fast subtitles are read, and what a screen holds (the BBC's and Netflix's guides agree within a little).
CHARACTERS_PER_SECOND = 15
SHORTEST_S = Fraction(1)
LINE_LENGTH, LINES = 42, 2
MOST_SUBTITLES = 100_000

_TIMES = re.compile(
    r"\s*(\d{1,3}):(\d{1,2}):(\d{1,2})[,.](\d{1,3})\s*-->\s*(\d{1,3}):(\d{1,2}):(\d{1,2})[,.](\d{1,3})(?:\s.*)?"
)
_MARKUP = re.compile(r"</?(?:[ibus]|font)(?: [^<>]{0,100})?>|\{\\[^{}]{0,100}\}")
_HINT = "An SRT file has a number, a line like 00:00:01,000 --> 00:00:04,000 and a text, then an empty line."


@dataclass(frozen=True, slots=True)
class Subtitle:
    """What is said, from `start` to `stop` seconds of the film."""

    start: Fraction
    stop: Fraction
    text: str


def srt(project: Project) -> tuple[str, list[str]]:
    """The film's dialogue as subtitles, each within the shot it is said in; and what they can't carry."""
    subtitles = spoken((shot for _, shot in project.shots()), project.frame_rate)
    blocks = [
        f"{number}\n{_clock(each.start)} --> {_clock(each.stop)}\n{each.text}\n"
        for number, each in enumerate(subtitles, start=1)
    ]
    kinds = ("silence", "pictures", "prompts", "notes", "scenes", "transitions", "sounds", "markers")
    lost = losses(project, "SRT", *kinds)
    if subtitles:
        lost.append("SRT can't carry who speaks, or how: only the words.")
    return "\n".join(blocks), lost


def spoken(shots: Iterable[Shot], rate: FrameRate) -> list[Subtitle]:
    """What is said in these shots, one after the other, as subtitles."""
    subtitles: list[Subtitle] = []
    start = 0
    for shot in shots:
        subtitles += _said_in(shot, rate.seconds(start), rate.seconds(shot.duration_frames))
        start += shot.duration_frames
    return subtitles


def _said_in(shot: Shot, start: Fraction, length: Fraction) -> list[Subtitle]:
    """The shot's subtitles one after the other, as long as they take to read, or all shorter where it is short."""
    texts = [page for line in shot.dialogue for page in _pages(line.text)]
    wanted = [max(SHORTEST_S, Fraction(len(text), CHARACTERS_PER_SECOND)) for text in texts]
    scale = min(Fraction(1), length / sum(wanted)) if wanted else Fraction(1)
    subtitles: list[Subtitle] = []
    for text, seconds in zip(texts, wanted, strict=True):
        subtitles.append(Subtitle(start, start + seconds * scale, text))
        start += seconds * scale
    return subtitles


def _pages(text: str) -> list[str]:
    lines = wrap(" ".join(text.replace("-->", "->").split()), LINE_LENGTH)
    return ["\n".join(lines[at : at + LINES]) for at in range(0, len(lines), LINES)]


def _clock(seconds: Fraction) -> str:
    thousandths = round(seconds * 1000)
    minutes, thousandths = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{thousandths // 1000:02},{thousandths % 1000:03}"


def read_subtitles(text: str) -> list[Subtitle]:
    """The subtitles of an SRT text, by time; formatting and empty ones are left out. ScriptError names the line."""
    found: list[Subtitle] = []
    times: tuple[Fraction, Fraction] | None = None
    said: list[str] = []
    lines = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        if "-->" in line:
            # A text without an empty line after it ends with the number of the next.
            _keep(found, times, said[:-1] if said and said[-1].strip().isdecimal() else said)
            times, said = _times(line, number), []
        elif times is not None:
            said.append(line)
    _keep(found, times, said)
    if not found:
        raise ScriptError("There are no subtitles in it.", _HINT)
    return sorted(found, key=lambda each: each.start)


def _times(line: str, number: int) -> tuple[Fraction, Fraction]:
    match = _TIMES.fullmatch(line[:200])
    if match is None:
        raise ScriptError(f"Line {number}: “{line.strip()[:40]}” isn't a time from when to when.", _HINT)
    clocks = [_seconds(*match.groups()[at : at + 4]) for at in (0, 4)]
    if clocks[1] < clocks[0]:
        raise ScriptError(f"Line {number}: the subtitle ends before it starts.", "Swap the two times.")
    return clocks[0], clocks[1]


def _seconds(hours: str, minutes: str, seconds: str, fraction: str) -> Fraction:
    return Fraction(int(hours) * 3600 + int(minutes) * 60 + int(seconds)) + Fraction(int(fraction), 10 ** len(fraction))


def _keep(found: list[Subtitle], times: tuple[Fraction, Fraction] | None, said: list[str]) -> None:
    if times is None:
        return
    # A text may hold an empty line, yet the number of the next subtitle is none of it.
    stop = len(said)
    while stop and (
        not said[stop - 1].strip() or (stop > 1 and said[stop - 1].strip().isdecimal() and not said[stop - 2].strip())
    ):
        stop -= 1
    said = said[:stop]
    text = " ".join(" ".join(_MARKUP.sub("", line) for line in said).split())
    if text:
        found.append(Subtitle(*times, text))
    if len(found) > MOST_SUBTITLES:
        raise ScriptError(f"The file has more than {MOST_SUBTITLES:,} subtitles.", "Split it into several.")
