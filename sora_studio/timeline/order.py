"""Where items stand in a tuple, said by neighbour and not by number, so that it still holds after other edits."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, count
from operator import attrgetter, is_not
from typing import Any

from sora_studio.errors import EditError


@dataclass(frozen=True, slots=True)
class Placed:
    """An item's place: right after the item `after`, "" for first. `item` is None where it only moves."""

    id: str
    after: str
    item: Any = None


Places = tuple[Placed, ...]
_id_of = attrgetter("id")


def shared_ends(before: Sequence[Any], after: Sequence[Any]) -> tuple[int, int]:
    """How many items at the start, and of the rest at the end, are the very same on both sides."""
    shorter = min(len(before), len(after))
    start = next(compress(count(), map(is_not, before, after)), shorter)
    tail = next(compress(count(), map(is_not, reversed(before), reversed(after))), shorter)
    return start, min(tail, shorter - start)


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
    # A shelf of thousands is only ever walked at C's speed: one shot put first must not cost a look at every other.
    place = dict(zip(map(_id_of, items), count(), strict=False))
    known = {placed.id: items[place[placed.id]] for placed in (*before, *after) if placed.id in place}
    leaving = {placed.id for placed in before}
    for placed in before:
        if placed.id not in known or (placed.item is not None and known[placed.id] != placed.item):
            raise _misplaced(placed.id)
    arrived: set[str] = set()

    def stands(name: str) -> bool:
        return name in arrived or (name in place and name not in leaving)

    following: dict[str, Any] = {}
    for placed in after:
        if stands(placed.id) or (placed.item is None and placed.id not in leaving):
            raise _misplaced(placed.id)
        if placed.after in following or (placed.after and not stands(placed.after)):
            raise _misplaced(placed.after)
        arrived.add(placed.id)
        following[placed.after] = known[placed.id] if placed.item is None else placed.item
    return _in_order(items, place, leaving, following)


def _in_order(
    items: Sequence[Any], place: dict[str, int], leaving: Collection[str], following: dict[str, Any]
) -> tuple[Any, ...]:
    """What comes first, then each staying item, and behind each one the chain of what follows it."""
    ordered = [*_chain("", following)]
    done = 0
    staying = [name for name in following if name in place and name not in leaving]
    for at in sorted(place[name] for name in (*staying, *leaving)):
        ordered += items[done:at]
        done = at + 1
        if items[at].id not in leaving:
            ordered.append(items[at])
            ordered += _chain(items[at].id, following)
    ordered += items[done:]
    return tuple(ordered)


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
