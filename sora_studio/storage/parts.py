"""A project as rows of one table: the film, its scenes, shots, sound tracks and markers, each with the hash that
proves it."""

import hashlib
import json
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from sora_studio.timeline.encoding import encode, from_data
from sora_studio.timeline.markers import Marker
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.sound import AudioTrack

FILM = "film"
_Part = TypeVar("_Part", Shot, AudioTrack, Marker)


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


class PartIndex:
    """The parts of the project as saved last, by kind and id."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.scenes = {scene.id: scene for scene in project.scenes}
        self.shots = {shot.id: shot for _, shot in project.shots()}
        self.tracks = {track.id: track for track in project.tracks}
        self.markers = {marker.id: marker for marker in project.markers}

    def missing_from(self, after: "PartIndex") -> list[PartKey]:
        """Which rows the later project has no part for."""
        kinds: tuple[tuple[str, Iterable[str], Container[str]], ...] = (
            ("scene", self.scenes, after.scenes),
            ("shot", self.shots, after.shots),
            ("track", self.tracks, after.tracks),
            ("marker", self.markers, after.markers),
        )
        return [PartKey(kind, part_id) for kind, before, now in kinds for part_id in before if part_id not in now]


def changed_rows(project: Project, saved: PartIndex | None) -> Iterator[PartRow]:
    """The rows in which `project` differs from what was saved; all of them when nothing was."""
    if saved is None or _film_alone(project) != _film_alone(saved.project):
        bare, parts = _film_alone(project)
        yield _row(FILM, "", {**encode(bare), **parts})
    yield from _changed("track", project.tracks, saved.tracks if saved else {})
    yield from _changed("marker", project.markers, saved.markers if saved else {})
    for scene in project.scenes:
        before = saved.scenes.get(scene.id) if saved else None
        if scene is not before:
            if before is None or _without_shots(scene) != _without_shots(before):
                bare, shot_ids = _without_shots(scene)
                yield _row("scene", scene.id, {**encode(bare), "shots": shot_ids})
            yield from _changed("shot", scene.shots, saved.shots if saved else {})


def _changed(kind: str, parts: Iterable[_Part], saved: Mapping[str, _Part]) -> Iterator[PartRow]:
    for part in parts:
        before = saved.get(part.id)
        # Identity first: an edit shares every value it didn't touch.
        if part is not before and part != before:
            yield _row(kind, part.id, encode(part))


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
    """Rows are missing, surplus or changed; counts the shots that aren't."""

    def __init__(self, intact_shots: int, all_shots: int) -> None:
        super().__init__(f"{intact_shots} of {all_shots} shots are intact")


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

    def part(kind: bytes, part_id: str) -> Any:
        nonlocal used
        used += 1
        return json.loads(intact[kind, part_id.encode()])

    try:
        film = part(b"film", "")
        film["scenes"] = [part(b"scene", scene_id) for scene_id in film["scenes"]]
        # Films from before there was sound list none.
        for kind, names in ((b"track", "tracks"), (b"marker", "markers")):
            film[names] = [part(kind, part_id) for part_id in film.get(names, ())]
        for scene in film["scenes"]:
            scene["shots"] = [part(b"shot", shot_id) for shot_id in scene["shots"]]
    except KeyError as error:
        raise DamagedParts(*_shot_counts(intact)) from error
    if used != total:
        raise DamagedParts(*_shot_counts(intact))
    return from_data(film)


def _shot_counts(intact: Mapping[tuple[bytes, bytes], bytes]) -> tuple[int, int]:
    """How many shots are intact, and how many the intact scenes name."""
    have = {part_id for kind, part_id in intact if kind == b"shot"}
    named = [data for (kind, _), data in intact.items() if kind == b"scene"]
    wanted = {shot_id.encode() for data in named for shot_id in json.loads(data)["shots"]}
    return len(have), len(have | wanted)
