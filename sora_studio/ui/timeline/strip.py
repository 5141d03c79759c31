"""The film's shots laid end to end: which are seen, which lies under a frame, found by bisection."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import CUT, Shot, Transition, fitted_transition
from sora_studio.timeline.time import FrameRange


@dataclass(frozen=True, slots=True)
class SceneRun:
    """A scene and the shots `first` to `stop` - 1 that make it up."""

    scene: Scene
    first: int
    stop: int


class ShotStrip:
    """Made once for each state of the film. `starts` has one more item than `shots`: the film's end."""

    __slots__ = ("places", "scenes", "shots", "starts")

    def __init__(self, project: Project, before: "ShotStrip | None" = None) -> None:
        """`before` is the strip of an earlier state: what is still true of it costs nothing."""
        self.shots: list[Shot] = [shot for scene in project.scenes for shot in scene.shots]
        self.scenes: list[SceneRun] = _runs(project)
        changed = _first_difference(before.shots, self.shots) if before is not None else 0
        if before is not None and changed == len(self.shots) == len(before.shots):
            self.starts, self.places = before.starts, before.places
            return
        kept = before.starts[: changed + 1] if before is not None and changed else [0]
        durations = (shot.duration_frames for shot in self.shots[changed:])
        self.starts: list[int] = [*kept[:-1], *accumulate(durations, initial=kept[-1])]
        self.places: Mapping[str, int] = _places(self.shots, before)

    def __len__(self) -> int:
        return len(self.shots)

    @property
    def duration(self) -> int:
        return self.starts[-1]

    def at(self, frame: int) -> int:
        """The index of the shot that shows a frame, -1 where there is none."""
        if not 0 <= frame < self.duration:
            return -1
        return bisect_right(self.starts, frame) - 1

    def frames(self, index: int) -> FrameRange:
        return FrameRange(self.starts[index], self.starts[index + 1])

    def range_of(self, shot_id: str) -> FrameRange | None:
        """The film frames of a shot; None for a shot that isn't there."""
        index = self.places.get(shot_id)
        return None if index is None else self.frames(index)

    def seen(self, frames: FrameRange) -> range:
        """The indices of the shots of which any of these frames shows."""
        first = max(0, bisect_right(self.starts, frames.start) - 1)
        stop = bisect_right(self.starts, frames.stop - 1)
        return range(first, max(first, min(stop, len(self.shots))))

    def scenes_seen(self, frames: FrameRange) -> list[SceneRun]:
        """The scenes of which any of these frames shows."""
        shots = self.seen(frames)
        at = max(0, bisect_right(self.scenes, shots.start, key=lambda run: run.first) - 1)
        found: list[SceneRun] = []
        while at < len(self.scenes) and self.scenes[at].first < shots.stop:
            if self.scenes[at].stop > shots.start:
                found.append(self.scenes[at])
            at += 1
        return found

    def scene_at(self, index: int) -> Scene:
        """The scene a shot belongs to."""
        at = bisect_right(self.scenes, index, key=lambda run: run.first) - 1
        while self.scenes[at].stop <= index:
            at -= 1
        return self.scenes[at].scene

    def transition(self, index: int) -> Transition:
        """The way from a shot into the next, as far as both can carry it."""
        if index < 0 or index + 1 >= len(self.shots) or self.shots[index].transition is CUT:
            return CUT
        return fitted_transition(self.shots[index], self.shots[index + 1])

    def dissolve_range(self, index: int) -> FrameRange:
        """The film frames of the dissolve after a shot; empty at a cut."""
        transition, cut = self.transition(index), self.starts[index + 1]
        return FrameRange(cut - transition.frames_before_cut, cut + transition.frames_after_cut)

    def cut_before(self, frame: int) -> int:
        """The nearest cut (or the film's start) before a frame."""
        return self.starts[max(0, bisect_right(self.starts, frame - 1) - 1)]

    def cut_after(self, frame: int) -> int:
        """The nearest cut (or the film's end) after a frame."""
        return self.starts[min(len(self.starts) - 1, bisect_right(self.starts, frame))]

    def nearest_gap(self, frame: float) -> int:
        """The place among the shots (0 before the first) whose cut is nearest to a frame."""
        at = bisect_right(self.starts, frame)
        if at == 0:
            return 0
        if at == len(self.starts):
            return len(self.shots)
        return at if self.starts[at] - frame < frame - self.starts[at - 1] else at - 1


def _runs(project: Project) -> list[SceneRun]:
    runs: list[SceneRun] = []
    first = 0
    for scene in project.scenes:
        runs.append(SceneRun(scene, first, first + len(scene.shots)))
        first += len(scene.shots)
    return runs


def _first_difference(before: list[Shot], after: list[Shot]) -> int:
    for index, (old, new) in enumerate(zip(before, after, strict=False)):
        if old is not new:
            return index
    return min(len(before), len(after))


def _places(shots: list[Shot], before: "ShotStrip | None") -> Mapping[str, int]:
    if before is not None and len(before.shots) == len(shots):
        pairs = zip(before.shots, shots, strict=True)
        if all(old is new or old.id == new.id for old, new in pairs):
            return before.places
    return {shot.id: index for index, shot in enumerate(shots)}
