"""Edits of sound tracks and cues: pure functions Project -> Project, EditError for the impossible.

A cue put over another overwrites it, as in Premiere and Resolve: the one below is trimmed, split or gone.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from sora_studio.errors import EditError
from sora_studio.timeline.ids import unused_id
from sora_studio.timeline.project import Project
from sora_studio.timeline.sound import AudioCue, AudioTrack


def find_track(project: Project, track_id: str) -> AudioTrack:
    """The track of that id; EditError if the film has none."""
    for track in project.tracks:
        if track.id == track_id:
            return track
    raise EditError(f"The film has no sound track “{track_id}”.", "It may have been removed; undo brings it back.")


def find_cue(project: Project, cue_id: str) -> tuple[AudioTrack, AudioCue]:
    """The cue and its track; EditError if the film has none of that id."""
    for track in project.tracks:
        for cue in track.cues:
            if cue.id == cue_id:
                return track, cue
    raise EditError(f"The film has no sound “{cue_id}”.", "It may have been removed; undo brings it back.")


def add_track(project: Project, track: AudioTrack, after: str | None = None) -> Project:
    """Put a new track below the track `after`; "" puts it first, None last."""
    if any(track.id == other.id for other in project.tracks):
        raise EditError(f"The film already has a sound track “{track.id}”.", "Give the new track an id of its own.")
    if _cue_ids(project).intersection(cue.id for cue in track.cues):
        raise EditError("A sound of the new track is already in the film.", "Give its sounds ids of their own.")
    at = len(project.tracks)
    if after is not None:
        at = project.tracks.index(find_track(project, after)) + 1 if after else 0
    return replace(project, tracks=(*project.tracks[:at], track, *project.tracks[at:]))


def remove_track(project: Project, track_id: str) -> Project:
    """Take a track out with all its sounds."""
    gone = find_track(project, track_id)
    return replace(project, tracks=tuple(track for track in project.tracks if track is not gone))


def move_track(project: Project, track_id: str, after: str = "") -> Project:
    """Put a track below the track `after`, "" for first."""
    if after == track_id:
        raise EditError("A track can't follow itself.", "Name another track, or none to put it first.")
    return add_track(remove_track(project, track_id), find_track(project, track_id), after)


def set_track(
    project: Project,
    track_id: str,
    *,
    name: str | None = None,
    gain_db: float | None = None,
    muted: bool | None = None,
    solo: bool | None = None,
    speech: bool | None = None,
    duck_db: float | None = None,
) -> Project:
    """Change what is given of a track."""
    given = {"name": name, "gain_db": gain_db, "muted": muted, "solo": solo, "speech": speech, "duck_db": duck_db}
    said = {field: value for field, value in given.items() if value is not None}
    return _with_track(project, replace(find_track(project, track_id), **said))  # pyright: ignore[reportArgumentType]


def add_cue(project: Project, track_id: str, cue: AudioCue) -> Project:
    """Put a new cue on a track, over whatever is there."""
    if cue.id in _cue_ids(project):
        raise EditError(f"The film already has a sound “{cue.id}”.", "Give the new sound an id of its own.")
    return _placed(project, find_track(project, track_id), cue)


def move_cue(project: Project, cue_id: str, start_frame: int, track_id: str | None = None) -> Project:
    """Let a cue start at another film frame, on its own track or another, over whatever is there."""
    track, cue = find_cue(project, cue_id)
    target = track.id if track_id is None else find_track(project, track_id).id
    without = remove_cue(project, cue_id)
    return _placed(without, find_track(without, target), replace(cue, start_frame=start_frame))


def trim_cue(project: Project, cue_id: str, frames: int, edge: Literal["head", "tail"] = "tail") -> Project:
    """Move one edge of a cue, later being positive; its sound stays in place, and what it grows over gives way."""
    track, cue = find_cue(project, cue_id)
    moved = cue.from_frame(cue.start_frame + frames) if edge == "head" else cue.until_frame(cue.stop_frame + frames)
    return _placed(project, track, moved)


def slip_cue(project: Project, cue_id: str, frames: int) -> Project:
    """Play a later or earlier part of the cue's sound; its place and length stay."""
    track, cue = find_cue(project, cue_id)
    return _placed(project, track, replace(cue, offset_frames=cue.offset_frames + frames))


