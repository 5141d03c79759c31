"""Cuts a film into the segments that are encoded and kept on their own: each shot's body, each transition."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from sora_studio.errors import ExportError
from sora_studio.timeline.camera import CameraKey, View, moved_keys, view_at
from sora_studio.timeline.project import Framing
from sora_studio.timeline.retime import Between
from sora_studio.timeline.shot import CUT, Transition
from sora_studio.timeline.time import FrameRate
from sora_studio.timeline.transition import TransitionKind

Frames = NDArray[np.uint8]  # (frames, height, width, 3) RGB
Frame = NDArray[np.uint8]  # (height, width, 3) RGB


@dataclass(frozen=True, slots=True)
class FilmShot:
    """A shot as the film needs it. `key` names the take's content; `load` gives its frames (F, h, w, 3) uint8.

    Film frame i of the shot shows the take at head_frames + i * step film frames after the take's first frame; what
    lies between two frames of the take is shown as `between` says.
    """

    key: str
    load: Callable[[], Frames]
    frames_per_second: float
    duration_frames: int
    head_frames: Fraction | int = 0
    transition: Transition = CUT
    step: Fraction | int = 1
    between: Between = "flow"
    camera: tuple[CameraKey, ...] = ()

    def position(self, shot_frame: int) -> Fraction | int:
        """Where in its take a frame of the shot is, in film frames from the take's first; it may lie beyond it."""
        return self.head_frames + shot_frame * self.step

    def part(self, first: int, duration_frames: int) -> "FilmShot":
        """So many frames of the shot from its frame `first` on, by themselves; they may lie beyond its ends."""
        return replace(
            self,
            duration_frames=duration_frames,
            head_frames=self.position(first),
            transition=CUT,
            camera=moved_keys(self.camera, -first),
        )

    def take_frames_per_film_frame(self, rate: FrameRate) -> Fraction:
        """How far one film frame goes through the take, in the take's own frames."""
        # A rate such as 23.976 in floating point stands for the nearest simple fraction.
        return Fraction(self.frames_per_second).limit_denominator(1001) / rate.per_second


@dataclass(frozen=True, slots=True)
class FilmSize:
    """The picture of the whole film, in pixels and frames per second, and how takes of another shape are put in it."""

    width: int
    height: int
    rate: FrameRate
    framing: Framing = "letterbox"


@dataclass(frozen=True, slots=True)
class Strand:
    """A run of film frames out of one take, from a frame of its shot on, which may lie before the shot."""

    shot: FilmShot
    first: int

    @property
    def start(self) -> Fraction | int:
        """Where in the take it begins, in film frames from the take's first; it may be negative."""
        return self.position(0)

    def position(self, index: int) -> Fraction | int:
        """Where in the take its frame `index` is, in film frames from the take's first."""
        return self.shot.position(self.first + index)

    def view(self, index: int) -> View | None:
        """What the camera over the take sees at its frame `index`; None where there is none."""
        return view_at(self.shot.camera, self.first + index) if self.shot.camera else None

    @property
    def key(self) -> list[object]:
        """Everything its pictures depend on, as plain values."""
        shot = self.shot
        camera = [
            [key.frame - self.first, key.view.x, key.view.y, key.view.zoom, key.view.degrees, key.ease]
            for key in shot.camera
        ]
        return [shot.key, shot.frames_per_second, str(self.start), str(shot.step), shot.between, camera]


@dataclass(frozen=True, slots=True)
class Segment:
    """Frames encoded on their own: a shot's body, or a transition of that kind from `outgoing` to `incoming`."""

    frames: int
    outgoing: Strand
    incoming: Strand | None = None
    kind: TransitionKind = "cut"

    def key(self, size: FilmSize, encoder: str, laid_over: object = None) -> str:
        """Names everything the segment's bytes depend on (SHA-256, hex), among it what is drawn over its frames."""
        strands = [strand.key for strand in (self.outgoing, self.incoming) if strand is not None]
        picture = [size.width, size.height, size.rate.numerator, size.rate.denominator, size.framing]
        parts = [encoder, strands, self.kind, self.frames, *picture, laid_over]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def plan_segments(shots: Sequence[FilmShot]) -> tuple[Segment, ...]:
    """The film's segments in order; their frames add up to the shots' durations.

    A transition is centred on its cut and borrows the frames both shots have beyond it (the last shot's leads nowhere).
    Raises ExportError when a shot is too short for the transitions around it.
    """
    return tuple(segment for segment in _segments(shots) if segment.frames)


def _segments(shots: Sequence[FilmShot]) -> Iterator[Segment]:
    taken_by_previous = 0
    for number, shot in enumerate(shots, start=1):
        following = shots[number] if number < len(shots) else None
        transition = CUT if following is None else shot.transition
        body = shot.duration_frames - taken_by_previous - transition.frames_before_cut
        if body < 0:
            raise ExportError(
                f"Shot {number} lasts {shot.duration_frames} frames, too few for the transitions around it.",
                f"Shorten its transitions by {-body} frames, or make the shot longer.",
            )
        yield Segment(body, Strand(shot, taken_by_previous))
        if following is not None:
            yield Segment(
                transition.duration_frames,
                Strand(shot, shot.duration_frames - transition.frames_before_cut),
                Strand(following, -transition.frames_before_cut),
                transition.kind,
            )
        taken_by_previous = transition.frames_after_cut
