"""Woman, man and astronaut."""

from __future__ import annotations

from .figure import DARK, SKIN, WHITE, Figure, Pose, eyes, smile
from .pen import Colour, Pen, shade

_HAIR: Colour = (74, 42, 38)
_DARK_HAIR: Colour = (52, 40, 40)
_BLUSH: Colour = (236, 152, 134)


def _blinks(pose: Pose) -> bool:
    return pose.seconds % 4 > 3.6


def _face(pen: Pen, x: float, y: float, pose: Pose) -> None:
    eyes(pen, x + 0.02, y + 0.005, 0.082, 0.016, _blinks(pose))
    if pen.fine:
        for side in (-1, 1):
            pen.ellipse((x + 0.02 + side * 0.068, y - 0.034), 0.021, 0.014, _BLUSH)
        pen.line([(x + 0.026, y - 0.006), (x + 0.034, y - 0.026), (x + 0.024, y - 0.03)], 0.007, shade(SKIN, 0.78))
        for side in (-1, 1):
            brow = x + 0.02 + side * 0.041
            pen.line([(brow - 0.022, y + 0.036), (brow, y + 0.042), (brow + 0.022, y + 0.036)], 0.008, _HAIR)
    smile(pen, x + 0.022, y - 0.042, 0.056, 0.011)


def woman(pen: Pen, pose: Pose, colour: Colour) -> None:
    step = pose.stride
    for side in (-1, 1):
        knee, foot = (side * (step * 0.09 + 0.02), 0.21), (side * (step * 0.16 + 0.035), 0.03)
        pen.line([(side * 0.02, 0.40), knee, foot], 0.06, shade((98, 80, 120), 1.15 if side > 0 else 0.85))
        pen.ellipse((foot[0] + 0.03, 0.025), 0.062, 0.03, (64, 38, 44))
    body = pen.raised(0.015 * abs(step) + pose.breath)
    sway = 0.012 * pose.wave(2.0)
    hair = [(-0.11, 0.96), (0.05, 0.985), (0.12, 0.86), (0.10, 0.74), (-0.12 + sway, 0.66), (-0.17 + sway, 0.74)]
    body.round_polygon(hair, _HAIR)
    back_arm = [(-0.07, 0.685), (-0.12 - step * 0.05, 0.57), (-0.11 - step * 0.13, 0.47)]
    body.line(back_arm, 0.058, shade(colour, 0.72))
    _coat(body, colour)
    front_arm = [(0.065, 0.685), (0.115 + step * 0.05, 0.57), (0.13 + step * 0.13, 0.475)]
    body.line(front_arm, 0.058, shade(colour, 1.12))
    body.circle((0.135 + step * 0.14, 0.455), 0.03, SKIN)
    body.ellipse((0.01, 0.855), 0.095, 0.108, SKIN)
    _face(body, 0.01, 0.85, pose)
    crown = [(-0.10, 0.88), (-0.08, 0.955), (0.02, 0.985), (0.105, 0.93), (0.112, 0.87)]
    fringe = [(0.06, 0.925), (-0.03, 0.935), (-0.072, 0.87), (-0.10, 0.78)]
    body.round_polygon(crown + fringe, shade(_HAIR, 1.12))


def _coat(pen: Pen, colour: Colour) -> None:
    """A belted coat, and the neck over its collar."""
    coat = [(-0.075, 0.72), (0.075, 0.72), (0.10, 0.58), (0.155, 0.31), (0.0, 0.285), (-0.165, 0.31), (-0.10, 0.58)]
    pen.polygon(coat, colour)
    pen.polygon([(-0.10, 0.58), (-0.165, 0.31), (-0.05, 0.29), (-0.05, 0.72), (-0.075, 0.72)], shade(colour, 0.86))
    if pen.fine:
        for y in (0.42, 0.50, 0.58):
            pen.circle((0.035, y), 0.011, shade(colour, 1.6))
        pen.line([(-0.105, 0.545), (0.105, 0.545)], 0.026, shade(colour, 0.62))
    pen.rectangle(-0.03, 0.70, 0.035, 0.76, shade(SKIN, 0.88))
    pen.polygon([(-0.075, 0.735), (0.08, 0.735), (0.06, 0.69), (-0.06, 0.69)], shade(colour, 1.5))


def man(pen: Pen, pose: Pose, colour: Colour) -> None:
    step = pose.stride
    for side in (-1, 1):
        knee, foot = (side * (step * 0.09 + 0.05), 0.23), (side * (step * 0.16 + 0.05), 0.035)
        pen.line([(side * 0.045, 0.44), knee, foot], 0.078, shade((62, 74, 104), 1.1 if side > 0 else 0.8))
        pen.ellipse((foot[0] + 0.03, 0.028), 0.07, 0.034, (84, 58, 44))
    body = pen.raised(0.015 * abs(step) + pose.breath)
    back_arm = [(-0.10, 0.69), (-0.16 - step * 0.05, 0.56), (-0.14 - step * 0.13, 0.44)]
    body.line(back_arm, 0.075, shade(colour, 0.72))
    _jacket(body, colour)
    front_arm = [(0.105, 0.69), (0.16 + step * 0.05, 0.56), (0.17 + step * 0.13, 0.44)]
    body.line(front_arm, 0.075, shade(colour, 1.12))
    body.circle((0.172 + step * 0.14, 0.42), 0.036, SKIN)
    body.rectangle(-0.035, 0.71, 0.04, 0.78, shade(SKIN, 0.86))
    body.ellipse((0.0, 0.865), 0.10, 0.105, _DARK_HAIR)
    body.ellipse((0.012, 0.855), 0.088, 0.104, SKIN)
    cheeks = [(-0.076, 0.85), (-0.05, 0.80), (0.015, 0.812), (0.08, 0.80), (0.10, 0.85)]
    chin = [(0.08, 0.77), (0.015, 0.742), (-0.05, 0.77)]
    body.round_polygon(cheeks + chin, shade(_DARK_HAIR, 1.12))
    _face(body, 0.01, 0.862, pose)
    crown = [(-0.10, 0.86), (-0.10, 0.94), (-0.03, 0.985), (0.07, 0.985), (0.115, 0.94)]
    body.round_polygon([*crown, (0.075, 0.92), (-0.03, 0.93), (-0.07, 0.90)], _DARK_HAIR)


