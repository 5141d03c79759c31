"""What a drawable subject is: a drawing in its own units, about one unit high, standing on the origin."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from .pen import Colour, Pen

# Every figure moves in one cycle of this length, so that two poses half a cycle apart tell all of it.
PERIOD_S = 1.0


@dataclass(frozen=True, slots=True)
class Pose:
    """A moment of a figure's motion. `moving` is true where it walks, drives or flies along, false where it idles.

    `look` picks a person's skin and hair, 0 to 5.
    """

    seconds: float
    moving: bool = False
    look: int = 0

    def wave(self, period_s: float, phase: float = 0.0) -> float:
        return math.sin(2 * math.pi * self.seconds / period_s + phase)

    @property
    def stride(self) -> float:
        """The legs' swing, -1 to 1: a step cycle of a second."""
        return self.wave(PERIOD_S) if self.moving else 0.0

    @property
    def breath(self) -> float:
        return 0.006 * self.wave(PERIOD_S)


Draw = Callable[[Pen, Pose, Colour], None]


@dataclass(frozen=True, slots=True)
class Figure:
    """`height` is base pixels to the unit in a medium shot; `lift` its height above the ground in units.

    In a close-up it is `close` times as large and (`focus_x`, `focus`) in units stands at the frame's centre. With a
    `waist` it is cut there in a medium shot, as people are.
    """

    draw: Draw
    height: float
    colour: Colour
    half_width: float
    lift: float = 0.0
    close: float = 1.7
    focus: float = 0.5
    focus_x: float = 0.0
    travel: float = 0.0  # base pixels a second in a medium shot
    lamp: tuple[float, float, float] | None = None  # a light's x, y and radius in units
    waist: bool = False


DARK: Colour = (38, 32, 44)
WHITE: Colour = (252, 250, 244)


def eyes(pen: Pen, x: float, y: float, gap: float, size: float, blink: bool = False) -> None:
    """Two eyes as dark ovals with a glint, `gap` apart."""
    for side in (-0.5, 0.5):
        at = (x + side * gap, y)
        if blink:
            pen.line([(at[0] - size, y), (at[0] + size, y)], size * 0.5, DARK)
        else:
            pen.ellipse(at, size * 0.8, size, DARK)
            if pen.fine:
                pen.circle((at[0] + size * 0.3, y + size * 0.35), size * 0.3, WHITE)


def big_eye(pen: Pen, x: float, y: float, size: float, look: float = 0.25) -> None:
    """A white eye with a pupil looking ahead."""
    pen.circle((x, y), size, WHITE)
    pen.circle((x + size * look, y), size * 0.56, DARK)
    if pen.fine:
        pen.circle((x + size * (look + 0.2), y + size * 0.25), size * 0.18, WHITE)


def smile(pen: Pen, x: float, y: float, width: float, thickness: float, colour: Colour = (120, 52, 56)) -> None:
    pen.arc((x, y), width * 0.5, width * 0.36, (200, 340), thickness, colour)
