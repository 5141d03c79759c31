# pyright: strict
"""A panel's words set into its text box: wrapped, sized to fit, and what is left over told, never dropped. No Qt."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sora_studio.studio.box import Box
from sora_studio.ui.paper.layout import LEADING

# Width in points of a text at a type size; strong or not.
Measure = Callable[[str, float, bool], float]

STEP, SMALLEST = 0.5, 7.0
# Kerning across words is not measured; a line may come out this much wider than its words.
SAFETY = 0.995
ROUNDING = 1e-6
CONTINUED = " (CONT’D)"

# Chinese, Japanese and full-width letters may be parted anywhere, but not before a closing mark.
_WIDE = r"\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60"
_CLOSING = r"\u3001\u3002\u300d\u300f\uff01\uff09\uff0c\uff0e\uff1f"
_PART = re.compile(rf"[{_WIDE}][{_CLOSING}]*|[^\s{_WIDE}]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """One field of a panel: its label ("MARA", "NOTES"; "" for none) and its text. Quiet ones are printed grey."""

    label: str
    text: str
    strong: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a passage, in a box of the line's height; its text begins `indent` points after its label."""

    box: Box
    size: float
    label: str
    indent: float
    text: str
    strong: bool = False
    quiet: bool = False


def flow(
    passages: Sequence[Passage], box: Box, size: float, measure: Measure
) -> tuple[tuple[TextLine, ...], tuple[Passage, ...]]:
    """The lines that fit, at the largest type up to `size` at which all do, and the passages that are left over."""
    size = fitting_size(passages, box, size, measure)
    set_lines = list(_set(passages, box, size, measure))
    fitting = [each.line for each in set_lines if each.line.box.bottom <= box.bottom + ROUNDING]
    left: list[Passage] = []
    if len(fitting) < len(set_lines):
        first = set_lines[len(fitting)]
        left = [_rest(passages[first.passage], first.start), *passages[first.passage + 1 :]]
    return tuple(fitting), tuple(left)


def fitting_size(passages: Sequence[Passage], box: Box, size: float, measure: Measure) -> float:
    """The largest type up to `size` at which the passages fit; the smallest there is where they fit at none."""
    while size - STEP >= SMALLEST:
        bottom = max((each.line.box.bottom for each in _set(passages, box, size, measure)), default=box.y)
        if bottom <= box.bottom + ROUNDING:
            break
        size -= STEP
    return size


def elided(text: str, width: float, size: float, measure: Measure, strong: bool = False) -> str:
    """The text on one line, ending in … where it is too long; "" where not even that has room."""
    if measure(text, size, strong) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(f"{text[:middle].rstrip()}…", size, strong) <= width:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip()}…" if low else ""


def wrap(text: str, width: float, first: float, measure: Callable[[str], float]) -> list[tuple[int, int]]:
    """Lines as (start, stop) of the text, none wider than `width`, the first no wider than `first`.

    A word wider than a line is broken where it must be, down to single letters.
    """
    lines: list[tuple[int, int]] = []
    begun = 0
    for paragraph in text.split("\n"):
        lines += _wrap_paragraph(text, begun, begun + len(paragraph), width, width if lines else first, measure)
        begun += len(paragraph) + 1
    return lines


def _wrap_paragraph(
    text: str, begun: int, ended: int, width: float, room: float, measure: Callable[[str], float]
) -> Iterator[tuple[int, int]]:
    start = stop = begun
    used = 0.0
    for part in _PART.finditer(text, begun, ended):
        at, after = part.span()
        wide = measure(part[0])
        gap = measure(text[stop:at]) if at > stop else 0.0
        if stop > start and used + gap + wide <= room:
            stop, used = after, used + gap + wide
            continue
        if stop > start:
            yield start, stop
            room = width
        elif wide > room and room < width:
            # After a label: the next line is wider.
            yield at, at
            room = width
        while wide > room and after - at > 1:
            longest = _longest(text[at:after], room, measure)
            yield at, at + longest
            at, room = at + longest, width
            wide = measure(text[at:after])
        start, stop, used = at, after, wide
    yield start, stop


def _longest(word: str, room: float, measure: Callable[[str], float]) -> int:
    """How many letters of the word fit, one at the least, not all."""
    low, high = 1, len(word) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if measure(word[:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    return low


@dataclass(frozen=True, slots=True)
class _SetLine:
    """A line, the passage it is of, and where in that passage's text it begins."""

    line: TextLine
    passage: int
    start: int


def _set(passages: Sequence[Passage], box: Box, size: float, measure: Measure) -> Iterator[_SetLine]:
    height, y, room = LEADING * size, box.y, box.width * SAFETY
    for index, passage in enumerate(passages):

        def width_of(text: str, strong: bool = passage.strong) -> float:
            return measure(text, size, strong)

        label = elided(passage.label, room * 0.9, size, measure, strong=True) if passage.label else ""
        indent = measure(label, size, True) + 0.5 * size if label else 0.0
        for start, stop in wrap(passage.text, room, max(0.0, room - indent), width_of):
            line = TextLine(
                Box(box.x, y, box.width, height),
                size,
                label,
                indent,
                passage.text[start:stop],
                strong=passage.strong,
                quiet=passage.quiet,
            )
            yield _SetLine(line, index, start)
            label, indent = "", 0.0
            y += height
        y += 0.25 * size


def _rest(passage: Passage, start: int) -> Passage:
    """The passage from there on; a speaker goes on as scripts have it."""
    if start == 0 or not passage.text[:start].strip():
        return passage
    label = f"{passage.label.removesuffix(CONTINUED)}{CONTINUED}" if passage.label else ""
    return replace(passage, label=label, text=passage.text[start:])
