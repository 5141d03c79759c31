"""One panel over several shots: the value they share, and one edit of them all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final, Literal, TypeVar

from sora_studio.timeline.cascade import Level
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import INHERIT, Direction, Shot

DirectionField = Literal["prompt", "negative", "style", "size", "angle", "move"]
T = TypeVar("T")


class Mixed:
    """What several shots show where they differ."""

    def __repr__(self) -> str:
        return "MIXED"

    def __bool__(self) -> bool:
        return False


MIXED: Final = Mixed()


def shared(values: Iterable[T]) -> T | Mixed | None:
    """The value all have; MIXED where they differ; None of none."""
    seen = list(values)
    if not seen:
        return None
    return seen[0] if all(value == seen[0] for value in seen) else MIXED


def with_shots(project: Project, shot_ids: Sequence[str], change: Callable[[Shot], Shot]) -> Project:
    """The film with each of these shots changed. EditError where one is gone."""
    for shot_id in shot_ids:
        project = project.with_shot(change(project.find(shot_id)[1]))
    return project


def directions(project: Project, level: Level, ids: Sequence[str]) -> list[Direction]:
    """What these shots ask for themselves, or the scene of that id, or the film."""
    if level == "film":
        return [project.direction]
    if level == "scene":
        return [project.scene(scene_id).direction for scene_id in ids]
    return [project.find(shot_id)[1].direction for shot_id in ids]


def with_direction(project: Project, level: Level, ids: Sequence[str], field: DirectionField, value: str) -> Project:
    """The film with one field of these directions set; "" inherits again."""

    def changed(direction: Direction) -> Direction:
        return replace(direction, **{field: value})

    if level == "film":
        return replace(project, direction=changed(project.direction))
    if level == "scene":
        for scene in map(project.scene, ids):
            project = project.with_scene(replace(scene, direction=changed(scene.direction)))
        return project
    return with_shots(project, ids, lambda shot: replace(shot, direction=changed(shot.direction)))


def inherited(
    project: Project, level: Level, ids: Sequence[str], field: DirectionField
) -> tuple[str | Mixed, Level | None]:
    """What an empty field falls back on, and whose word it is; ("", None) where nobody says anything."""
    found = [_above(project, level, one, field) for one in ids] if level != "film" else []
    both = shared(found)
    if both is MIXED:
        return MIXED, None
    return both if isinstance(both, tuple) else ("", None)


def _above(project: Project, level: Level, one: str, field: DirectionField) -> tuple[str, Level | None]:
    """The nearest word above a shot or a scene, and whose it is."""
    place = project.find(one)[0].direction if level == "shot" else INHERIT
    if word := getattr(place, field):
        return word, "scene"
    word = getattr(project.direction, field)
    return word, "film" if word else None
