"""Edits of scenes, shots and what they hold: pure functions Project -> Project, EditError for the impossible."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from sora_studio.errors import EditError
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import DialogueLine, Direction, Shot, Take, Transition, fitted_transition

_Item = TypeVar("_Item", Scene, Shot)


def insert(project: Project, shot: Shot, scene_id: str, after: str = "") -> Project:
    """Put a new shot into a scene after the shot `after`, "" for first; the film gets longer by it."""
    if project.has_shot(shot.id):
        raise EditError(f"The film already has a shot “{shot.id}”.", "Give the new shot an id of its own.")
    scene = project.scene(scene_id)
    return project.with_scene(replace(scene, shots=_inserted(scene.shots, shot, after)))


def remove(project: Project, shot_id: str) -> Project:
    """Take a shot out; the film closes up and gets shorter by it."""
    scene, shot = project.find(shot_id)
    return project.with_scene(replace(scene, shots=tuple(other for other in scene.shots if other is not shot)))


def move(project: Project, shot_id: str, scene_id: str, after: str = "") -> Project:
    """Put a shot elsewhere: into a scene, after the shot `after`, "" for first."""
    _, shot = project.find(shot_id)
    if after == shot_id:
        raise EditError("A shot can't follow itself.", "Name another shot, or none to put it first.")
    return insert(remove(project, shot_id), shot, scene_id, after)


def insert_scene(project: Project, scene: Scene, after: str = "") -> Project:
    """Put a new scene after the scene `after`, "" for first; its shots come with it."""
    if any(scene.id == other.id for other in project.scenes):
        raise EditError(f"The film already has a scene “{scene.id}”.", "Give the new scene an id of its own.")
    known = {shot.id for _, shot in project.shots()}
    if known.intersection(shot.id for shot in scene.shots):
        raise EditError("A shot of the new scene is already in the film.", "Give its shots ids of their own.")
    return replace(project, scenes=_inserted(project.scenes, scene, after))


def remove_scene(project: Project, scene_id: str) -> Project:
    """Take a scene and its shots out; the film gets shorter by them."""
    scene = project.scene(scene_id)
    return replace(project, scenes=tuple(other for other in project.scenes if other is not scene))


def move_scene(project: Project, scene_id: str, after: str = "") -> Project:
    """Put a scene elsewhere: after the scene `after`, "" for first."""
    if after == scene_id:
        raise EditError("A scene can't follow itself.", "Name another scene, or none to put it first.")
    return insert_scene(remove_scene(project, scene_id), project.scene(scene_id), after)


def set_prompt(project: Project, shot_id: str, prompt: str) -> Project:
    _, shot = project.find(shot_id)
    return project.with_shot(replace(shot, direction=replace(shot.direction, prompt=prompt)))


def set_direction(project: Project, shot_id: str, direction: Direction) -> Project:
    _, shot = project.find(shot_id)
    return project.with_shot(replace(shot, direction=direction))


def set_scene_direction(project: Project, scene_id: str, direction: Direction) -> Project:
    return project.with_scene(replace(project.scene(scene_id), direction=direction))


def set_film_direction(project: Project, direction: Direction) -> Project:
    return replace(project, direction=direction)


def set_dialogue(project: Project, shot_id: str, dialogue: tuple[DialogueLine, ...]) -> Project:
    _, shot = project.find(shot_id)
    return project.with_shot(replace(shot, dialogue=dialogue))


def set_notes(project: Project, shot_id: str, notes: str) -> Project:
    _, shot = project.find(shot_id)
    return project.with_shot(replace(shot, notes=notes))


def set_seed(project: Project, shot_id: str, seed: int | None) -> Project:
    """Lock the shot's seed; None derives it from the film's seed again."""
    _, shot = project.find(shot_id)
    return project.with_shot(replace(shot, seed=seed))


def set_continues(project: Project, shot_id: str, continues: bool) -> Project:
    """Let a shot begin with the last picture of the one before, or anew; EditError for the film's first shot."""
    before, shot, _ = project.neighbours(shot_id)
    if continues and before is None:
        raise EditError("The film's first shot can't continue another.", "Put a shot before it first.")
    return project.with_shot(replace(shot, continues=continues))


