"""The prompt as it is sent, in pieces: whose word each is, whether the encoder sees it, whether it can be drawn."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sora_studio.timeline.cascade import JOINT, Part

_WORD = re.compile(r"\w+(?:[-'\N{RIGHT SINGLE QUOTATION MARK}]\w+)*")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the text as sent. `part` -1: a joint between parts."""

    text: str
    part: int
    seen: bool = True
    known: bool = True


def runs_of(parts: Sequence[Part], cut_from: int, unknown: Sequence[str]) -> list[Run]:
    """The runs, which together are the text as sent; none crosses a part, the cut, or an unknown word's edge."""
    found: list[Run] = []
    start = 0
    for at, part in enumerate(parts):
        if at:
            found += _cut(JOINT, -1, start, cut_from, [])
            start += len(JOINT)
        found += _cut(part.text, at, start, cut_from, unknown_spans(part.text, unknown))
        start += len(part.text)
    return found


def unknown_spans(text: str, unknown: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words that can't be drawn stand in a text."""
    strange = {word.casefold() for word in unknown}
    return [match.span() for match in _WORD.finditer(text) if match[0].casefold() in strange] if strange else []


def seen_of_own(parts: Sequence[Part], own: str, cut_from: int) -> int:
    """How many characters of the shot's own prompt, as typed, the encoder sees."""
    start = 0
    for part in parts:
        if (part.level, part.field) == ("shot", "prompt"):
            before = len(own) - len(own.lstrip())
            inside = min(max(cut_from - start, 0), len(part.text))
            return len(own) if inside == len(part.text) else before + inside
        start += len(part.text) + len(JOINT)
    return len(own)


def _cut(text: str, part: int, start: int, cut_from: int, strange: Sequence[tuple[int, int]]) -> list[Run]:
    edges = {0, len(text), min(max(cut_from - start, 0), len(text))}
    edges.update(edge for span in strange for edge in span)
    ordered = sorted(edges)
    runs: list[Run] = []
    for left, right in pairwise(ordered):
        known = not any(first <= left and right <= last for first, last in strange)
        runs.append(Run(text[left:right], part, start + left < cut_from, known))
    return runs