def split_cue(project: Project, cue_id: str, at_frame: int, new_id: str) -> Project:
    """Cut a cue in two at a film frame; the second part is the new cue `new_id`."""
    track, cue = find_cue(project, cue_id)
    if not cue.start_frame < at_frame < cue.stop_frame:
        raise EditError(
            f"“{cue.name}” can't be split at frame {at_frame}.",
            f"It plays from frame {cue.start_frame} to {cue.stop_frame - 1}; split between two of them.",
        )
    if new_id in _cue_ids(project):
        raise EditError(f"The film already has a sound “{new_id}”.", "Give the second part an id of its own.")
    return _with_track(project, replace(track, cues=(*_others(track, cue), *_halves(cue, at_frame, new_id))))


def set_cue(
    project: Project,
    cue_id: str,
    *,
    name: str | None = None,
    media: str | None = None,
    gain_db: float | None = None,
    fade_in_frames: int | None = None,
    fade_out_frames: int | None = None,
) -> Project:
    """Change what is given of a cue; its place is for `move_cue` and `trim_cue`."""
    track, cue = find_cue(project, cue_id)
    given = {
        "name": name,
        "media": media,
        "gain_db": gain_db,
        "fade_in_frames": fade_in_frames,
        "fade_out_frames": fade_out_frames,
    }
    said = {field: value for field, value in given.items() if value is not None}
    return _placed(project, track, replace(cue, **said))  # pyright: ignore[reportArgumentType]


def remove_cue(project: Project, cue_id: str) -> Project:
    """Take a cue out; nothing else moves."""
    track, cue = find_cue(project, cue_id)
    return _with_track(project, replace(track, cues=tuple(_others(track, cue))))


def _placed(project: Project, track: AudioTrack, cue: AudioCue) -> Project:
    """The film with the cue on the track, in place of what it had of that id and of all it covers."""
    taken = _cue_ids(project)
    beside = [part for other in _others(track, cue) for part in _left_of(other, cue, taken)]
    return _with_track(project, replace(track, cues=(*beside, cue)))


def _left_of(below: AudioCue, above: AudioCue, taken: set[str]) -> Iterator[AudioCue]:
    """What a cue keeps when another is put over it; a second part gets an id of its own, and takes it."""
    if below.stop_frame <= above.start_frame or above.stop_frame <= below.start_frame:
        yield below
        return
    keeps_head = below.start_frame < above.start_frame
    if keeps_head:
        yield _cut(below.until_frame(above.start_frame), "tail")
    if above.stop_frame < below.stop_frame:
        rest = _cut(below.from_frame(above.stop_frame), "head")
        if keeps_head:
            rest = replace(rest, id=unused_id(below.id, taken))
            taken.add(rest.id)
        yield rest


def _halves(cue: AudioCue, at_frame: int, new_id: str) -> tuple[AudioCue, AudioCue]:
    return (
        _cut(cue.until_frame(at_frame), "tail"),
        replace(_cut(cue.from_frame(at_frame), "head"), id=new_id),
    )


def _cut(cue: AudioCue, edge: Literal["head", "tail"]) -> AudioCue:
    """A cut goes straight through the sound: the edge it makes has no fade."""
    return replace(cue, fade_in_frames=0) if edge == "head" else replace(cue, fade_out_frames=0)


def _others(track: AudioTrack, cue: AudioCue) -> Iterator[AudioCue]:
    return (other for other in track.cues if other.id != cue.id)


def _cue_ids(project: Project) -> set[str]:
    return {cue.id for track in project.tracks for cue in track.cues}


def _with_track(project: Project, track: AudioTrack) -> Project:
    return replace(project, tracks=tuple(track if other.id == track.id else other for other in project.tracks))
