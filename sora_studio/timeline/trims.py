"""Edits of time: trim, ripple, roll, slip, slide, split. Frames throughout; later is positive.

A film has no gaps, so trim and ripple change its length; the others never do.
"""

from dataclasses import replace
from typing import Literal

from sora_studio.errors import EditError
from sora_studio.timeline.camera import moved_keys
from sora_studio.timeline.markers import Marker, marker_at_rate
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.seeds import take_seed
from sora_studio.timeline.shot import CUT, Shot
from sora_studio.timeline.sound import AudioTrack, track_at_rate
from sora_studio.timeline.time import FrameRate


def trim(project: Project, shot_id: str, duration_frames: int) -> Project:
    """Let a shot last that long, cut or lengthened at its end; everything after it follows."""
    _, shot = project.find(shot_id)
    return project.with_shot(_tail_moved(shot, duration_frames - shot.duration_frames))


def ripple(project: Project, shot_id: str, frames: int, edge: Literal["head", "tail"] = "tail") -> Project:
    """Move one edge of a shot; everything after it follows, so the film's length changes.

    Moving the tail later lengthens the shot; moving the head later shortens it and skips into its take.
    """
    _, shot = project.find(shot_id)
    if edge == "tail":
        return project.with_shot(_tail_moved(shot, frames))
    return project.with_shot(_head_moved(shot, frames))


def roll(project: Project, shot_id: str, frames: int) -> Project:
    """Move the cut between a shot and the next: one gains what the other loses."""
    _, shot, following = project.neighbours(shot_id)
    if following is None:
        raise EditError("The film's last shot has no cut after it to roll.", "Trim it, or roll the shot before.")
    longer = _tail_moved(shot, frames)
    return project.with_shot(longer).with_shot(_head_moved(following, frames))


def slip(project: Project, shot_id: str, frames: int) -> Project:
    """Show a later or earlier part of the shot's take; its place and length stay."""
    _, shot = project.find(shot_id)
    return project.with_shot(replace(shot, head_frames=shot.head_frames + frames))


def slide(project: Project, shot_id: str, frames: int) -> Project:
    """Move a shot between its neighbours: the one before gains what the one after loses."""
    before, _, following = project.neighbours(shot_id)
    if before is None or following is None:
        raise EditError("Only a shot between two others can slide.", "Move it, or trim the shot next to it.")
    longer = _tail_moved(before, frames)
    return project.with_shot(longer).with_shot(_head_moved(following, frames))


def split(project: Project, shot_id: str, at_frames: int, new_id: str) -> Project:
    """Cut a shot in two `at_frames` after its start; the second part is the new shot `new_id`.

    Both parts keep showing the take they were cut from: it stays pinned, and the seed that made it is locked. The
    second is cut from the first's clip and continues no other.
    """
    scene, shot = project.find(shot_id)
    if not 0 < at_frames < shot.duration_frames:
        raise EditError(
            f"Shot “{shot_id}” can't be split {at_frames} frames after its start.",
            f"It lasts {shot.duration_frames} frames; split between two of them.",
        )
    if project.has_shot(new_id):
        raise EditError(f"The film already has a shot “{new_id}”.", "Give the second part an id of its own.")
    pinned = shot.pinned or (shot.takes[-1].digest if shot.takes else "")
    first = replace(_tail_moved(shot, at_frames - shot.duration_frames), transition=CUT, pinned=pinned)
    second = replace(
        _head_moved(shot, at_frames),
        id=new_id,
        dialogue=(),
        number="",
        seed=take_seed(project, shot),
        pinned=pinned,
        continues=False,
    )
    at = next(index for index, other in enumerate(scene.shots) if other is shot)
    return project.with_scene(replace(scene, shots=(*scene.shots[:at], first, second, *scene.shots[at + 1 :])))


def set_frame_rate(project: Project, frame_rate: FrameRate) -> Project:
    """Change the rate and keep the seconds: cuts go to the nearest frame, so rounding never adds up."""
    start_before = start = 0
    scenes: list[Scene] = []
    for scene in project.scenes:
        shots: list[Shot] = []
        for shot in scene.shots:
            start_before += shot.duration_frames
            stop = max(start + 1, frame_rate.frames(project.frame_rate.seconds(start_before)))
            head = frame_rate.frames(project.frame_rate.seconds(shot.head_frames))
            ratio = frame_rate.per_second / project.frame_rate.per_second
            keys = {round(key.frame * ratio): key for key in shot.camera}
            camera = tuple(replace(key, frame=frame) for frame, key in sorted(keys.items()))
            shots.append(replace(shot, duration_frames=stop - start, head_frames=head, camera=camera))
            start = stop
        scenes.append(replace(scene, shots=tuple(shots)))
    tracks, markers = sound_and_markers_at(project, frame_rate)
    fade_in, fade_out = (
        frame_rate.frames(project.frame_rate.seconds(frames))
        for frames in (project.fade_in_frames, project.fade_out_frames)
    )
    return replace(
        project,
        frame_rate=frame_rate,
        scenes=tuple(scenes),
        tracks=tracks,
        markers=markers,
        fade_in_frames=fade_in,
        fade_out_frames=fade_out,
    )


def sound_and_markers_at(project: Project, rate: FrameRate) -> tuple[tuple[AudioTrack, ...], tuple[Marker, ...]]:
    """The film's sound and markers counted at another rate, each at its second."""
    if rate == project.frame_rate:
        return project.tracks, project.markers
    tracks = tuple(track_at_rate(track, project.frame_rate, rate) for track in project.tracks)
    return tracks, tuple(marker_at_rate(marker, project.frame_rate, rate) for marker in project.markers)


def recut(shot: Shot, later: int, duration_frames: int) -> Shot:
    """The shot that long, beginning `later` of its frames later (before zero: earlier); what it keeps stays in place.

    As far as its take has frames before it: a cut list, or a shot in reverse, may ask for more.
    """
    moved = shot.duration_frames - later - duration_frames if shot.retime.reverse else later
    head = max(0, shot.head_frames + round(moved * shot.retime.take_frames_per_frame))
    camera = moved_keys(shot.camera, -later)
    return replace(shot, duration_frames=duration_frames, head_frames=head, camera=camera)


def _head_moved(shot: Shot, frames: int) -> Shot:
    """The shot's head so many of its frames later. In reverse it shows its take's later frames first."""
    into_take = 0 if shot.retime.reverse else round(frames * shot.retime.take_frames_per_frame)
    return replace(
        shot,
        duration_frames=shot.duration_frames - frames,
        head_frames=shot.head_frames + into_take,
        camera=moved_keys(shot.camera, -frames),
    )


def _tail_moved(shot: Shot, frames: int) -> Shot:
    return recut(shot, 0, shot.duration_frames + frames)
