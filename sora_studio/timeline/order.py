"""Where items stand in a tuple, said by neighbour and not by number, so that it still holds after other edits."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sora_studio.errors import EditError


@dataclass(frozen=True, slots=True)
class Placed:
    """An item's place: right after the item `after`, "" for first. `item` is None where it only moves."""

    id: str
    after: str
    item: Any = None


Places = tuple[Placed, ...]


def moved_ids(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest ids, of those in both, that must move to bring `before` into the order of `after`."""
    place = {name: at for at, name in enumerate(before)}
    kept = [name for name in after if name in place]
    return set(kept).difference(_longest_increasing(kept, place))


def placed_items(items: Sequence[Any], first_after: str, other_side: Collection[str], moved: Collection[str]) -> Places:
    """The items not on the other side, or moved, each with its place; `first_after` is what the first one follows."""
    neighbours = [first_after, *(item.id for item in items)]
    return tuple(
        Placed(item.id, after, None if item.id in moved else item)
        for after, item in zip(neighbours, items, strict=False)
        if item.id in moved or item.id not in other_side
    )


def rearranged(items: Sequence[Any], before: Places, after: Places) -> tuple[Any, ...]:
    """Take the items of `before` out and put those of `after` in; EditError if they aren't as said."""
    known = {item.id: item for item in items}
    leaving = {placed.id for placed in before}
    for placed in before:
        if placed.id not in known or (placed.item is not None and known[placed.id] != placed.item):
            raise _misplaced(placed.id)
    standing = known.keys() - leaving
    following: dict[str, Any] = {}
    for placed in after:
        if placed.id in standing or (placed.item is None and placed.id not in leaving):
            raise _misplaced(placed.id)
        if placed.after in following or (placed.after and placed.after not in standing):
            raise _misplaced(placed.after)
        standing.add(placed.id)
        following[placed.after] = known[placed.id] if placed.item is None else placed.item
    return tuple(_in_order((item for item in items if item.id not in leaving), following))


def _in_order(staying: Iterable[Any], following: dict[str, Any]) -> Iterator[Any]:
    """What comes first, then each staying item, and behind each one the chain of what follows it."""
    yield from _chain("", following)
    for item in staying:
        yield item
        yield from _chain(item.id, following)


def _chain(name: str, following: dict[str, Any]) -> Iterator[Any]:
    while name in following:
        item = following[name]
        yield item
        name = item.id


def _longest_increasing(names: Sequence[str], place: dict[str, int]) -> list[str]:
    """The longest run of names, not necessarily adjacent, whose places increase (patience sorting)."""
    tops: list[int] = []
    top_names: list[str] = []
    previous: dict[str, str | None] = {}
    for name in names:
        pile = bisect_left(tops, place[name])
        previous[name] = top_names[pile - 1] if pile else None
        if pile == len(tops):
            tops.append(place[name])
            top_names.append(name)
        else:
            tops[pile] = place[name]
            top_names[pile] = name
    run: list[str] = []
    name = top_names[-1] if top_names else None
    while name is not None:
        run.append(name)
        name = previous[name]
    return run


def _misplaced(name: str) -> EditError:
    return EditError(
        f"The change doesn't fit: “{name}” is not where, or what, it was.",
        "Something else changed it since; look at it and make the edit again.",
    )
