"""Notes pinned to film frames, and their edits: pure functions Project -> Project, EditError for the impossible."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sora_studio.errors import EditError
from sora_studio.timeline.time import FrameRate

if TYPE_CHECKING:
    from sora_studio.timeline.project import Project


@dataclass(frozen=True, slots=True)
class Marker:
    """A note at a film frame, counted from 0. It stays there whatever is cut around it."""

    id: str
    frame: int
    text: str = ""

    def __post_init__(self) -> None:
        if self.frame < 0:
            raise EditError(
                f"A marker can't stand {-self.frame} frames before the film starts.", "Put it on frame 0 or later."
            )


def find_marker(project: "Project", marker_id: str) -> Marker:
    """The marker of that id; EditError if the film has none."""
    for marker in project.markers:
        if marker.id == marker_id:
            return marker
    raise EditError(f"The film has no marker “{marker_id}”.", "It may have been removed; undo brings it back.")


def add_marker(project: "Project", marker: Marker) -> "Project":
    """Put a new marker into the film."""
    if any(marker.id == other.id for other in project.markers):
        raise EditError(f"The film already has a marker “{marker.id}”.", "Give the new marker an id of its own.")
    return _with_markers(project, (*project.markers, marker))


def move_marker(project: "Project", marker_id: str, frame: int) -> "Project":
    """Put a marker on another frame."""
    return _with_marker(project, replace(find_marker(project, marker_id), frame=frame))


def rename_marker(project: "Project", marker_id: str, text: str) -> "Project":
    """Write something else on a marker."""
    return _with_marker(project, replace(find_marker(project, marker_id), text=text))


def remove_marker(project: "Project", marker_id: str) -> "Project":
    """Take a marker out."""
    gone = find_marker(project, marker_id)
    return _with_markers(project, (marker for marker in project.markers if marker is not gone))


def marker_at_rate(marker: Marker, before: FrameRate, after: FrameRate) -> Marker:
    """The marker of a film whose frame rate changed: it stays at its second, to the nearest frame."""
    return replace(marker, frame=after.frames(before.seconds(marker.frame)))


def _with_marker(project: "Project", marker: Marker) -> "Project":
    return _with_markers(project, (marker if other.id == marker.id else other for other in project.markers))


def _with_markers(project: "Project", markers: Iterable[Marker]) -> "Project":
    """In film order; markers of one frame stay in the order they came."""
    return replace(project, markers=tuple(sorted(markers, key=lambda marker: marker.frame)))
