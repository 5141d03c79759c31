"""What lies under the pointer: a shot's body or edge, a dissolve, a sound, a marker, the ruler."""

from dataclasses import dataclass
from typing import Literal

from sora_studio.timeline.project import Project
from sora_studio.timeline.sound import AudioCue
from sora_studio.timeline.strip import ShotStrip
from sora_studio.ui.timeline.geometry import Span
from sora_studio.ui.timeline.lanes import Lanes

Part = Literal[
    "nothing", "ruler", "playhead", "in", "out", "marker", "scene",
    "body", "label", "head", "tail", "dissolve", "dissolve_head", "dissolve_tail",
    "track", "cue", "cue_head", "cue_tail", "fade_in", "fade_out",
]  # fmt: skip

EDGE_PX = 7.0
# Clips narrower than this have no edges to grasp: at that zoom one means the clip.
LEAST_WITH_EDGES = 14.0
LABEL_PX = 20.0
DISSOLVE_PX = 22.0
FADE_PX = 14.0
FLAG_PX = 6.0


@dataclass(frozen=True, slots=True)
class Marks:
    """The playhead and the in and out marks; `mark_out` is the last frame inside."""

    playhead: int = 0
    mark_in: int | None = None
    mark_out: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """`index` is the shot's place (the one before the cut for a dissolve), the scene's or the track's; -1 for none."""

    part: Part
    frame: int
    index: int = -1
    id: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """All that decides what is where on the screen."""

    project: Project
    strip: ShotStrip
    span: Span
    lanes: Lanes
    marks: Marks = Marks()

    def hit(self, x: float, y: float) -> Hit:
        """What lies under a point of the window."""
        if y in self.lanes.ruler:
            return self._on_ruler(x)
        if y in self.lanes.scenes:
            return self._on_scenes(x)
        if y in self.lanes.video:
            return self._on_video(x, y - self.lanes.video.top)
        track = self.lanes.track_at(y)
        if 0 <= track < len(self.project.tracks):
            return self._on_track(track, x, y - self.lanes.sound[track].top)
        return Hit("nothing", self.span.frame_at(x))

    def _on_ruler(self, x: float) -> Hit:
        frame, span, marks = self.span.frame_at(x), self.span, self.marks
        for marker in reversed(self.project.markers):
            if abs(span.x(marker.frame) - x) <= FLAG_PX:
                return Hit("marker", frame, id=marker.id)
        if marks.mark_in is not None and 0 <= x - span.x(marks.mark_in) + 1 <= FLAG_PX:
            return Hit("in", frame)
        if marks.mark_out is not None and 0 <= span.x(marks.mark_out + 1) - x + 1 <= FLAG_PX:
            return Hit("out", frame)
        if abs(span.x(marks.playhead) - x) <= FLAG_PX:
            return Hit("playhead", frame)
        return Hit("ruler", frame)

    def _on_scenes(self, x: float) -> Hit:
        frame = self.span.frame_at(x)
        index = self.strip.at(frame) if x >= self.span.x(0) else -1
        if index < 0:
            return Hit("nothing", frame)
        scene = self.strip.scene_at(index)
        return Hit("scene", frame, index, scene.id)

    def _on_video(self, x: float, y: float) -> Hit:
        frame, strip, span = self.span.frame_at(x), self.strip, self.span
        if not strip.shots:
            return Hit("nothing", frame)
        if (dissolve := self._on_dissolve(x, y, frame)) is not None:
            return dissolve
        index = strip.at(frame) if x >= span.x(0) else -1
        if index < 0:
            return self._beyond_the_film(x, frame)
        left, right = span.x(strip.starts[index]), span.x(strip.starts[index + 1])
        grip = min(EDGE_PX, (right - left) / 4) if right - left >= LEAST_WITH_EDGES else 0.0
        if x - left < grip:
            return Hit("head", frame, index, strip.shots[index].id)
        if right - x <= grip:
            return Hit("tail", frame, index, strip.shots[index].id)
        return Hit("label" if y < LABEL_PX else "body", frame, index, strip.shots[index].id)

    def _beyond_the_film(self, x: float, frame: int) -> Hit:
        strip, span = self.strip, self.span
        last = len(strip) - 1
        if 0 <= x - span.x(strip.duration) <= EDGE_PX:
            return Hit("tail", frame, last, strip.shots[last].id)
        if 0 <= span.x(0) - x <= EDGE_PX:
            return Hit("head", frame, 0, strip.shots[0].id)
        return Hit("nothing", frame)

    def _on_dissolve(self, x: float, y: float, frame: int) -> Hit | None:
        if y < self.lanes.video.height - DISSOLVE_PX:
            return None
        near = self.strip.at(min(frame, self.strip.duration - 1))
        for index in (near - 1, near):
            if index < 0 or not (frames := self.strip.transition_range(index)):
                continue
            left, right = self.span.x(frames.start), self.span.x(frames.stop)
            if right - left < LEAST_WITH_EDGES or not left - 3 <= x <= right + 3:
                continue
            grip = min(EDGE_PX, (right - left) / 4)
            part: Part = "dissolve_head" if x < left + grip else "dissolve_tail" if x > right - grip else "dissolve"
            return Hit(part, frame, index, self.strip.shots[index].id)
        return None

    def _on_track(self, track: int, x: float, y: float) -> Hit:
        frame = self.span.frame_at(x)
        for cue in self.project.tracks[track].cues:
            left, right = self.span.x(cue.start_frame), self.span.x(cue.stop_frame)
            if left - 2 <= x <= right + 2:
                return Hit(self._part_of_cue(cue, x, y, left, right), frame, track, cue.id)
        return Hit("track", frame, track, self.project.tracks[track].id)

    def _part_of_cue(self, cue: AudioCue, x: float, y: float, left: float, right: float) -> Part:
        wide = right - left >= 2 * LEAST_WITH_EDGES
        if wide and y < FADE_PX:
            if abs(x - self.span.x(cue.start_frame + cue.fade_in_frames)) <= FLAG_PX:
                return "fade_in"
            if abs(x - self.span.x(cue.stop_frame - cue.fade_out_frames)) <= FLAG_PX:
                return "fade_out"
        grip = min(EDGE_PX, (right - left) / 4)
        if x - left < grip:
            return "cue_head"
        return "cue_tail" if right - x <= grip else "cue"
