"""Changes as plain JSON data, to be sent and kept, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from typing import Any, cast, get_args, get_origin, get_type_hints

from sora_studio.errors import ProjectFileError
from sora_studio.timeline.change import Change, Edit, Path, Rearranged, Replaced
from sora_studio.timeline.encoding import decode, encode
from sora_studio.timeline.order import Placed, Places
from sora_studio.timeline.project import Project

_REPLACED = {"path", "before", "after"}
_REARRANGED = {"path", "left", "came"}
_HINT = "It may be damaged or come from another version; bring both sides to the newest Sora Studio."


def change_to_data(change: Change) -> list[dict[str, Any]]:
    """One dict an edit: path, before and after of a value; path, left and came of items."""
    return [_edit_to_data(edit) for edit in change.edits]


def change_from_data(data: object) -> Change:
    """The change that `change_to_data` gave; ProjectFileError for anything else."""
    return Change(tuple(_edit_from_data(edit) for edit in _list(data)))


def _edit_to_data(edit: Edit) -> dict[str, Any]:
    if isinstance(edit, Replaced):
        return {"path": list(edit.path), "before": encode(edit.before), "after": encode(edit.after)}
    left, came = ([encode(placed) for placed in side] for side in (edit.before, edit.after))
    return {"path": list(edit.path), "left": left, "came": came}


def _edit_from_data(data: object) -> Edit:
    named = _dict(data)
    path: Path = decode(tuple[str, ...], named.get("path"), "path of the change")
    kind, where = _kind_at(path), ".".join(path) or "film"
    if set(named) == _REPLACED:
        return Replaced(path, decode(kind, named["before"], where), decode(kind, named["after"], where))
    if set(named) == _REARRANGED and get_origin(kind) is tuple:
        (item, _) = get_args(kind)
        return Rearranged(path, _places(item, named["left"], where), _places(item, named["came"], where))
    raise _unreadable()


def _places(kind: Any, data: object, where: str) -> Places:
    return tuple(_placed(kind, _dict(placed), where) for placed in _list(data))


def _placed(kind: Any, data: Mapping[str, object], where: str) -> Placed:
    if set(data) != {"id", "after", "item"}:
        raise _unreadable()
    item = None if data["item"] is None else decode(kind, data["item"], where)
    placed = Placed(decode(str, data["id"], where), decode(str, data["after"], where), item)
    if item is not None and getattr(item, "id", None) != placed.id:
        raise _unreadable()
    return placed


def _kind_at(path: Iterable[str]) -> Any:
    """The type of the value at a path: a field's own, or a tuple's item for an id."""
    kind: Any = Project
    for name in path:
        if is_dataclass(kind) and name in (hints := get_type_hints(kind)):
            kind = hints[name]
        elif get_origin(kind) is tuple:
            kind = get_args(kind)[0]
        else:
            raise _unreadable()
    return kind


def _list(data: object) -> list[object]:
    if isinstance(data, list):
        return cast("list[object]", data)
    raise _unreadable()


def _dict(data: object) -> dict[str, object]:
    if isinstance(data, dict):
        return cast("dict[str, object]", data)
    raise _unreadable()


def _unreadable() -> ProjectFileError:
    return ProjectFileError("The change isn't one this version can read.", _HINT)
