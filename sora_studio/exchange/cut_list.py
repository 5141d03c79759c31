"""The cut of a film as other programs know it: clips one after the other, at one rate, with dissolves between."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sora_studio.timeline.markers import Marker
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import CUT, Shot, Transition
from sora_studio.timeline.time import FrameRate
from sora_studio.timeline.transition import TransitionKind

MOST_CLIPS = 10_000


@dataclass(frozen=True, slots=True)
class CutClip:
    """A piece of picture; "" as its name is black.

    `source_frame` is the label of its first frame in its media, whose own first frame is `media_start` where the file
    says so. `shot_id` names the shot of ours it shows, `fields` and `heading` what was kept of it and its scene.
    """

    name: str
    duration_frames: int
    source_frame: int = 0
    media_start: int | None = None
    media: str = ""
    shot_id: str = ""
    transition: Transition = CUT
    fields: Shot | None = None
    scene_id: str = ""
    heading: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CutList:
    """`film` holds a film's settings where the file is one of ours; `notes` say what of the file was left out."""

    title: str
    rate: FrameRate
    clips: tuple[CutClip, ...]
    markers: tuple[Marker, ...] = ()
    start_timecode: str = ""
    film: Project | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlap:
    """A transition as the file has it: after clip number `after`, reaching this far to both sides of the cut."""

    after: int
    before_frames: int
    after_frames: int
    kind: TransitionKind = "dissolve"


def with_overlaps(clips: Sequence[CutClip], overlaps: Sequence[Overlap]) -> tuple[list[CutClip], list[str]]:
    """The clips with transitions centred on their cuts, as our films have them: where one lies otherwise its cut moves.

    One that leads from or into nothing is left out, and told.
    """
    made = list(clips)
    notes: list[str] = []
    for each in overlaps:
        into = each.after
        length = each.before_frames + each.after_frames
        if length < 1:
            continue
        if not 0 < into < len(made):
            notes.append("A fade at the film's beginning or end was left out.")
            continue
        transition = Transition(each.kind, length)
        later = transition.frames_before_cut - each.before_frames
        outgoing, incoming = made[into - 1], made[into]
        if outgoing.duration_frames + later < 1 or incoming.duration_frames - later < 1:
            notes.append(f"The {each.kind} from “{outgoing.name}” to “{incoming.name}” is longer than they are: a cut.")
            continue
        made[into - 1] = replace(outgoing, duration_frames=outgoing.duration_frames + later, transition=transition)
        made[into] = replace(
            incoming,
            duration_frames=incoming.duration_frames - later,
            source_frame=incoming.source_frame + later,
        )
    return made, notes


def at_rate(clips: Sequence[CutClip], before: FrameRate, after: FrameRate) -> list[CutClip]:
    """The clips at another rate: each cut at its second, to the nearest frame, so that rounding never adds up."""
    if before == after:
        return list(clips)

    def frames(count: int) -> int:
        return after.frames(before.seconds(count))

    made: list[CutClip] = []
    was = now = 0
    for clip in clips:
        was += clip.duration_frames
        stop = max(now + 1, frames(was))
        length = clip.transition.duration_frames
        transition = clip.transition.lasting(max(1, frames(length)) if length else 0)
        start = None if clip.media_start is None else frames(clip.media_start)
        made.append(
            replace(
                clip,
                duration_frames=stop - now,
                source_frame=frames(clip.source_frame),
                media_start=start,
                transition=transition,
            )
        )
        now = stop
    return made
