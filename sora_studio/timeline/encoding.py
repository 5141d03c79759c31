"""Projects and their parts as plain JSON data, and back, by the fields' own types."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from math import isfinite
from types import UnionType
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from sora_studio.errors import EditError, ProjectFileError
from sora_studio.timeline.project import Project

UNREADABLE_HINT = "The project may be damaged or come from another version; open a backup or the newest Sora Studio."
_Decoder = Callable[[object], Any]


class _Misfit(Exception):
    """Data that doesn't fit its field; `path` grows as it climbs to `decode`, which makes it a ProjectFileError."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.path: list[str] = []


def encode(value: object) -> Any:
    """A timeline value as dicts, lists, strings and numbers."""
    if isinstance(value, tuple):
        return [encode(item) for item in cast("tuple[object, ...]", value)]
    if names := _field_names(type(value)):
        return {name: encode(getattr(value, name)) for name in names}
    return value


def decode(kind: Any, data: object, where: str) -> Any:
    """Read data as a value of type `kind`; ProjectFileError naming the place in `where` that doesn't fit."""
    try:
        return _decoder(kind)(data)
    except _Misfit as misfit:
        place = "".join([where, *reversed(misfit.path)])
        raise ProjectFileError(f"{place} {misfit.problem}.", UNREADABLE_HINT) from misfit


def to_data(project: Project) -> dict[str, Any]:
    return encode(project)


def from_data(data: Mapping[str, object]) -> Project:
    """The project a dict from `to_data` describes; ProjectFileError for unknown fields and wrong types."""
    project: Project = decode(Project, data, "film")
    _check_ids([scene.id for scene in project.scenes], "scene")
    _check_ids([shot.id for _, shot in project.shots()], "shot")
    _check_ids([track.id for track in project.tracks], "sound track")
    _check_ids([cue.id for track in project.tracks for cue in track.cues], "sound")
    _check_ids([marker.id for marker in project.markers], "marker")
    return project


def _check_ids(ids: list[str], what: str) -> None:
    if "" in ids or len(set(ids)) != len(ids):
        raise ProjectFileError(f"The project has two {what}s of one id, or one with none.", UNREADABLE_HINT)


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


@cache
def _decoder(kind: Any) -> _Decoder:
    if is_dataclass(kind):
        return _dataclass_decoder(cast("type[Any]", kind))
    origin, options = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _tuple_decoder(_decoder(options[0]))
    if origin is Literal:
        return _choice_decoder(options)
    if origin is UnionType:
        (inner,) = (option for option in options if option is not type(None))
        decoder = _decoder(inner)
        return lambda data: None if data is None else decoder(data)
    return _plain_decoder(kind)


def _dataclass_decoder(kind: type[Any]) -> _Decoder:
    hints = get_type_hints(kind)
    decoders = {field.name: _decoder(hints[field.name]) for field in fields(kind)}
    required = {field.name for field in fields(kind) if field.default is MISSING}

    def read(data: object) -> Any:
        if not isinstance(data, dict):
            raise _unexpected("a group of fields", data)
        named = cast("dict[str, object]", data)
        if odd := named.keys() - decoders.keys():
            raise _Misfit(f"has a field this version doesn't know: {min(map(repr, odd))}")
        if missing := required - named.keys():
            raise _Misfit(f"lacks “{min(missing)}”")
        name = ""
        values: dict[str, Any] = {}
        try:
            for name, item in named.items():
                values[name] = decoders[name](item)
        except _Misfit as misfit:
            misfit.path.append(f".{name}")
            raise
        try:
            return kind(**values)
        except EditError as error:
            raise _Misfit(f"can't be: {error.message.rstrip('.')}") from error

    return read


def _tuple_decoder(item: _Decoder) -> _Decoder:
    def read(data: object) -> Any:
        if not isinstance(data, list):
            raise _unexpected("a list", data)
        values: list[Any] = []
        try:
            for part in cast("list[object]", data):
                values.append(item(part))
        except _Misfit as misfit:
            misfit.path.append(f"[{len(values)}]")
            raise
        return tuple(values)

    return read


def _choice_decoder(options: tuple[Any, ...]) -> _Decoder:
    def read(data: object) -> Any:
        if not isinstance(data, str) or data not in options:
            raise _unexpected(" or ".join(map(repr, options)), data)
        return data

    return read


def _plain_decoder(kind: type[Any]) -> _Decoder:
    wanted = {str: "text", int: "a whole number", float: "a finite number", bool: "true or false"}[kind]

    def read(data: object) -> Any:
        # A bool is an int to isinstance, so the type itself is compared.
        if type(data) is kind and (kind is not float or isfinite(cast("float", data))):
            return data
        if kind is float and type(data) is int and abs(data) < 2**53:
            return float(data)
        raise _unexpected(wanted, data)

    return read


def _unexpected(wanted: str, data: object) -> _Misfit:
    return _Misfit(f"should be {wanted}, not {repr(data)[:40]}")
