"""Shot lists in CSV from any spreadsheet: the delimiter found out, columns known by what people call them."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from sora_studio.errors import EditError, ScriptError
from sora_studio.exchange.draft import ORNAMENTS, FilmDraft
from sora_studio.exchange.fdx import add_note
from sora_studio.exchange.quantities import duration_frames
from sora_studio.exchange.shot_list import FORMULA
from sora_studio.exchange.shot_names import LONGEST_NUMBER
from sora_studio.exchange.speech import read_speeches
from sora_studio.exchange.title_page import DEFAULT_SHOT_S
from sora_studio.exchange.words import plain
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.time import FrameRate
from sora_studio.timeline.vocabulary import VOCABULARY, canonical

# What we call a column, and what others do; without capitals and signs.
_NAMES: dict[str, str] = {
    "shot": "shot shotno shotnr shotnumber shotid number no nr panel board",
    "scene": "scene sc sceneno scenenr scenenumber sequence seq",
    "heading": "heading sceneheading slug slugline location setting set",
    "prompt": "prompt description shotdescription desc visual visuals picture content image",
    "action": "action whathappens",
    "size": "size shotsize framing frame shottype type fieldsize",
    "angle": "angle cameraangle shotangle",
    "move": "move movement cameramove cameramovement camera moves",
    "style": "style look",
    "negative": "negative negativeprompt",
    "dialogue": "dialogue dialog line lines vo voiceover speech sound audio text",
    "notes": "notes note comment comments remark remarks",
    "duration": "duration length dur time runtime",
    "seconds": "seconds secs sec durationsec durations lengthsec",
    "frames": "frames durationframes lengthframes",
    "transition": "transition transitions",
    "seed": "seed",
    "continues": "continues",
    "strength": "strength",
    "pack": "pack model",
}  # fmt: skip
_KNOWN = {word: column for column, words in _NAMES.items() for word in words.split()}
_DELIMITERS = ",;\t|"
_SIGNS = re.compile(r"[\W_]+")
_YES = {"yes", "y", "true", "1", "x"}


def parse_shot_list(text: str, title: str) -> Project:
    """The film a shot list describes, a row a shot; ScriptError names the line that can't be read."""
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    rows = _rows(text)
    rate = _rate(rows)
    draft = FilmDraft(Project(title, rate), rate.frames(DEFAULT_SHOT_S))
    scene, kept = ("", ""), list[tuple[str, str]]()
    for line, row in rows:
        here = (row.get("scene", "") or scene[0], row.get("heading", "") or ("" if row.get("scene") else scene[1]))
        said = _said(row)
        if not said.strip(ORNAMENTS):
            continue
        if here != scene and any(here):
            scene = here
            draft.scene(here[1], here[0], (), line)
        draft.shot(said, (), line)
        _direct(draft, row, line, rate)
        kept.append((row.get("shot", "")[:LONGEST_NUMBER], row.get("action", "")))
    return _with_own(draft.project(), kept)


def _with_own(film: Project, kept: Sequence[tuple[str, str]]) -> Project:
    """The film with the list's own numbers and actions on its shots."""
    own = iter(kept)
    scenes: list[Scene] = []
    for scene in film.scenes:
        shots: list[Shot] = []
        for shot in scene.shots:
            number, action = next(own, ("", ""))
            shots.append(replace(shot, number=number or shot.number, action=action or shot.action))
        scenes.append(replace(scene, shots=tuple(shots)))
    return replace(film, scenes=tuple(scenes))


def _said(row: Mapping[str, str]) -> str:
    """What the shot shows: its prompt, as its action has it where that says the same."""
    prompt, action = row.get("prompt", ""), row.get("action", "")
    if prompt and plain(action) != plain(prompt):
        return prompt
    speeches = read_speeches(row.get("dialogue", ""))
    who = speeches[0].character or "Someone" if speeches else ""
    return action or prompt or (f"{who} speaks" if who else "")


