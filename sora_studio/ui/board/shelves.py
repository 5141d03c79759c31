"""Scenes put on shelves, as books are: short ones side by side as far as they fit whole, a long one alone."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shelf:
    """Scenes `first` to `stop` - 1 beside one another, `rows` of panels high; `columns` are their first columns."""

    first: int
    stop: int
    rows: int
    columns: tuple[int, ...]


def rows(count: int, columns: int) -> int:
    """Rows of panels so many shots take; none still take one."""
    return max(1, -(-count // columns))


def span(count: int, columns: int) -> int:
    """Columns a scene takes; an empty one keeps a panel's room, so that panels can be dropped there."""
    return min(max(1, count), columns)


def shelve(counts: Sequence[int], columns: int) -> list[Shelf]:
    """The shelves for scenes of so many shots."""
    shelves: list[Shelf] = []
    first, used = 0, [0]
    for scene, count in enumerate(counts):
        wide = span(count, columns)
        if used[-1] and used[-1] + wide > columns:
            shelves.append(Shelf(first, scene, rows(counts[first], columns), tuple(used[:-1])))
            first, used = scene, [0]
        used.append(used[-1] + wide)
    if counts:
        shelves.append(Shelf(first, len(counts), rows(counts[first], columns), tuple(used[:-1])))
    return shelves
