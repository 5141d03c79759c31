"""Projects of Storyboarder: each board a shot, with its drawing and sound named for the studio to keep."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import Any, cast

from sora_studio.errors import EditError, ScriptError
from sora_studio.exchange.speech import read_speeches
from sora_studio.exchange.words import checked_length, plain
from sora_studio.timeline.ids import text_id, unused_id
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot
from sora_studio.timeline.time import FrameRate

MOST_BOARDS = 10_000
LONGEST_MS = 600_000
HEIGHT = 720
# What Storyboarder gives a board that says nothing of its length.
DEFAULT_MS = 2000
IMAGES = "images"


@dataclass(frozen=True, slots=True)
class Boards:
    """A film, its drawings by shot id, and its sounds by the film frame they begin at; all files are there."""

    project: Project
    drawings: tuple[tuple[str, Path], ...]
    sounds: tuple[tuple[int, Path], ...]
    notes: tuple[str, ...] = ()


def parse_storyboarder(text: str, path: Path) -> Boards:
    """The boards in a project's text; `path` is its file, beside which its pictures lie. ScriptError."""
    try:
        data = json.loads(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))
    except (ValueError, RecursionError) as error:
        raise ScriptError("This isn't a Storyboarder project.", "Save it again in Storyboarder.") from error
    boards = _list(_mapping(data).get("boards"))
    if not boards:
        raise ScriptError("There are no boards in it.", "Draw one in Storyboarder, save, and import it again.")
    if len(boards) > MOST_BOARDS:
        raise ScriptError(f"It has more than {MOST_BOARDS:,} boards.", "Split it into several projects.")
    film = _film(_mapping(data), path)
    reading = _Reading(film, path, _milliseconds(_mapping(data).get("defaultBoardTiming")) or DEFAULT_MS)
    for number, board in enumerate(boards, start=1):
        reading.add(_mapping(board), number)
    scene = Scene(text_id("scene", path.stem), "", shots=tuple(reading.shots))
    return Boards(replace(film, scenes=(scene,)), tuple(reading.drawings), tuple(reading.sounds), tuple(reading.notes))


class _Reading:
    def __init__(self, film: Project, path: Path, default_ms: Fraction | int) -> None:
        self.shots: list[Shot] = []
        self.drawings: list[tuple[str, Path]] = []
        self.sounds: list[tuple[int, Path]] = []
        self.notes: list[str] = []
        self._rate, self._folder, self._default_ms = film.frame_rate, path.parent / IMAGES, Fraction(default_ms)
        self._taken: set[str] = set()
        self._ms = Fraction(0)
        self._frames = 0

    def add(self, board: Mapping[str, Any], number: int) -> None:
        self._ms += _milliseconds(board.get("duration")) or self._default_ms
        stop = max(self._frames + 1, self._rate.frames(self._ms / 1000))
        said = read_speeches(_text(board, "dialogue"))
        who = said[0].character or "Someone" if said else ""
        action, notes = _text(board, "action"), _text(board, "notes")
        shows = plain(action or notes) or (f"{who} speaks" if who else f"Board {number}")
        checked_length(shows, "a board", number)
        shot_id = unused_id(text_id("shot", _text(board, "uid") or shows), self._taken)
        self._taken.add(shot_id)
        shot = Shot(
            shot_id,
            Direction(shows),
            stop - self._frames,
            dialogue=said,
            action=action or shows,
            notes=notes,
            number=_text(board, "shot")[:20],
        )
        self.shots.append(shot)
        self._keep_files(board, shot_id, number)
        self._frames = stop

    def _keep_files(self, board: Mapping[str, Any], shot_id: str, number: int) -> None:
        url = _text(board, "url")
        if url:
            # The poster frame is all layers as one; a project that was never exported may have none.
            stem = Path(url).stem
            layers = [_text(_mapping(each), "url") for each in _mapping(board.get("layers")).values()]
            names = (f"{stem}-posterframe.jpg", url, *layers)
            drawing = next((file for name in names if (file := self._beside(name)) is not None), None)
            if drawing is None:
                self.notes.append(f"Board {number}: its picture {Path(url).name} isn't there.")
            else:
                self.drawings.append((shot_id, drawing))
        audio = _text(_mapping(board.get("audio")), "filename")
        if audio:
            file = self._beside(audio)
            if file is None:
                self.notes.append(f"Board {number}: its sound {Path(audio).name} isn't there.")
            else:
                self.sounds.append((self._frames, file))

    def _beside(self, name: str) -> Path | None:
        """A file of the project's own folder of images, by its bare name: a project names none elsewhere."""
        bare = Path(name.replace("\\", "/")).name
        try:
            file = self._folder / bare
            return file if bare and file.is_file() else None
        except (OSError, ValueError):
            return None


def _film(data: Mapping[str, Any], path: Path) -> Project:
    try:
        frame_rate = FrameRate.parse(f"{_number(data.get('fps')) or 24:.3f}")
    except EditError:
        frame_rate = FrameRate(24)
    aspect = _number(data.get("aspectRatio"))
    width = 1280
    if aspect is not None and 0.1 <= aspect <= 10:
        width = 2 * round(HEIGHT * aspect / 2)
    return Project(path.stem, frame_rate, width, HEIGHT)


def _milliseconds(value: Any) -> Fraction | None:
    number = _number(value)
    return Fraction(number) if number is not None and 0 < number <= LONGEST_MS else None


def _number(value: Any) -> float | None:
    """A finite number, whole or not; None for anything else, and for a whole number of hundreds of digits."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if isfinite(number) else None


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return value.strip() if isinstance(value, str) else ""


def _mapping(value: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []
