"""What is burnt into the picture for a screening copy: which facts, in which words, and where."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sora_studio.studio.box import Box

Place = Literal["split", "top", "bottom"]

FIELDS = ("shot", "state", "date", "timecode", "frame")
_BOTTOM_WHEN_SPLIT = frozenset({"timecode", "frame"})

TEXT_SHARE, SMALLEST_TEXT = 0.028, 9.0
MARGIN_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class BurnIns:
    """The choice of fields, and whether they stand above, below, or both."""

    fields: frozenset[str] = frozenset(FIELDS)
    place: Place = "split"

    def with_field(self, field: str, on: bool) -> "BurnIns":
        return BurnIns(self.fields | {field} if on else self.fields - {field}, self.place)


@dataclass(frozen=True, slots=True)
class Seen:
    """The frame the burn-ins describe. `take` counts from 1, 0 for none; `frame` counts from 1 within the shot."""

    timecode: str
    scene: str
    shot: str
    take: int
    frame: int
    shot_frames: int
    stage: Literal["", "draft", "refined"]
    stale: bool
    day: date


@dataclass(frozen=True, slots=True)
class Words:
    """What the facts are called; a window says it in its user's language."""

    scene: str = "Sc {scene}"
    shot: str = "Sh {shot}"
    take: str = "Tk {take}"
    no_picture: str = "NO PICTURE"
    draft: str = "DRAFT"
    out_of_date: str = "OUT OF DATE"


ENGLISH = Words()


def burn_in_texts(seen: Seen, words: Words = ENGLISH) -> Mapping[str, str]:
    """Each field in words; "" where there is nothing to say."""
    slate = (
        words.scene.format(scene=seen.scene) if seen.scene else "",
        words.shot.format(shot=seen.shot),
        words.take.format(take=seen.take) if seen.take else "",
    )
    return {
        "shot": "  ".join(part for part in slate if part),
        "state": _state(seen, words),
        "date": seen.day.isoformat(),
        "timecode": seen.timecode,
        "frame": f"{seen.frame:03} / {seen.shot_frames:03}",
    }


def _state(seen: Seen, words: Words) -> str:
    """Nothing for a finished picture: a screening copy marks only what is not final."""
    if not seen.stage:
        return words.no_picture
    marks = ((words.draft, seen.stage == "draft"), (words.out_of_date, seen.stale))
    return "  ".join(mark for mark, holds in marks if holds)


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text and the box it fills, in logical pixels."""

    field: str
    text: str
    box: Box


def text_height(picture: Box) -> float:
    """The burn-ins' type size in logical pixels: readable in a small viewer, modest on a wall."""
    return max(SMALLEST_TEXT, TEXT_SHARE * picture.height)


def placed(
    picture: Box, choice: BurnIns, texts: Mapping[str, str], width_of: Callable[[str], float]
) -> tuple[PlacedText, ...]:
    """Every chosen text in its row; a row too full for the picture goes on in another, nothing is cut off."""
    size = text_height(picture)
    line = size * 2
    margin = MARGIN_SHARE * picture.height
    chosen = [(field, texts[field], width_of(texts[field]) + size) for field in FIELDS if field in choice.fields]
    chosen = [each for each in chosen if each[1]]
    room = picture.width - 2 * margin
    result: list[PlacedText] = []
    for top in (True, False):
        rows = _rows([each for each in chosen if _on_top(each[0], choice.place) == top], room, size)
        for index, row in enumerate(rows):
            y = picture.y + margin + index * line if top else picture.bottom - margin - (len(rows) - index) * line
            result += _spread(row, picture.x + margin, y, room, size * 1.7)
    return tuple(result)


def _on_top(field: str, place: Place) -> bool:
    return place == "top" or (place == "split" and field not in _BOTTOM_WHEN_SPLIT)


_Item = tuple[str, str, float]


def _rows(items: Sequence[_Item], room: float, gap: float) -> list[list[_Item]]:
    rows: list[list[_Item]] = []
    used = 0.0
    for item in items:
        if not rows or used + gap + item[2] > room:
            rows.append([])
            used = -gap
        rows[-1].append(item)
        used += gap + item[2]
    return rows


def _spread(row: Sequence[_Item], x: float, y: float, room: float, height: float) -> list[PlacedText]:
    """First to the left, last to the right, equal gaps between."""
    free = room - sum(width for _, _, width in row)
    gap = free / (len(row) - 1) if len(row) > 1 else 0.0
    result: list[PlacedText] = []
    for field, text, width in row:
        result.append(PlacedText(field, text, Box(x, y, width, height)))
        x += width + gap
    return result