def _direct(draft: FilmDraft, row: Mapping[str, str], line: int, rate: FrameRate) -> None:
    for key in VOCABULARY:
        if word := row.get(key, ""):
            known = canonical(key, word)
            add_note(draft, f"{key}: {known}" if known else f"{key.title()} {word}", line)
    for key in ("style", "negative", "transition", "seed", "strength", "pack"):
        if value := row.get(key, ""):
            add_note(draft, f"{key}: {value}", line)
    if frames := _length(row, rate, line):
        add_note(draft, f"duration: {frames} frames", line)
    if row.get("continues", "").casefold() in _YES:
        add_note(draft, "continues", line)
    for said in read_speeches(row.get("dialogue", "")):
        draft.dialogue(said, ())
    for note in row.get("notes", "").splitlines():
        if note.strip():
            draft.remark(note.strip(), line)


def _length(row: Mapping[str, str], rate: FrameRate, line: int) -> int:
    """The row's length in frames: counted, or in seconds, or as a clock or timecode; 0 where it says none."""
    tries = (f"{row.get('frames', '')} frames", f"{row.get('seconds', '')} s", row.get("duration", ""))
    for text in tries:
        try:
            return duration_frames(text.replace(",", "."), rate, line)
        except ScriptError:
            continue
    clock = row.get("duration", "").strip()
    try:
        frames = rate.frame_at(clock) if clock.count(":") == 3 else rate.frames(_seconds(clock))
    except (EditError, ValueError):
        return 0
    return frames


def _seconds(clock: str) -> Fraction:
    """1:30 or 0:01:30.5, in seconds; ValueError for what is none."""
    match = re.fullmatch(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2}(?:\.\d{1,3})?)", clock)
    if match is None:
        raise ValueError(clock)
    return Fraction(int(match[1] or 0) * 3600 + int(match[2]) * 60) + Fraction(match[3])


def _rate(rows: Sequence[tuple[int, Mapping[str, str]]]) -> FrameRate:
    """24, unless a row long enough to tell gives its length both in frames and in seconds."""
    best = (0, FrameRate(24))
    for _, row in rows:
        frames, seconds = row.get("frames", ""), row.get("seconds", "")
        if not re.fullmatch(r"\d{1,6}", frames) or not re.fullmatch(r"\d{1,5}(\.\d{1,6})?", seconds):
            continue
        if float(seconds) > 0 and int(frames) > best[0]:
            try:
                best = (int(frames), _usual(int(frames) / float(seconds)))
            except EditError:
                continue
    return best[1]


def _usual(rate: float) -> FrameRate:
    """The usual rate next to one worked out from seconds with three digits."""
    usual = [FrameRate(each) for each in (12, 15, 24, 25, 30, 48, 50, 60)]
    usual += [FrameRate(each, 1001) for each in (24000, 30000, 60000)]
    nearest = min(usual, key=lambda each: abs(float(each.per_second) - rate))
    return nearest if abs(float(nearest.per_second) - rate) < 0.01 else FrameRate.parse(f"{rate:.3f}")


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """The rows under the header, by our names of the columns, and the line each ends on."""
    delimiter = max(_DELIMITERS, key=lambda each: _header_score(text, each))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, dict[str, str]]] = []
    header: list[str] = []
    try:
        for cells in reader:
            if not header:
                if any(cell.strip() for cell in cells):
                    header = _columns(cells)
                continue
            row: dict[str, str] = {}
            for column, cell in zip(header, cells, strict=False):
                if column and cell.strip() and column not in row:
                    row[column] = _value(cell)
            if row:
                rows.append((reader.line_num, row))
    except csv.Error as error:
        raise ScriptError(f"Line {reader.line_num}: this isn't CSV ({error}).", "Export the list again.") from error
    return rows


def _columns(cells: Sequence[str]) -> list[str]:
    columns = [_KNOWN.get(_SIGNS.sub("", cell.casefold()), "") for cell in cells]
    if not {"prompt", "action", "dialogue"} & set(columns):
        raise ScriptError(
            "The list has no column that says what a shot shows.",
            "Name the columns in the first row: Scene, Shot, Description, Size, Move, Dialogue, Notes, Duration.",
        )
    return columns


def _header_score(text: str, delimiter: str) -> tuple[int, int]:
    first = next((line for line in text[:20_000].splitlines() if line.strip()), "")
    try:
        cells = next(csv.reader([first], delimiter=delimiter), list[str]())
    except csv.Error:
        return (0, 0)
    known = {_KNOWN.get(_SIGNS.sub("", cell.casefold()), "") for cell in cells} - {""}
    return (len(known), len(cells))


def _value(cell: str) -> str:
    """The cell, without the mark that kept a spreadsheet from taking it for a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
