"""What of a damaged project proves intact, put together again; what is lost, told part by part."""

# apsw's stubs leave the types of values that SQL takes open.
# pyright: reportUnknownMemberType=false

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import apsw

from sora_studio.errors import ProjectFileError
from sora_studio.storage.carving import FoundRow, carved
from sora_studio.storage.journal import lost_saves
from sora_studio.storage.parts import FILM, PartKey
from sora_studio.timeline.encoding import decode
from sora_studio.timeline.ids import unused_id
from sora_studio.timeline.markers import Marker
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.sound import AudioTrack

JOURNALS = ("-wal", "-journal")
RECOVERED = "Recovered shots"
KINDS: dict[str, Any] = {FILM: Project, "scene": Scene, "shot": Shot, "track": AudioTrack, "marker": Marker}
# Which fields of a row list the ids of its parts.
LISTS = {FILM: ("scenes", "tracks", "markers"), "scene": ("shots",)}


@dataclass(frozen=True, slots=True)
class Salvage:
    """The film as far as it proves intact. `losses` says, a sentence each, what it lacks and what is doubtful in it.

    `intact_shots` of `all_shots` are as they were last saved; shots that only lost parts knew of aren't counted.
    `is_empty`: no part at all was found.
    """

    project: Project
    intact_shots: int
    all_shots: int
    losses: tuple[str, ...]
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A row read: its value, the ids it lists, and whether it is of the last save."""

    value: Any
    lists: dict[str, list[str]]
    current: bool


def salvage(path: Path) -> Salvage:
    """Look through a damaged project; the file isn't touched. Raises ProjectFileError where it can't be read."""
    try:
        file = _settled(path)
    except OSError as error:
        raise ProjectFileError(f"{path} can't be read: {error.strerror or error}.", "Check the disk.") from error
    found = _Puzzle(_parts(carved(file.content), file.up_to_date), path.stem).solved()
    if not file.lost_saves:
        return found
    saves = "save is" if file.lost_saves == 1 else f"{file.lost_saves} saves are"
    return replace(found, losses=(f"The last {saves} lost: all of it is as it was before.", *found.losses))


def holds_parts(path: Path) -> bool:
    """Whether a file that looks like no project holds parts of one."""
    try:
        return next(carved(path.read_bytes()), None) is not None
    except OSError:
        return False


class _Settled(NamedTuple):
    """A project's file with what its journal holds; `up_to_date` where the journal could be used."""

    content: bytes
    up_to_date: bool = True
    lost_saves: int = 0


def _settled(path: Path) -> _Settled:
    """The file and its journal put together in a copy."""
    journals = [each for suffix in JOURNALS if (each := path.with_name(path.name + suffix)).exists()]
    if not any(each.stat().st_size for each in journals):
        return _Settled(path.read_bytes())
    with TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        for each in (path, *journals):
            shutil.copyfile(each, Path(folder) / each.name)
        try:
            connection = apsw.Connection(str(copy), apsw.SQLITE_OPEN_READWRITE)
            connection.pragma("locking_mode", "EXCLUSIVE")
            connection.execute("BEGIN IMMEDIATE; COMMIT")
            ((_, valid_frames, _),) = connection.execute("PRAGMA wal_checkpoint(NOOP)")
            wal = copy.with_name(copy.name + JOURNALS[0])
            lost = lost_saves(wal, max(0, valid_frames), connection.pragma("page_size"))
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
        except apsw.Error:
            return _Settled(path.read_bytes(), up_to_date=False)
        return _Settled(copy.read_bytes(), lost_saves=lost)


def _parts(rows: Iterable[FoundRow], up_to_date: bool) -> dict[PartKey, _Part]:
    """The rows by key; what this version can't read is none. Of two that differ neither is known to be the last."""
    parts: dict[PartKey, _Part] = {}
    for found in rows:
        part = _read(found, up_to_date)
        if part is None:
            continue
        known = parts.get(found.row.key)
        if known is None or (part.current and not known.current):
            parts[found.row.key] = part
        elif part.current and (part.value, part.lists) != (known.value, known.lists):
            parts[found.row.key] = replace(part, current=False)
    return parts


