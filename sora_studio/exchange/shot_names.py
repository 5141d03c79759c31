"""What each shot is called outside the studio: sc010_sh020, or by the script's own numbers."""

import re

from sora_studio.timeline.ids import unused_id
from sora_studio.timeline.project import Project

_NOT_IN_NAMES = re.compile(r"[^\w-]+")
# Steps of ten leave room: the shot put between sh010 and sh020 later can be sh015 in the edit.
_STEP = 10
LONGEST_NUMBER = 24


def shot_names(project: Project) -> dict[str, str]:
    """A name for every shot by id, fit for a file, no two alike even where capitals don't count."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for scene_at, scene in enumerate(project.scenes, start=1):
        place = _part(scene.number) or f"{scene_at * _STEP:03d}"
        for shot_at, shot in enumerate(scene.shots, start=1):
            own = shot.number.removeprefix(f"{scene.number}-") if scene.number else shot.number
            number = _part(own) or f"{shot_at * _STEP:03d}"
            wanted = f"sc{place}_sh{number}"
            free = unused_id(wanted.casefold(), taken)
            taken.add(free)
            names[shot.id] = wanted + free[len(wanted.casefold()) :]
    return names


def _part(number: str) -> str:
    return _NOT_IN_NAMES.sub("-", number).strip("-_")[:LONGEST_NUMBER]
