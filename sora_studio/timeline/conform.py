"""A script read again, brought onto the film already made from it: what was made stays with its words."""

from collections import Counter
from dataclasses import fields, replace

from sora_studio.timeline.align import align
from sora_studio.timeline.ids import unused_id
from sora_studio.timeline.project import PACK_DEFAULTS, Project, RenderSettings, Scene
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.trims import sound_and_markers_at


def conform(project: Project, script: Project) -> Project:
    """The newly read `script` with ids, takes, seeds, pins, drawings, models and slips of shots whose text survived.

    The script decides everything a script can say; render settings it leaves open stay the project's, and so do
    sound and markers, each at its second.
    """
    old, new = [shot for _, shot in project.shots() if shot.is_rendered], [shot for _, shot in script.shots()]
    kept = {new[at].id: old[was] for at, was in align([_text(s) for s in old], [_text(s) for s in new]).items()}
    taken = {shot.id for _, shot in project.shots()}
    scene_ids = _scene_ids(project, script, kept)
    scenes: list[Scene] = []
    for scene in script.scenes:
        shots: list[Shot] = []
        for shot in scene.shots:
            if shot.id in kept:
                shots.append(_with_work_of(kept[shot.id], shot, project, script))
            else:
                shots.append(replace(shot, id=unused_id(shot.id, taken)))
                taken.add(shots[-1].id)
        scenes.append(replace(scene, id=scene_ids[scene.id], shots=tuple(shots)))
    settings = _settings(project.settings, script.settings)
    tracks, markers = sound_and_markers_at(project, script.frame_rate)
    return replace(
        script,
        scenes=_with_unrendered(project, scenes),
        settings=settings,
        tracks=tracks,
        markers=markers,
        framing=project.framing,
        matte=project.matte,
        loudness_lufs=project.loudness_lufs,
        fade_in_frames=script.frame_rate.frames(project.frame_rate.seconds(project.fade_in_frames)),
        fade_out_frames=script.frame_rate.frames(project.frame_rate.seconds(project.fade_out_frames)),
    )


def _with_unrendered(project: Project, scenes: list[Scene]) -> tuple[Scene, ...]:
    """The scenes with what no script tells of, cards and footage, each behind the shot it stood behind."""
    before = ""
    for scene in project.scenes:
        for shot in scene.shots:
            if not shot.is_rendered:
                scenes = _behind(scenes, before, scene.id, shot)
            if not shot.is_rendered or any(shot.id == other.id for each in scenes for other in each.shots):
                before = shot.id
    return tuple(scenes)


def _behind(scenes: list[Scene], before: str, scene_id: str, shown: Shot) -> list[Scene]:
    """Behind the shot `before`, and first of its own scene or of the film where that is gone."""
    for number, scene in enumerate(scenes):
        ids = [shot.id for shot in scene.shots]
        at = ids.index(before) + 1 if before in ids else 0 if scene.id == scene_id and not before else -1
        if at >= 0:
            with_it = replace(scene, shots=(*scene.shots[:at], shown, *scene.shots[at:]))
            return [*scenes[:number], with_it, *scenes[number + 1 :]]
    return [replace(scenes[0], shots=(shown, *scenes[0].shots)), *scenes[1:]] if scenes else scenes


def _text(shot: Shot) -> str:
    return " ".join((shot.action or shot.direction.prompt).split())


def _with_work_of(old: Shot, new: Shot, project: Project, script: Project) -> Shot:
    head = old.head_frames
    if project.frame_rate != script.frame_rate:
        head = script.frame_rate.frames(project.frame_rate.seconds(head))
    seed = old.seed if new.seed is None else new.seed
    return replace(
        new,
        id=old.id,
        takes=old.takes,
        pinned=old.pinned,
        sketch=old.sketch,
        head_frames=head,
        seed=seed,
        strength_percent=new.strength_percent or old.strength_percent,
        pack=new.pack or old.pack,
        retime=old.retime,
        camera=old.camera,
    )


def _scene_ids(project: Project, script: Project, kept: dict[str, Shot]) -> dict[str, str]:
    """Each script scene's id in the film: the old scene most of its shots come from, else one of its heading."""
    old_scene = {shot.id: scene.id for scene, shot in project.shots()}
    free = {scene.id: scene.heading for scene in project.scenes}
    votes = sorted(
        (
            (-count, at, was, scene.id)
            for at, scene in enumerate(script.scenes)
            for was, count in Counter(old_scene[kept[s.id].id] for s in scene.shots if s.id in kept).items()
        ),
    )
    ids: dict[str, str] = {}
    for _, _, was, new in votes:
        if was in free and new not in ids:
            ids[new] = was
            del free[was]
    taken = {scene.id for scene in project.scenes}
    for scene in script.scenes:
        if scene.id in ids:
            continue
        same_heading = next((was for was, heading in free.items() if heading == scene.heading), "")
        ids[scene.id] = same_heading or unused_id(scene.id, taken)
        free.pop(same_heading, None)
        taken.add(ids[scene.id])
    return ids


def _settings(project: RenderSettings, script: RenderSettings) -> RenderSettings:
    said = {
        field.name: value
        for field in fields(script)
        if (value := getattr(script, field.name)) != getattr(PACK_DEFAULTS, field.name)
    }
    return replace(project, **said)
