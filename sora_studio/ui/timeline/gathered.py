"""Edits of several shots at once: move, remove, copy, paste, insert. Pure functions on the film."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import Any, cast

from sora_studio.errors import EditError, ProjectFileError
from sora_studio.timeline.encoding import decode, encode
from sora_studio.timeline.ids import text_id, unused_id
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot, Take
from sora_studio.timeline.strip import ShotStrip

CLIPBOARD_KEY = "sora-studio-shots"


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a scene after the shot `after`, "" for its beginning; `index` shots of the film come before."""

    index: int
    scene_id: str
    after: str = ""


def gap_at(strip: ShotStrip, index: int, later_scene: bool = False) -> Gap | None:
    """The place before the shot `index`; where scenes meet, in the later one if asked. None in a film of no scenes."""
    if not strip.scenes:
        return None
    if not strip.shots:
        return Gap(0, strip.scenes[0].id)
    index = min(max(index, 0), len(strip.shots))
    before = strip.scene_at(index - 1) if index else None
    following = strip.scene_at(index) if index < len(strip.shots) else None
    if before is None or (later_scene and following is not None and following is not before):
        return Gap(index, following.id if following else strip.scenes[0].id)
    return Gap(index, before.id, strip.shots[index - 1].id)


def move_shots(project: Project, shot_ids: Collection[str], gap: Gap) -> Project:
    """Put these shots, in film order, into the gap. Scenes left empty stay, for what is to come."""
    wanted = set(shot_ids)
    moving = [shot for _, shot in project.shots() if shot.id in wanted]
    after = _staying_before(project.scene(gap.scene_id), gap.after, wanted)
    return _placed(without(project, wanted), moving, Gap(gap.index, gap.scene_id, after))


def without(project: Project, shot_ids: Collection[str]) -> Project:
    """Take these shots out; the film closes up."""
    wanted = set(shot_ids)
    scenes = tuple(
        replace(scene, shots=tuple(shot for shot in scene.shots if shot.id not in wanted))
        if any(shot.id in wanted for shot in scene.shots)
        else scene
        for scene in project.scenes
    )
    return replace(project, scenes=scenes)


def with_shots(project: Project, shots: Sequence[Shot], gap: Gap | None) -> tuple[Project, list[str]]:
    """The film with copies of these shots in the gap, and the copies' ids; a film of no scenes gets its first."""
    taken = {shot.id for _, shot in project.shots()}
    numbers = {shot.number for _, shot in project.shots()}
    number = project.find(gap.after)[1].number if gap is not None and gap.after else ""
    copies: list[Shot] = []
    for shot in shots:
        new_id, number = unused_id(shot.id, taken), inserted_number(number, numbers)
        taken.add(new_id)
        numbers.add(number)
        copies.append(replace(shot, id=new_id, number=number))
    if gap is None:
        scene = Scene(unused_id("scene-1", {scene.id for scene in project.scenes}), "", shots=tuple(copies))
        return replace(project, scenes=(*project.scenes, scene)), [shot.id for shot in copies]
    return _placed(project, copies, gap), [shot.id for shot in copies]


def new_shot(project: Project, prompt: str = "") -> Shot:
    """An empty shot of two seconds, the usual panel of an animatic."""
    taken = {shot.id for _, shot in project.shots()}
    shot_id = unused_id(text_id("shot", prompt or "new shot"), taken)
    return Shot(shot_id, Direction(prompt=prompt), project.frame_rate.frames(2))


def inserted_number(before: str, taken: Collection[str]) -> str:
    """The number of a shot put after another in a locked script: "12A" after "12", "12B" after that; "" where the
    one before has none, or the letters are used up."""
    if not before:
        return ""
    stem = before[:-1] if before[-1:].isalpha() and before[:-1] else before
    return next((number for letter in ascii_uppercase if (number := f"{stem}{letter}") not in taken), "")


def to_text(shots: Sequence[Shot]) -> str:
    """Shots as text for the clipboard, for this film and others."""
    return json.dumps({CLIPBOARD_KEY: 1, "shots": [encode(shot) for shot in shots]}, ensure_ascii=False)


def from_text(text: str) -> list[Shot] | None:
    """The shots in a clipboard's text; None where it holds something else. EditError for shots that can't be read."""
    if CLIPBOARD_KEY not in text[:40]:
        return None
    try:
        data = cast("dict[str, Any]", json.loads(text))
        return [decode(Shot, item, f"shot {at}") for at, item in enumerate(data["shots"], start=1)]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise EditError("The copied shots can't be read.", "Copy them again.") from error
    except ProjectFileError as error:
        raise EditError(f"The copied shots can't be pasted: {error.message}", error.hint) from error


def kept_takes(shot: Shot, kept: Collection[str]) -> Shot:
    """The shot with the takes this film's store has: those of another film stay behind."""
    takes: tuple[Take, ...] = tuple(take for take in shot.takes if take.digest in kept)
    pinned = shot.pinned if any(take.digest == shot.pinned for take in takes) else ""
    return shot if takes == shot.takes else replace(shot, takes=takes, pinned=pinned)


def _placed(project: Project, shots: Sequence[Shot], gap: Gap) -> Project:
    scene = project.scene(gap.scene_id)
    at = 0
    if gap.after:
        at = next((place for place, shot in enumerate(scene.shots, start=1) if shot.id == gap.after), 0)
    return project.with_scene(replace(scene, shots=(*scene.shots[:at], *shots, *scene.shots[at:])))


def _staying_before(scene: Scene, after: str, moving: Collection[str]) -> str:
    """The shot to follow once those that move are gone: `after`, or the first before it that stays."""
    last = ""
    for shot in scene.shots:
        if shot.id not in moving:
            last = shot.id
        if shot.id == after:
            return last
    return ""
