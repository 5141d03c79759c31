"""Which points of the film a drag may snap to."""

from collections.abc import Iterator

from sora_studio.timeline.project import Project
from sora_studio.timeline.strip import ShotStrip
from sora_studio.ui.timeline.deeds import Deed
from sora_studio.ui.timeline.drag import ClipFrames
from sora_studio.ui.timeline.hit import Hit, Marks
from sora_studio.ui.timeline.snapping import Snapper

ONLY_CUTS_BEFORE = ("trim_head", "trim_tail")


def snapper(deed: Deed, hit: Hit, project: Project, strip: ShotStrip, marks: Marks, clip: ClipFrames) -> Snapper:
    """The points for a drag; what moves along with it is left out."""
    cuts = strip.starts
    if deed in ONLY_CUTS_BEFORE:
        cuts = strip.starts[: hit.index + 1]
    elif deed in ("roll", "slide", "dissolve_head", "dissolve_tail"):
        moving = hit.index + (0 if hit.part == "head" else 1)
        own = {moving, moving - 1} if deed == "slide" else {moving}
        cuts = [frame for at, frame in enumerate(strip.starts) if at not in own]
    return Snapper.to(cuts, _marks(project, marks, hit), _sounds(project, hit), _take_end(deed, hit, strip, clip))


def _marks(project: Project, marks: Marks, hit: Hit) -> Iterator[int]:
    if hit.part != "playhead":
        yield marks.playhead
    if marks.mark_in is not None:
        yield marks.mark_in
    if marks.mark_out is not None:
        yield marks.mark_out + 1
    yield from (marker.frame for marker in project.markers if marker.id != hit.id)


def _sounds(project: Project, hit: Hit) -> Iterator[int]:
    for track in project.tracks:
        for cue in track.cues:
            if cue.id != hit.id:
                yield cue.start_frame
                yield cue.stop_frame


def _take_end(deed: Deed, hit: Hit, strip: ShotStrip, clip: ClipFrames) -> Iterator[int]:
    """Where a shot would have used up its take."""
    if deed == "trim_tail" and strip.shots[hit.index].takes:
        shot = strip.shots[hit.index]
        frames = clip(shot)
        if frames is not None and frames > shot.head_frames:
            yield strip.starts[hit.index] + frames - shot.head_frames
