"""The whole film as one immutable value."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from operator import attrgetter
from typing import Literal

from sora_studio.errors import EditError
from sora_studio.timeline.markers import Marker
from sora_studio.timeline.shot import INHERIT, WHOLE, Direction, Shot, Transition, fitted_transition
from sora_studio.timeline.sound import AudioTrack
from sora_studio.timeline.time import FrameRange, FrameRate

Framing = Literal["letterbox", "crop"]
SLIMMEST_MATTE, WIDEST_MATTE = 0.25, 4.0
QUIETEST_LUFS, LOUDEST_LUFS = -40.0, -9.0


@dataclass(frozen=True, slots=True)
class Scene:
    """Shots that share a place; `number` is the script's own ("12A"), "" where it gives none."""

    id: str
    heading: str
    direction: Direction = INHERIT
    shots: tuple[Shot, ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """How the film is rendered; "" / 0 / -1 mean the model pack's own default (`seed` 0 is simply seed 0).

    `step_cache` is how far a step's result may be taken over from the one before, 0 for not at all, up to 1.
    """

    pack: str = "sketch"
    sampler: str = ""
    steps: int = 0
    guidance: float = -1.0
    refine_steps: int = 0
    seed: int = 0
    step_cache: float = 0.0


PACK_DEFAULTS = RenderSettings()


@dataclass(frozen=True, slots=True)
class Project:
    """A film. Ids of shots, and of sounds, are unique in the whole film; width and height are pixels.

    `framing` is how pictures of another shape are put into the film's: whole, with bars, or filling it, cropped.
    `loudness_lufs` is how loud its sound is to be over its whole length (EBU R 128); 0 leaves it as it is mixed.
    `matte` is the shape, width by height, that black bars leave of the picture; 0 leaves all. The film fades in from
    black and out to it over so many of its frames.
    """

    title: str
    frame_rate: FrameRate = field(default=FrameRate(24), metadata=WHOLE)
    width: int = 1280
    height: int = 720
    direction: Direction = INHERIT
    settings: RenderSettings = PACK_DEFAULTS
    scenes: tuple[Scene, ...] = ()
    author: str = ""
    start_timecode: str = "01:00:00:00"
    tracks: tuple[AudioTrack, ...] = ()
    markers: tuple[Marker, ...] = ()
    framing: Framing = "letterbox"
    matte: float = 0.0
    fade_in_frames: int = 0
    fade_out_frames: int = 0
    loudness_lufs: float = 0.0

    def __post_init__(self) -> None:
        if min(self.fade_in_frames, self.fade_out_frames) < 0:
            raise EditError("A film can't fade over less than 0 frames.", "Set it to 0 for no fade.")
        if self.loudness_lufs and not QUIETEST_LUFS <= self.loudness_lufs <= LOUDEST_LUFS:
            raise EditError(
                f"A film can't be brought to {self.loudness_lufs:g} LUFS.",
                f"Choose from {QUIETEST_LUFS:g} to {LOUDEST_LUFS:g} LUFS, such as -23 for broadcast, or as mixed.",
            )
        if self.matte and not SLIMMEST_MATTE <= self.matte <= WIDEST_MATTE:
            raise EditError(
                f"A film can't be masked to {self.matte:g}:1.",
                f"Choose a shape from {SLIMMEST_MATTE:g}:1 to {WIDEST_MATTE:g}:1, or none.",
            )

    def shots(self) -> Iterator[tuple[Scene, Shot]]:
        """Every shot in film order, with its scene."""
        return ((scene, shot) for scene in self.scenes for shot in scene.shots)

    @property
    def duration_frames(self) -> int:
        return sum(map(attrgetter("duration_frames"), self._all_shots()))

    def has_shot(self, shot_id: str) -> bool:
        """Whether the film has a shot of that id."""
        return shot_id in map(attrgetter("id"), self._all_shots())

    def find(self, shot_id: str) -> tuple[Scene, Shot]:
        """The shot and its scene; EditError if the film has no such shot."""
        for scene in self.scenes:
            for shot in scene.shots:
                if shot.id == shot_id:
                    return scene, shot
        raise EditError(f"The film has no shot “{shot_id}”.", "It may have been removed; undo brings it back.")

    def scene(self, scene_id: str) -> Scene:
        """The scene of that id; EditError if the film has none."""
        for scene in self.scenes:
            if scene.id == scene_id:
                return scene
        raise EditError(f"The film has no scene “{scene_id}”.", "It may have been removed; undo brings it back.")

    def shot_range(self, shot_id: str) -> FrameRange:
        """The film frames a shot covers as cut, counted from 0; EditError if there is no such shot."""
        start = 0
        for _, shot in self.shots():
            if shot.id == shot_id:
                return FrameRange(start, start + shot.duration_frames)
            start += shot.duration_frames
        raise EditError(f"The film has no shot “{shot_id}”.", "It may have been removed; undo brings it back.")

    def neighbours(self, shot_id: str) -> tuple[Shot | None, Shot, Shot | None]:
        """The shot before (None for the first), the shot, the shot after (None for the last)."""
        _, wanted = self.find(shot_id)
        shots = [shot for _, shot in self.shots()]
        at = next(index for index, shot in enumerate(shots) if shot is wanted)
        return (shots[at - 1] if at else None), wanted, (shots[at + 1] if at + 1 < len(shots) else None)

    def transitions(self) -> tuple[Transition, ...]:
        """Each shot's way into the next, in film order, as far as both shots can carry it."""
        shots = [shot for _, shot in self.shots()]
        following = [*shots[1:], None]
        return tuple(fitted_transition(shot, after) for shot, after in zip(shots, following, strict=False))

    def _all_shots(self) -> Iterator[Shot]:
        # A film has thousands of shots: all of them are only walked over at C's speed.
        return chain.from_iterable(map(attrgetter("shots"), self.scenes))

    def with_scene(self, scene: Scene) -> "Project":
        """The film with the scene of that id replaced."""
        at = self.scenes.index(self.scene(scene.id))
        return replace(self, scenes=(*self.scenes[:at], scene, *self.scenes[at + 1 :]))

    def with_shot(self, shot: Shot) -> "Project":
        """The film with the shot of that id replaced; EditError if there is no such shot."""
        scene, before = self.find(shot.id)
        at = next(index for index, candidate in enumerate(scene.shots) if candidate is before)
        return self.with_scene(replace(scene, shots=(*scene.shots[:at], shot, *scene.shots[at + 1 :])))
