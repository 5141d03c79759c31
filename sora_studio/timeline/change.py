"""What differs between two projects, as a value that can be applied, inverted, sent and kept.

Generic over dataclass fields and over tuples of items with an `id`: a path names fields and ids, never
positions, so changes to different shots apply one after the other in any order.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeGuard, cast

from sora_studio.errors import EditError
from sora_studio.timeline.order import Places, moved_ids, placed_items, rearranged, shared_ends
from sora_studio.timeline.project import Project

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """One value became another."""

    path: Path
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Rearranged:
    """Items of one tuple left (only in `before`), came (only in `after`) or moved (in both, without their value)."""

    path: Path
    before: Places
    after: Places


Edit = Replaced | Rearranged


@dataclass(frozen=True, slots=True)
class Change:
    """Edits that lead from one project to another; no two touch the same value."""

    edits: tuple[Edit, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.edits)

    def inverse(self) -> "Change":
        """The change that leads back: every edit with its sides swapped."""
        return Change(tuple(replace(edit, before=edit.after, after=edit.before) for edit in self.edits))


def diff(before: Project, after: Project) -> Change:
    """The change for which apply(before, change) == after; what the two share by identity costs nothing."""
    edits: list[Edit] = []
    _compare((), before, after, edits)
    return Change(tuple(edits))


def apply(project: Project, change: Change) -> Project:
    """The project with the change made; EditError where its values aren't the ones the change began from."""
    return _applied(project, change.edits, 0) if change else project


def _compare(path: Path, before: Any, after: Any, edits: list[Edit]) -> None:
    if before is after:
        return
    if is_dataclass(before) and type(before) is type(after):
        for field in fields(before):
            old, new = getattr(before, field.name), getattr(after, field.name)
            if not field.metadata.get("whole"):
                _compare((*path, field.name), old, new, edits)
            elif old != new:
                edits.append(Replaced((*path, field.name), old, new))
    elif _have_ids(before) and _have_ids(after):
        _compare_items(path, before, after, edits)
    elif before != after:
        edits.append(Replaced(path, before, after))


def _have_ids(value: Any) -> TypeGuard[tuple[Any, ...]]:
    """Whether a value is a tuple of items told apart by an id; an empty tuple fits either kind."""
    return isinstance(value, tuple) and (not value or hasattr(cast("tuple[Any, ...]", value)[0], "id"))


def _compare_items(path: Path, before: tuple[Any, ...], after: tuple[Any, ...], edits: list[Edit]) -> None:
    start, tail = shared_ends(before, after)
    old, new = before[start : len(before) - tail], after[start : len(after) - tail]
    ids_before, ids_after = [item.id for item in old], [item.id for item in new]
    if ids_before != ids_after:
        neighbour = before[start - 1].id if start else ""
        moved = moved_ids(ids_before, ids_after)
        left = placed_items(old, neighbour, set(ids_after), moved)
        edits.append(Rearranged(path, left, placed_items(new, neighbour, set(ids_before), moved)))
    was = dict(zip(ids_before, old, strict=True))
    for item in new:
        if item.id in was:
            _compare((*path, item.id), was[item.id], item, edits)


def _applied(value: Any, edits: Sequence[Edit], depth: int) -> Any:
    """Apply all edits below one value in a single walk, so that a thousand cost no more than one copy."""
    below: defaultdict[str, list[Edit]] = defaultdict(list)
    here: list[Edit] = []
    for edit in edits:
        if len(edit.path) == depth:
            here.append(edit)
        else:
            below[edit.path[depth]].append(edit)
    if below:
        value = _applied_below(value, below, depth)
    for edit in here:
        if isinstance(edit, Rearranged):
            value = rearranged(value, edit.before, edit.after)
        elif value == edit.before:
            value = edit.after
        else:
            raise _disagreement(edit.path)
    return value


def _applied_below(value: Any, below: dict[str, list[Edit]], depth: int) -> Any:
    path = next(iter(below.values()))[0].path[: depth + 1]
    if isinstance(value, tuple):
        items = cast("tuple[Any, ...]", value)
        place = {item.id: at for at, item in enumerate(items) if item.id in below}
        if below.keys() - place.keys():
            raise _disagreement(path)
        applied = list(items)
        for name, at in place.items():
            applied[at] = _applied(items[at], below[name], depth + 1)
        return tuple(applied)
    if not below.keys() <= {field.name for field in fields(value)}:
        raise _disagreement(path)
    return replace(value, **{name: _applied(getattr(value, name), inner, depth + 1) for name, inner in below.items()})


def _disagreement(path: Path) -> EditError:
    return EditError(
        f"The change doesn't fit: {' / '.join(path) or 'the film'} is no longer what it was.",
        "Something else changed it since; look at it and make the edit again.",
    )