def _read(found: FoundRow, up_to_date: bool) -> _Part | None:
    kind = found.row.key.kind
    try:
        data = json.loads(found.row.data)
        lists = {name: list(map(str, data.pop(name, ()))) for name in LISTS.get(kind, ())}
        return _Part(decode(KINDS[kind], data, kind), lists, found.current and up_to_date)
    except (ProjectFileError, ValueError, TypeError, AttributeError, RecursionError):
        return None


class _Puzzle:
    """Takes each part from the heap once, and keeps what it found wrong."""

    def __init__(self, parts: dict[PartKey, _Part], title: str) -> None:
        self._heap = parts
        self._title = title
        self._losses: list[str] = []
        self._intact_shots = 0
        self._shots_known = 0
        self._scenes_lost: list[str] = []
        self._scenes_doubtful = False

    def solved(self) -> Salvage:
        """The film, its parts where they belong; shots whose scene is lost in the place of a scene, else at the end."""
        is_empty = not self._heap
        film = self._heap.pop(PartKey(FILM, ""), None)
        lists = film.lists if film else self._as_found()
        if film is None:
            self._losses.append("The film's title, picture size, frame rate and settings are lost.")
        elif not film.current:
            self._losses.append("The film's settings and the order of its scenes may be from before the last save.")
        scenes = [scene for scene_id in lists["scenes"] if (scene := self._scene(scene_id)) is not None]
        if film and not film.current:
            # One of an earlier save may not list them all.
            scenes += [scene for key in self._left("scene") if (scene := self._scene(key.id)) is not None]
        self._losses += (f"A scene is lost ({scene_id}): its heading and order." for scene_id in self._scenes_lost)
        if not film or not film.current or self._scenes_lost or self._scenes_doubtful:
            scenes = self._with_strays(scenes)
        tracks = tuple(self._each("track", lists["tracks"], "A sound track"))
        markers = tuple(self._each("marker", lists["markers"], "A marker"))
        base: Project = film.value if film else Project(self._title)
        project = replace(base, scenes=tuple(scenes), tracks=tracks, markers=markers)
        return Salvage(project, self._intact_shots, self._shots_known, tuple(self._losses), is_empty)

    def _as_found(self) -> dict[str, list[str]]:
        """What there is, where nothing says what there was."""
        return {name: [key.id for key in self._left(name[:-1])] for name in LISTS[FILM]}

    def _left(self, kind: str) -> list[PartKey]:
        return [key for key in self._heap if key.kind == kind]

    def _scene(self, scene_id: str) -> Scene | None:
        found = self._heap.pop(PartKey("scene", scene_id), None)
        if found is None:
            self._scenes_lost.append(scene_id)
            return None
        scene: Scene = found.value
        name = f"“{scene.heading or scene.number or scene.id}”"
        if not found.current:
            self._scenes_doubtful = True
            self._losses.append(f"Scene {name} may be from before the last save.")
        return replace(scene, shots=tuple(self._shots(found.lists["shots"], name)))

    def _shots(self, shot_ids: list[str], scene: str) -> Iterator[Shot]:
        self._shots_known += len(shot_ids)
        for place, shot_id in enumerate(shot_ids, start=1):
            found = self._heap.pop(PartKey("shot", shot_id), None)
            if found is None:
                self._losses.append(f"Shot {place} of scene {scene} is lost.")
            else:
                yield self._noted(found, f"Shot {place} of scene {scene}")

    def _noted(self, found: _Part, name: str) -> Shot:
        self._intact_shots += found.current
        if not found.current:
            self._losses.append(f"{name} was found, but perhaps as it was before the last save.")
        return found.value

    def _with_strays(self, scenes: list[Scene]) -> list[Scene]:
        strays = [self._noted(self._heap.pop(key), f"Shot “{key.id}”") for key in self._left("shot")]
        if not strays:
            return scenes
        self._shots_known += len(strays)
        count = "One shot" if len(strays) == 1 else f"{len(strays)} shots"
        self._losses.append(f"{count} of lost scenes are at the end of the film, in a scene “{RECOVERED}”.")
        name = unused_id("scene-recovered", {scene.id for scene in scenes})
        return [*scenes, Scene(name, RECOVERED, shots=tuple(strays))]

    def _each(self, kind: str, ids: list[str], name: str) -> Iterator[Any]:
        for part_id in ids:
            found = self._heap.pop(PartKey(kind, part_id), None)
            if found is None:
                self._losses.append(f"{name} is lost.")
            else:
                if not found.current:
                    self._losses.append(f"{name} may be from before the last save.")
                yield found.value
