"""A project as rows of one table: the film, its scenes, its shots, each with the hash that proves it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from sora_studio.timeline.encoding import encode, from_data
from sora_studio.timeline.project import Project, Scene

FILM = "film"


class PartKey(NamedTuple):
    """Which part of a project a row holds: kind is "film", "scene" or "shot"."""

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
    """The parts of the project as saved last, by id."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.scenes = {scene.id: scene for scene in project.scenes}
        self.shots = {shot.id: shot for _, shot in project.shots()}

    def missing_from(self, after: "PartIndex") -> list[PartKey]:
        """Which rows the later project has no part for."""
        scenes = [PartKey("scene", scene_id) for scene_id in self.scenes.keys() - after.scenes.keys()]
        return [*scenes, *(PartKey("shot", shot_id) for shot_id in self.shots.keys() - after.shots.keys())]


def changed_rows(project: Project, saved: PartIndex | None) -> Iterator[PartRow]:
    """The rows in which `project` differs from what was saved; all of them when nothing was."""
    if saved is None or _without_scenes(project) != _without_scenes(saved.project):
        bare, scene_ids = _without_scenes(project)
        yield _row(FILM, "", {**encode(bare), "scenes": scene_ids})
    for scene in project.scenes:
        before = saved.scenes.get(scene.id) if saved else None
        if scene is not before:
            if before is None or _without_shots(scene) != _without_shots(before):
                bare, shot_ids = _without_shots(scene)
                yield _row("scene", scene.id, {**encode(bare), "shots": shot_ids})
            for shot in scene.shots:
                saved_shot = saved.shots.get(shot.id) if saved else None
                # Identity first: an edit shares every value it didn't touch.
                if shot is not saved_shot and shot != saved_shot:
                    yield _row("shot", shot.id, encode(shot))


def _without_scenes(project: Project) -> tuple[Project, list[str]]:
    return replace(project, scenes=()), [scene.id for scene in project.scenes]


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
