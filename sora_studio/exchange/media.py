"""The files a cut list refers to, and the source timecode by which an editing program finds a shot's frames in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from sora_studio.timeline.project import Project
from sora_studio.timeline.time import FrameRange

HANDLE_S = Fraction(1, 2)
TAKE_START = "01:00:00:00"


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A shot as a movie of its own: `span` counts film frames from the take's first, and may begin before it."""

    path: Path
    span: FrameRange


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A sound of the film as a file; `seconds` is how long it plays."""

    path: Path
    seconds: Fraction


@dataclass(frozen=True, slots=True)
class Media:
    """Movies by shot id, sounds by SHA-256; what is not here is offline in the cut list.

    `stills`: a JPEG of each shot that has a picture, by shot id, for lists that show them.
    """

    pictures: Mapping[str, PictureFile] = field(default_factory=dict[str, PictureFile])
    sounds: Mapping[str, SoundFile] = field(default_factory=dict[str, SoundFile])
    stills: Mapping[str, bytes] = field(default_factory=dict[str, bytes])


OFFLINE = Media()


def counts_drop_frame(project: Project) -> bool:
    """Whether the film's timecode leaves labels out, as its start says with `;`."""
    return project.frame_rate.can_drop_frames and ":" not in project.start_timecode[-3:]


def film_start(project: Project) -> int:
    """The frame number that the film's first frame is labelled with."""
    return project.frame_rate.frame_at(project.start_timecode)


def take_start(project: Project) -> int:
    """The frame number that a take's first frame has in its movie: one hour, so that handles fit before it."""
    drop = counts_drop_frame(project)
    return project.frame_rate.frame_at(TAKE_START[:-3] + (";" if drop else ":") + "00")


def timecode(project: Project, frame: int) -> str:
    """A frame number as the film's timecode; before zero it wraps."""
    return project.frame_rate.timecode(frame, counts_drop_frame(project))


def picture_spans(project: Project) -> dict[str, FrameRange]:
    """What of its take each shot's movie shows, by id: the shot, its dissolves, and half a second at each end.

    Counted in film frames from the take's first; a head without frames before it gets only what a dissolve borrows.
    """
    handle = project.frame_rate.frames(HANDLE_S)
    spans: dict[str, FrameRange] = {}
    into = 0
    for (_, shot), out in zip(project.shots(), project.transitions(), strict=True):
        before = max(into, min(handle, shot.head_frames))
        after = max(out.frames_after_cut, handle)
        start = shot.head_frames - before
        spans[shot.id] = FrameRange(start, shot.head_frames + shot.duration_frames + after)
        into = out.frames_before_cut
    return spans
