"""What dragging panels means: shots moved together to a place in a scene."""

from collections.abc import Collection
from dataclasses import replace

from sora_studio.timeline.project import Project


def moved(project: Project, shot_ids: Collection[str], scene: int, place: int) -> Project:
    """The film with these shots, in film order, before what stood at `place` of the scene; the same film where
    nothing changes. A scene that loses its last shot stays, empty."""
    moving = [shot for _, shot in project.shots() if shot.id in shot_ids]
    target = project.scenes[scene]
    before = [shot for shot in target.shots[:place] if shot.id not in shot_ids]
    scenes = [replace(each, shots=tuple(s for s in each.shots if s.id not in shot_ids)) for each in project.scenes]
    kept = scenes[scene].shots
    at = len(before)
    scenes[scene] = replace(scenes[scene], shots=(*kept[:at], *moving, *kept[at:]))
    changed = replace(project, scenes=tuple(scenes))
    return project if changed == project else changed
