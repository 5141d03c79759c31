"""How fast a shot runs through its take, which way, and what is shown between the take's own frames."""

from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import Literal

from sora_studio.errors import EditError

# Along the motion seen, mixed, or the earlier frame held until the next.
Between = Literal["flow", "blend", "repeat"]
FASTEST = 20.0


@dataclass(frozen=True, slots=True)
class Retime:
    """`speed` 1 is the take's own, 0 freezes the frame that the shot starts with; `reverse` shows the same part of the
    take from its end to its start."""

    speed: float = 1.0
    reverse: bool = False
    between: Between = "flow"

    def __post_init__(self) -> None:
        if not isfinite(self.speed) or not 0 <= self.speed <= FASTEST:
            raise EditError(
                f"A shot can't run at {100 * self.speed:g}% of its take's speed.",
                f"Choose from 0%, a freeze frame, to {100 * FASTEST:g}%.",
            )

    @property
    def take_frames_per_frame(self) -> Fraction:
        """How far a frame of the shot goes through its take, in film frames at the take's own speed."""
        return Fraction(self.speed).limit_denominator(10_000)

    def first_position(self, head_frames: int, duration_frames: int) -> Fraction:
        """Where in its take, in film frames from its first, the first frame of such a shot is."""
        return head_frames + (duration_frames - 1) * self.take_frames_per_frame * self.reverse

    @property
    def step(self) -> Fraction:
        """From each frame of the shot to the next."""
        return -self.take_frames_per_frame if self.reverse else self.take_frames_per_frame


OWN_SPEED = Retime()
