"""What a render tells whoever watches: frozen, picklable facts, safe to hand from thread to thread."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sora_studio.timeline.shot import Take

Stage = Literal["encode", "draft", "refine"]


@dataclass(frozen=True, slots=True)
class DeviceInUse:
    """Where the models run, in words; said once, before the first stage."""

    description: str


@dataclass(frozen=True, slots=True)
class DeviceMissing:
    """The device that was asked for can't be used: nothing can be rendered until it can, or another is chosen."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What was asked for: how many shots, and how many takes of them in all."""

    shots: int
    takes: int


@dataclass(frozen=True, slots=True)
class WorkingOn:
    """The take a model begins to work on, and in which stage."""

    digest: str
    stage: Stage = "encode"


@dataclass(frozen=True, slots=True)
class StageProgress:
    """A stage's step `step` of `steps` is done for the shot at `position` (from 1)."""

    shot_id: str
    position: int
    take_number: int
    stage: Stage
    step: int
    steps: int
    seconds_left: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """The draft so far, uint8 (n, h, w, 3): maybe fewer frames than the clip has, spread over it."""

    shot_id: str
    position: int
    frames: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class TakeReady:
    """A take is kept; `reused` when it was already there."""

    shot_id: str
    position: int
    take_number: int
    take: Take
    reused: bool


@dataclass(frozen=True, slots=True)
class ShotFailed:
    """One take gave nothing; the other shots go on."""

    shot_id: str
    position: int
    digest: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class QueueStopped:
    """Nothing more can be made for now, for a reason that is no single shot's; what waits goes on waiting."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know that stops nothing."""

    message: str


@dataclass(frozen=True, slots=True)
class MovieProgress:
    """Frames read so far of a movie that is being imported."""

    name: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class FilmProgress:
    """Film frames stitched so far."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class FilmWritten:
    """The film stands under its final name; `encoded_on` names the hardware that encoded it, "" for the processor."""

    path: str
    frames: int
    seconds: float
    segments_encoded: int
    segments_reused: int
    encoded_on: str = ""


@dataclass(frozen=True, slots=True)
class FilmFailed:
    """The film could not be written; what stood under its name stays."""

    path: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class FilmStopped:
    """The user stopped the export; what stood under the film's name stays."""

    path: str


@dataclass(frozen=True, slots=True)
class FilmSaved:
    """What had been edited a moment before is safe on the disk, since then."""

    at: datetime


@dataclass(frozen=True, slots=True)
class FilmNotSaved:
    """The disk refuses the newest edits. They are kept in memory and tried again; what was saved before is safe."""

    message: str
    hint: str


Event = (
    DeviceInUse
    | DeviceMissing
    | Planned
    | WorkingOn
    | StageProgress
    | Preview
    | TakeReady
    | ShotFailed
    | QueueStopped
    | Notice
    | MovieProgress
    | FilmProgress
    | FilmWritten
    | FilmFailed
    | FilmStopped
    | FilmSaved
    | FilmNotSaved
)
