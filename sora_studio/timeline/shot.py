"""One shot and what belongs to it: direction, dialogue, takes, and the way into the next shot."""

from dataclasses import dataclass, field
from typing import Literal

from sora_studio.errors import EditError
from sora_studio.timeline.camera import CameraKey
from sora_studio.timeline.retime import OWN_SPEED, Retime
from sora_studio.timeline.transition import CUT, Transition

# Of a picture that is drawn over less than this is changed, nothing is to be seen.
LEAST_STRENGTH_PERCENT = 5
# On a field: a change replaces the value whole, since its parts mean nothing alone.
WHOLE = {"whole": True}


@dataclass(frozen=True, slots=True)
class Direction:
    """What a film, a scene or a shot asks of its pictures; "" inherits from the level above."""

    prompt: str = ""
    negative: str = ""
    style: str = ""
    size: str = ""
    angle: str = ""
    move: str = ""


INHERIT = Direction()


@dataclass(frozen=True, slots=True)
class DialogueLine:
    character: str
    text: str
    parenthetical: str = ""


@dataclass(frozen=True, slots=True)
class Take:
    """One rendering of a shot, named by its digest in the take store; rating 0 is unrated."""

    digest: str
    stage: Literal["draft", "refined"]
    seed: int
    rating: int = 0

    @property
    def id(self) -> str:
        return self.digest


@dataclass(frozen=True, slots=True)
class Shot:
    """A shot as cut: `duration_frames` of film, starting `head_frames` into its take.

    `seed` None derives one from the film's seed; `pinned` is the digest of the take to show, "" the newest.
    `continues`: it begins with the last picture of the shot before, which the film's first shot can't.
    `sketch` is the drawing its pictures are made from, by its file's SHA-256 (hex); "" for none.
    `strength_percent` is how far what they begin with, a picture or the shot before, is drawn over: 100 leaves nothing
    of it, 0 stands for the model's own.
    `pack` is the model pack they are made with, by name; "" for the film's.
    `camera` moves over its pictures, its keys in the order of their frames.
    `card` is the text of a title card, which is typeset, `footage` the name of the movie that a shot was cut from; ""
    for a shot like any other. Neither is ever rendered.
    """

    id: str
    direction: Direction
    duration_frames: int
    head_frames: int = 0
    dialogue: tuple[DialogueLine, ...] = ()
    action: str = ""
    notes: str = ""
    number: str = ""
    transition: Transition = field(default=CUT, metadata=WHOLE)
    seed: int | None = None
    takes: tuple[Take, ...] = ()
    pinned: str = ""
    continues: bool = False
    sketch: str = ""
    strength_percent: int = 0
    pack: str = ""
    card: str = ""
    footage: str = ""
    retime: Retime = field(default=OWN_SPEED, metadata=WHOLE)
    camera: tuple[CameraKey, ...] = field(default=(), metadata=WHOLE)

    @property
    def is_rendered(self) -> bool:
        """Whether a model makes its pictures."""
        return not (self.card or self.footage)

    def __post_init__(self) -> None:
        if self.duration_frames < 1:
            raise EditError(
                f"A shot can't last {self.duration_frames} frames.", "Leave it one frame or more, or remove it."
            )
        if self.head_frames < 0:
            raise EditError(
                f"A shot can't start {-self.head_frames} frames before its take does.",
                "A take has nothing before its first frame; move the cut the other way or less far.",
            )
        if self.strength_percent and not LEAST_STRENGTH_PERCENT <= self.strength_percent <= 100:
            raise EditError(
                f"A picture can't be drawn over at {self.strength_percent}%.",
                f"Give the strength as {LEAST_STRENGTH_PERCENT}% to 100%.",
            )
        frames = [key.frame for key in self.camera]
        if frames != sorted(set(frames)):
            raise EditError("A shot's camera keys must be in order, one to a frame.", "Remove one of the two.")


def longest_transition(outgoing: Shot, incoming: Shot | None) -> int:
    """How many frames the way from one shot into the next can last; 0 at the film's end.

    It may cover at most half of each shot, so the two transitions of a shot never meet.
    """
    if incoming is None:
        return 0
    return min(2 * (outgoing.duration_frames // 2) + 1, 2 * (incoming.duration_frames // 2))


def fitted_transition(outgoing: Shot, incoming: Shot | None) -> Transition:
    """The outgoing shot's transition as far as both shots can carry it; a cut at the film's end."""
    wanted, longest = outgoing.transition, longest_transition(outgoing, incoming)
    return wanted if wanted.duration_frames <= longest else wanted.lasting(longest)
