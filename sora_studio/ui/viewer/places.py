"""Which shot a film frame belongs to."""

from dataclasses import dataclass

from sora_studio.timeline.project import Scene
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.strip import ShotStrip
from sora_studio.ui.viewer.scrub import shot_index


@dataclass(frozen=True, slots=True)
class Place:
    """A film frame: its scene and shot, and the frame in the shot, from 0."""

    scene: Scene
    shot: Shot
    shot_frame: int


def place_at(strip: ShotStrip, frame: int) -> Place | None:
    """Where the frame is; None in a film with no shots."""
    if not strip.shots:
        return None
    index = shot_index(strip.starts, frame)
    return Place(strip.scene_at(index), strip.shots[index], frame - strip.starts[index])