def _jacket(pen: Pen, colour: Colour) -> None:
    pen.polygon([(-0.12, 0.73), (0.12, 0.73), (0.145, 0.60), (0.13, 0.40), (-0.13, 0.40), (-0.145, 0.60)], colour)
    pen.polygon([(-0.04, 0.73), (0.05, 0.73), (0.012, 0.56)], WHITE)
    if pen.fine:
        pen.line([(0.012, 0.56), (0.012, 0.41)], 0.012, shade(colour, 0.6))
        pen.line([(-0.04, 0.735), (0.012, 0.56), (0.05, 0.735)], 0.018, shade(colour, 0.7))
    pen.rectangle(-0.13, 0.395, 0.13, 0.42, shade(colour, 0.7))


def astronaut(pen: Pen, pose: Pose, colour: Colour) -> None:
    step, bob = pose.stride, 0.02 * abs(pose.stride) + pose.breath
    suit, shadow, trim = (232, 234, 240), (178, 186, 204), (236, 148, 64)
    pen.rectangle(-0.24, 0.36 + bob, -0.06, 0.70 + bob, (140, 148, 168))
    for side in (-1, 1):
        tone = shadow if side < 0 else suit
        foot = (side * (0.09 + step * 0.09), 0.06)
        pen.line([(side * 0.075, 0.40), (side * (0.09 + step * 0.05), 0.22), foot], 0.125, tone)
        pen.ellipse((foot[0] + 0.025, 0.045), 0.095, 0.05, (112, 120, 144))
    pen.line([(-0.13, 0.60 + bob), (-0.23, 0.48 + bob), (-0.22 - step * 0.08, 0.36 + bob)], 0.10, shadow)
    pen.ellipse((0, 0.50 + bob), 0.175, 0.19, suit)
    pen.ellipse((-0.06, 0.49 + bob), 0.11, 0.17, shade(shadow, 1.15))
    pen.rectangle(-0.08, 0.43 + bob, 0.09, 0.54 + bob, (92, 116, 168))
    if pen.fine:
        for x, light in ((-0.05, (240, 86, 66)), (0.0, (250, 206, 80)), (0.05, (110, 220, 130))):
            pen.circle((x, 0.505 + bob), 0.016, light)
        pen.line([(-0.05, 0.46 + bob), (0.055, 0.46 + bob)], 0.014, WHITE)
    pen.line([(0.13, 0.60 + bob), (0.225, 0.48 + bob), (0.235 + step * 0.08, 0.36 + bob)], 0.10, suit)
    for x in (-0.22 - step * 0.08, 0.238 + step * 0.08):
        pen.circle((x, 0.335 + bob), 0.055, trim)
    _helmet(pen, pose, colour, 0.80 + bob)


def _helmet(pen: Pen, pose: Pose, colour: Colour, y: float) -> None:
    pen.ellipse((0.0, y - 0.165), 0.13, 0.04, shade(colour, 0.66))
    pen.circle((0, y), 0.19, colour)
    if pen.fine:
        # Rows of stitches: a knitted helmet reads as wool close up.
        for k, height in enumerate((-0.13, -0.085, -0.04, 0.005, 0.05, 0.095, 0.14)):
            half = (0.18**2 - height**2) ** 0.5
            pen.line(
                [(-half, y + height), (half, y + height + (0.008 if k % 2 else -0.008))], 0.011, shade(colour, 0.84)
            )
    pen.ellipse((0.035, y - 0.005), 0.142, 0.122, shade(colour, 0.6))
    pen.ellipse((0.04, y - 0.005), 0.125, 0.106, (52, 78, 120))
    pen.ellipse((0.045, y - 0.02), 0.09, 0.092, SKIN)
    _face(pen, 0.035, y - 0.015, pose)
    pen.arc((0.04, y - 0.005), 0.105, 0.088, (30, 80), 0.02, (206, 230, 250))
    pen.circle((-0.15, y), 0.045, shade(colour, 0.72))
    if pen.fine:
        pen.circle((-0.15, y), 0.02, DARK)


PEOPLE: dict[str, Figure] = {
    "woman": Figure(woman, 102, (214, 62, 58), 0.2, close=3.3, focus=0.80, travel=15),
    "man": Figure(man, 104, (72, 122, 118), 0.22, close=3.2, focus=0.80, travel=15),
    "astronaut": Figure(astronaut, 96, (226, 230, 238), 0.3, close=2.7, focus=0.74, travel=11),
}
