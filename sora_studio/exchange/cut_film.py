"""A cut list as a film of its own: a shot a clip; a list we wrote brings everything back that it kept."""

from dataclasses import replace
from itertools import groupby

from sora_studio.errors import EditError, ScriptError
from sora_studio.exchange.cut_list import CutClip, CutList
from sora_studio.exchange.words import PROMPT_LIMIT
from sora_studio.timeline.ids import text_id, unused_id
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Direction, Shot

BLACK = "a black screen"


def film_of_cut(cut: CutList) -> Project:
    """The film a cut list describes. ScriptError where it describes none."""
    film = replace(cut.film, scenes=(), tracks=()) if cut.film else Project(cut.title, cut.rate)
    film = replace(film, title=cut.title, frame_rate=cut.rate, markers=cut.markers)
    if cut.start_timecode:
        film = replace(film, start_timecode=cut.start_timecode)
    try:
        film.frame_rate.frame_at(film.start_timecode)
    except EditError as error:
        raise ScriptError(f"The cut's start: {error.message}", error.hint) from error
    shot_ids: set[str] = set()
    scene_ids: set[str] = set()
    kept = {scene.id: scene for scene in cut.film.scenes} if cut.film else {}
    scenes: list[Scene] = []
    for (scene_id, heading), clips in groupby(cut.clips, key=lambda clip: (clip.scene_id, clip.heading)):
        shots: list[Shot] = []
        for clip in clips:
            shot = _shot(clip)
            shot = replace(shot, id=unused_id(shot.id, shot_ids))
            shot_ids.add(shot.id)
            shots.append(shot)
        scene = kept.get(scene_id) or Scene(scene_id or text_id("scene", heading), heading)
        scene = replace(scene, id=unused_id(scene.id, scene_ids), shots=tuple(shots))
        scene_ids.add(scene.id)
        scenes.append(scene)
    return replace(film, scenes=tuple(scenes))


def _shot(clip: CutClip) -> Shot:
    if clip.fields is not None:
        # The take stays with the film it was made for, and with it where in the take the shot began.
        return replace(
            clip.fields, duration_frames=clip.duration_frames, transition=clip.transition, head_frames=0, takes=()
        )
    said = (clip.note or " ".join(clip.name.replace("_", " ").split()) or BLACK)[:PROMPT_LIMIT]
    return Shot(
        text_id("shot", f"{clip.name} {clip.media}"),
        Direction(said),
        clip.duration_frames,
        action=said,
        notes=f"From the cut: {clip.name}" if clip.name else "",
        transition=clip.transition,
    )
