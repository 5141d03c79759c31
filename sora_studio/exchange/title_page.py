"""A Fountain title page as the film's settings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sora_studio.errors import EditError, ScriptError
from sora_studio.exchange.lines import Line
from sora_studio.exchange.quantities import bad_value, duration_frames, picture_size, whole_number
from sora_studio.exchange.words import checked_length, plain
from sora_studio.timeline.project import PACK_DEFAULTS, Project, RenderSettings
from sora_studio.timeline.seeds import SEED_LIMIT
from sora_studio.timeline.shot import Direction
from sora_studio.timeline.time import FrameRate

DEFAULT_SHOT_S = 4
_KEY = re.compile(r"([A-Za-z][A-Za-z -]{0,30}?)\s*:\s*(.*)")
_INDENT = re.compile(r"\t| {3}")
# The keys Fountain names itself; they make a title page without meaning anything to the film.
_FOUNTAIN_KEYS = {"credit", "source", "notes", "draft date", "date", "contact", "copyright", "revision", "format"}
_FILM_KEYS = {
    "title", "author", "authors", "frame rate", "fps", "size", "resolution", "prompt", "style", "negative",
    "duration", "seed", "pack", "sampler", "steps", "guidance", "refine steps", "step cache",
    "start timecode",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of the title page and the line its key stands on."""

    text: str
    line: int


def split_title_page(lines: list[Line]) -> tuple[dict[str, Entry], list[Line]]:
    """The title page's entries by lower-case key, and the lines after it; no entries where the film just starts.

    The page ends at the first line that is neither a key's nor indented; its `[[notes]]` stay among the lines.
    One known key makes it a page: "He whispers: now" doesn't.
    """
    start = next((at for at, line in enumerate(lines) if not line.is_blank), len(lines))
    keys: dict[str, int] = {}
    values: dict[str, list[str]] = {}
    key, stop = "", start
    for line in lines[start:]:
        match = _KEY.fullmatch(line.text.rstrip())
        if key and _INDENT.match(line.text) and line.text.strip():
            values[key].append(line.text.strip())
        elif match is not None:
            key = match[1].lower()
            keys[key], values[key] = line.number, [match[2]]
        elif line.text.strip() or not line.notes:
            break
        stop += 1
    if not keys.keys() & (_FOUNTAIN_KEYS | _FILM_KEYS):
        return {}, lines
    entries = {key: Entry(" ".join(values[key]).strip(), line) for key, line in keys.items()}
    notes = [Line(line.number, "", line.notes) for line in lines[start:stop] if line.notes]
    return entries, [*notes, *lines[stop:]]


def read_title_page(entries: Mapping[str, Entry], title: str) -> tuple[Project, int]:
    """A film without scenes, with the page's settings, and its default shot length in frames; ScriptError."""
    frame_rate = FrameRate(24)
    for key in ("frame rate", "fps"):
        if key in entries:
            frame_rate = _frame_rate(entries[key])
    film = Project(title, frame_rate, settings=_settings(entries), direction=_direction(entries))
    for key in ("size", "resolution"):
        if key in entries:
            width, height = picture_size(*_parts(entries[key]))
            film = replace(film, width=width, height=height)
    if "start timecode" in entries:
        film = replace(film, start_timecode=_start_timecode(entries["start timecode"], frame_rate))
    author = _text(entries, "author") or _text(entries, "authors")
    film = replace(film, title=_text(entries, "title") or title, author=author)
    if "duration" not in entries:
        return film, frame_rate.frames(DEFAULT_SHOT_S)
    text, line = _parts(entries["duration"])
    return film, duration_frames(text, frame_rate, line)


def _parts(entry: Entry) -> tuple[str, int]:
    return entry.text, entry.line


def _text(entries: Mapping[str, Entry], key: str) -> str:
    entry = entries.get(key)
    return checked_length(plain(entry.text), f"the {key}", entry.line) if entry else ""


def _direction(entries: Mapping[str, Entry]) -> Direction:
    return Direction(_text(entries, "prompt"), _text(entries, "negative"), _text(entries, "style"))


def _settings(entries: Mapping[str, Entry]) -> RenderSettings:
    settings = replace(
        PACK_DEFAULTS, pack=_text(entries, "pack") or PACK_DEFAULTS.pack, sampler=_text(entries, "sampler")
    )
    if "seed" in entries:
        text, line = _parts(entries["seed"])
        settings = replace(settings, seed=whole_number(text, 0, SEED_LIMIT - 1, "a seed", line))
    if "steps" in entries:
        text, line = _parts(entries["steps"])
        settings = replace(settings, steps=whole_number(text, 1, 1000, "a number of steps", line))
    if "refine steps" in entries:
        text, line = _parts(entries["refine steps"])
        settings = replace(settings, refine_steps=whole_number(text, 1, 1000, "a number of steps", line))
    if "guidance" in entries:
        guidance = _number(entries["guidance"], 100, "a guidance scale", "3.5")
        settings = replace(settings, guidance=guidance)
    if "step cache" in entries:
        settings = replace(settings, step_cache=_number(entries["step cache"], 1, "a step cache", "0.05"))
    return settings


def _number(entry: Entry, most: int, what: str, such_as: str) -> float:
    if not re.fullmatch(r"\d{1,3}(\.\d{1,6})?", entry.text, re.ASCII) or float(entry.text) > most:
        raise bad_value(entry.line, entry.text, what, f"a number from 0 to {most}, such as {such_as}")
    return float(entry.text)


def _frame_rate(entry: Entry) -> FrameRate:
    try:
        return FrameRate.parse(entry.text)
    except EditError as error:
        raise ScriptError(f"Line {entry.line}: {error.message}", error.hint) from error


def _start_timecode(entry: Entry, frame_rate: FrameRate) -> str:
    try:
        frame_rate.frame_at(entry.text)
    except EditError as error:
        raise ScriptError(f"Line {entry.line}: {error.message}", error.hint) from error
    return entry.text
