"""Where scenes begin and end: a scene cut in two at a shot, two scenes joined. Pure functions on the film."""

from dataclasses import replace

from sora_studio.errors import EditError
from sora_studio.timeline.ids import unused_id
from sora_studio.timeline.project import Project


def begin_scene(project: Project, shot_id: str) -> Project:
    """Let a scene begin with this shot. It keeps the heading and direction, so that no picture changes. EditError."""
    scene, shot = project.find(shot_id)
    at = scene.shots.index(shot)
    if at == 0:
        raise EditError("This shot begins a scene already.", "Choose a shot inside a scene.")
    new_id = unused_id(scene.id, {other.id for other in project.scenes})
    later = replace(scene, id=new_id, shots=scene.shots[at:], number="")
    place = project.scenes.index(scene)
    earlier = replace(scene, shots=scene.shots[:at])
    return replace(project, scenes=(*project.scenes[:place], earlier, later, *project.scenes[place + 1 :]))


def join_scene(project: Project, shot_id: str) -> Project:
    """Put the shots of this shot's scene into the scene before it. EditError for the film's first scene."""
    scene, _ = project.find(shot_id)
    place = project.scenes.index(scene)
    if place == 0:
        raise EditError("The film's first scene has none before it.", "Choose a shot of a later scene.")
    before = project.scenes[place - 1]
    joined = replace(before, shots=(*before.shots, *scene.shots))
    return replace(project, scenes=(*project.scenes[: place - 1], joined, *project.scenes[place + 1 :]))
