"""A project as rows of one table: the film, its scenes, shots, sound tracks and markers, each with the hash that
proves it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar, cast

from sora_studio.errors import ProjectFileError
from sora_studio.timeline.encoding import UNREADABLE_HINT, decode, encode, from_data
from sora_studio.timeline.markers import Marker
from sora_studio.timeline.order import shared_ends
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.sound import AudioTrack

FILM = "film"
_Part = Shot | AudioTrack | Marker
_Item = TypeVar("_Item")


class PartKey(NamedTuple):
    """Which part of a project a row holds: kind is "film", "scene", "shot", "track" or "marker"."""

    kind: str
    id: str


class PartRow(NamedTuple):
    key: PartKey
    data: bytes

    @property
    def sha256(self) -> bytes:
        return row_hash(self.key.kind.encode(), self.key.id.encode(), self.data)


def row_hash(*fields: bytes) -> bytes:
    """One hash for several fields, with their lengths, so that no two rows share it."""
    digest = hashlib.sha256()
    for field in fields:
        digest.update(len(field).to_bytes(8))
        digest.update(field)
    return digest.digest()


class Changes(NamedTuple):
    """What has to be written for the file to hold the later project."""

    rows: list[PartRow]
    removed: list[PartKey]


def changes(before: Project | None, after: Project) -> Changes:
    """What differs between the two, all of it when there was nothing before.

    An edit shares every value it didn't touch, so that parts which are the very same on both sides aren't looked at.
    """
    was: dict[PartKey, _Part] = {}
    now: dict[PartKey, _Part] = {}
    rows: list[PartRow] = []
    if before is None or _film_alone(before) != _film_alone(after):
        bare, parts = _film_alone(after)
        rows.append(_row(FILM, "", {**encode(bare), **parts}))
    old = before if before is not None else replace(after, scenes=(), tracks=(), markers=())
    _gather("track", old.tracks, after.tracks, was, now)
    _gather("marker", old.markers, after.markers, was, now)
    scenes_was, scenes_now = _unshared(old.scenes, after.scenes)
    known = {scene.id: scene for scene in scenes_was}
    for scene in scenes_now:
        earlier = known.get(scene.id)
        if earlier is None or _without_shots(scene) != _without_shots(earlier):
            bare, shot_ids = _without_shots(scene)
            rows.append(_row("scene", scene.id, {**encode(bare), "shots": shot_ids}))
        _gather("shot", earlier.shots if earlier else (), scene.shots, was, now)
    left = known.keys() - {scene.id for scene in scenes_now}
    for scene_id in left:
        _gather("shot", known[scene_id].shots, (), was, now)
    rows += (_row(*key, encode(part)) for key, part in now.items() if part is not was.get(key) and part != was.get(key))
    return Changes(rows, [*(PartKey("scene", name) for name in left), *(key for key in was if key not in now)])


def _gather(
    kind: str,
    before: tuple[_Part, ...],
    after: tuple[_Part, ...],
    was: dict[PartKey, _Part],
    now: dict[PartKey, _Part],
) -> None:
    """Note the parts that aren't the very same on both sides, each under its key: a shot may have changed its scene."""
    for parts, noted in zip(_unshared(before, after), (was, now), strict=True):
        noted.update((PartKey(kind, part.id), part) for part in parts)


def _unshared(before: tuple[_Item, ...], after: tuple[_Item, ...]) -> tuple[tuple[_Item, ...], tuple[_Item, ...]]:
    start, tail = shared_ends(before, after)
    return before[start : len(before) - tail], after[start : len(after) - tail]


def _film_alone(project: Project) -> tuple[Project, dict[str, list[str]]]:
    """The film's own row: what is no part of its own, and the ids of what is, in order."""
    parts = {
        "scenes": [scene.id for scene in project.scenes],
        "tracks": [track.id for track in project.tracks],
        "markers": [marker.id for marker in project.markers],
    }
    return replace(project, scenes=(), tracks=(), markers=()), parts


def _without_shots(scene: Scene) -> tuple[Scene, list[str]]:
    return replace(scene, shots=()), [shot.id for shot in scene.shots]


def _row(kind: str, part_id: str, data: Mapping[str, Any]) -> PartRow:
    return PartRow(PartKey(kind, part_id), json.dumps(data, separators=(",", ":")).encode())


class DamagedParts(Exception):
    """Rows are missing, surplus or changed."""


def read_project(rows: Iterable[tuple[Any, ...]]) -> Project:
    """The project from rows of kind, id, data and sha256, all as bytes.

    Raises DamagedParts, and ProjectFileError for sound rows that say something unknown.
    """
    intact: dict[tuple[bytes, bytes], bytes] = {}
    total = 0
    for kind, part_id, data, sha256 in rows:
        total += 1
        if row_hash(kind, part_id, data) == sha256:
            intact[kind, part_id] = data
    used = 0

    def part(kind: bytes, part_id: str) -> dict[str, Any]:
        nonlocal used
        used += 1
        return _read_row(kind, intact[kind, part_id.encode("utf-8", "replace")])

    try:
        film = part(b"film", "")
        film["scenes"] = [part(b"scene", scene_id) for scene_id in _names(film["scenes"], "film.scenes")]
        # Films from before there was sound list none.
        for kind, names in ((b"track", "tracks"), (b"marker", "markers")):
            film[names] = [part(kind, part_id) for part_id in _names(film.get(names, []), f"film.{names}")]
        for scene in film["scenes"]:
            scene["shots"] = [part(b"shot", shot_id) for shot_id in _names(scene["shots"], "scene.shots")]
    except KeyError as error:
        raise DamagedParts from error
    if used != total:
        raise DamagedParts
    return from_data(film)


def _read_row(kind: bytes, data: bytes) -> dict[str, Any]:
    """Raises ProjectFileError: whoever writes a row can give it the hash that proves it."""
    try:
        found: object = json.loads(data)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ProjectFileError(f"A {kind.decode()} of the project says nothing that can be read.", UNREADABLE_HINT)
    return cast("dict[str, Any]", found)


def _names(listed: object, where: str) -> tuple[str, ...]:
    return decode(tuple[str, ...], listed, where)