def set_sketch(project: Project, shot_id: str, sketch: str) -> Project:
    """Make a shot's pictures from the drawing of that SHA-256 (hex); "" takes it off."""
    _, shot = project.find(shot_id)
    return project.with_shot(replace(shot, sketch=sketch))


def set_strength(project: Project, shot_id: str, strength_percent: int) -> Project:
    """How far the shot draws over what it begins with; 0 as its model has it. EditError for no such share."""
    _, shot = project.find(shot_id)
    return project.with_shot(replace(shot, strength_percent=strength_percent))


def set_pack(project: Project, shot_ids: Iterable[str], pack: str) -> Project:
    """Make these shots' pictures with the model pack of that name; "" for the film's. EditError where one is gone."""
    wanted = set(shot_ids)
    for shot_id in wanted - {shot.id for _, shot in project.shots()}:
        project.find(shot_id)
    scenes = (
        replace(scene, shots=tuple(replace(shot, pack=pack) if shot.id in wanted else shot for shot in scene.shots))
        for scene in project.scenes
    )
    return replace(project, scenes=tuple(scenes))


def set_transition(project: Project, shot_id: str, transition: Transition) -> Project:
    """Choose how a shot goes into the next; EditError for one the two shots can't carry."""
    _, shot, following = project.neighbours(shot_id)
    changed = replace(shot, transition=transition)
    fitted = fitted_transition(changed, following)
    if fitted != transition:
        raise EditError(
            f"A {transition.kind} of {transition.duration_frames} frames doesn't fit there.",
            f"These two shots can carry {fitted.duration_frames} frames at most."
            if following
            else "The film's last shot leads into nothing.",
        )
    return project.with_shot(changed)


def add_take(project: Project, shot_id: str, take: Take) -> Project:
    """Keep a rendering with its shot, as the newest; one already kept stays as it is."""
    _, shot = project.find(shot_id)
    if any(take.digest == kept.digest for kept in shot.takes):
        return project
    return project.with_shot(replace(shot, takes=(*shot.takes, take)))


def remove_take(project: Project, shot_id: str, digest: str) -> Project:
    """Forget a take of a shot; a pin on it goes too."""
    _, shot = project.find(shot_id)
    take = _take(shot, digest)
    kept = tuple(other for other in shot.takes if other is not take)
    return project.with_shot(replace(shot, takes=kept, pinned="" if shot.pinned == digest else shot.pinned))


def pin_take(project: Project, shot_id: str, digest: str) -> Project:
    """Show that take whatever comes later; "" unpins."""
    _, shot = project.find(shot_id)
    if digest:
        _take(shot, digest)
    return project.with_shot(replace(shot, pinned=digest))


def rate_take(project: Project, shot_id: str, digest: str, rating: int) -> Project:
    """Rate a take 1 to 5; 0 takes the rating back."""
    if not 0 <= rating <= 5:
        raise EditError(f"A take can't be rated {rating}.", "Ratings run from 1 to 5; 0 is unrated.")
    _, shot = project.find(shot_id)
    rated = replace(_take(shot, digest), rating=rating)
    takes = tuple(rated if take.digest == digest else take for take in shot.takes)
    return project.with_shot(replace(shot, takes=takes))


def _take(shot: Shot, digest: str) -> Take:
    for take in shot.takes:
        if take.digest == digest:
            return take
    raise EditError(f"Shot “{shot.id}” has no take “{digest[:12]}”.", "It may have been removed; undo brings it back.")


def _inserted(items: tuple[_Item, ...], item: _Item, after: str) -> tuple[_Item, ...]:
    if not after:
        return (item, *items)
    for at, other in enumerate(items, start=1):
        if other.id == after:
            return (*items[:at], item, *items[at:])
    raise EditError(f"There is no “{after}” to put it after.", "It may have moved to another scene or been removed.")
