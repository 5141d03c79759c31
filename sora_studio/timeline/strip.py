"""The film's shots laid end to end: which are seen, which lies under a frame, found by bisection."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import attrgetter

from sora_studio.timeline.order import shared_ends
from sora_studio.timeline.places import Places
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import CUT, Shot, Transition, fitted_transition
from sora_studio.timeline.time import FrameRange

_shots_of = attrgetter("shots")


@dataclass(frozen=True, slots=True)
class SceneRun:
    """A scene and the shots `first` to `stop` - 1 that make it up."""

    scene: Scene
    first: int
    stop: int


class ShotStrip:
    """Made once for each state of the film, never changed. `starts` has one item more than `shots`: the film's end.

    `firsts` likewise: the place of each scene's first shot, then the number of shots. Places count from 0. `shared` is
    how many shots at the start, and of the rest at the end, are those of the strip it was made after.
    """

    __slots__ = ("firsts", "places", "scenes", "shared", "shots", "starts")

    def __init__(self, project: Project, before: "ShotStrip | None" = None) -> None:
        """`before` is the strip of an earlier state: what is still true of it costs nothing."""
        self.scenes = project.scenes
        self.firsts: list[int] = list(accumulate(map(len, map(_shots_of, self.scenes)), initial=0))
        self.shots: list[Shot] = list(chain.from_iterable(map(_shots_of, self.scenes)))
        self.starts: list[int] = []
        self.shared = 0, 0
        if before is None:
            self.places = Places(self.shots)
            self._lay(0, len(self.shots), [0], [])
            return
        start, tail = self.shared = shared_ends(before.shots, self.shots)
        self.places = before.places.after(self.shots, start, tail)
        old_stop, stop = len(before.shots) - tail, len(self.shots) - tail
        self._lay(start, stop, before.starts[: start + 1], before.starts[old_stop + 1 :])

    def _lay(self, start: int, stop: int, kept: list[int], after: list[int]) -> None:
        """Where shots begin: `kept` up to the shot `start`, `after` as it was behind the shot `stop`."""
        lengths = map(attrgetter("duration_frames"), self.shots[start:stop])
        self.starts = [*kept[:-1], *accumulate(lengths, initial=kept[-1])]
        if after:
            by = self.starts[-1] + self.shots[stop].duration_frames - after[0]
            self.starts += map(by.__add__, after) if by else after

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

    def run(self, scene: int) -> SceneRun:
        """A scene by its place, with its shots."""
        return SceneRun(self.scenes[scene], self.firsts[scene], self.firsts[scene + 1])

    def scenes_seen(self, frames: FrameRange) -> list[SceneRun]:
        """The scenes of which any of these frames shows."""
        runs = map(self.run, self.scene_places_seen(frames))
        return [run for run in runs if run.first < run.stop]

    def scene_places_seen(self, frames: FrameRange) -> range:
        """The places of the scenes of which any of these frames shows; scenes without shots may lie among them."""
        shots = self.seen(frames)
        first = max(0, bisect_right(self.firsts, shots.start) - 1)
        stop = max(first, bisect_right(self.firsts, shots.stop - 1))
        return range(first, min(stop, len(self.scenes)))

    def scene_at(self, index: int) -> Scene:
        """The scene a shot belongs to."""
        return self.scenes[bisect_right(self.firsts, index) - 1]

    def transition(self, index: int) -> Transition:
        """The way from a shot into the next, as far as both can carry it."""
        if index < 0 or index + 1 >= len(self.shots) or self.shots[index].transition is CUT:
            return CUT
        return fitted_transition(self.shots[index], self.shots[index + 1])

    def transition_range(self, index: int) -> FrameRange:
        """The film frames of the transition after a shot; empty at a cut."""
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
