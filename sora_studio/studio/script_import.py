"""A script brought into an open film: its scenes follow what is there, in one edit."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sora_studio.exchange import read_script
from sora_studio.timeline.ids import unused_id
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot
from sora_studio.timeline.time import FrameRate


def script_import(path: Path) -> Callable[[Project], Project]:
    """The edit that adds a script's scenes at the film's end. Raises ScriptError."""
    script = read_script(path)
    return lambda project: with_script(project, script)


def with_script(project: Project, script: Project) -> Project:
    """The film with the script's scenes after its own, at the film's rate; what the script asks of all its shots
    goes to each scene, for the film may ask for something else. An empty last scene makes room."""
    shot_ids = {shot.id for _, shot in project.shots()}
    scene_ids = {scene.id for scene in project.scenes}
    added: list[Scene] = []
    for scene in script.scenes:
        shots: list[Shot] = []
        for shot in scene.shots:
            shot_id = unused_id(shot.id, shot_ids)
            shot_ids.add(shot_id)
            shots.append(_at_rate(replace(shot, id=shot_id), script.frame_rate, project.frame_rate))
        scene_id = unused_id(scene.id, scene_ids)
        scene_ids.add(scene_id)
        direction = _inherited(script.direction, scene.direction)
        added.append(replace(scene, id=scene_id, direction=direction, shots=tuple(shots)))
    kept = project.scenes
    if kept and not kept[-1].shots and not kept[-1].heading:
        kept = kept[:-1]
    return replace(project, scenes=(*kept, *added))


def _inherited(film: Direction, scene: Direction) -> Direction:
    prompt = ", ".join(text for text in (film.prompt, scene.prompt) if text)
    return Direction(
        prompt=prompt,
        negative=scene.negative or film.negative,
        style=scene.style or film.style,
        size=scene.size or film.size,
        angle=scene.angle or film.angle,
        move=scene.move or film.move,
    )


def _at_rate(shot: Shot, was: FrameRate, now: FrameRate) -> Shot:
    if was == now:
        return shot

    def frames(count: int) -> int:
        return now.frames(was.seconds(count))

    length = shot.transition.duration_frames
    return replace(
        shot,
        duration_frames=max(1, frames(shot.duration_frames)),
        head_frames=frames(shot.head_frames),
        transition=shot.transition.lasting(max(1, frames(length)) if length else 0),
    )
