"""Woman, man, child, elder and astronaut, of varied look."""

from __future__ import annotations

from .figure import DARK, PERIOD_S, WHITE, Figure, Pose, eyes, smile
from .pen import Colour, Pen, mix, shade

# Skin and hair of the six looks.
_LOOKS: tuple[tuple[Colour, Colour], ...] = (
    ((238, 196, 164), (74, 42, 38)),
    ((116, 74, 52), (30, 24, 26)),
    ((244, 206, 176), (222, 176, 92)),
    ((198, 146, 104), (40, 30, 32)),
    ((240, 198, 160), (176, 78, 40)),
    ((150, 100, 70), (52, 36, 32)),
)
_GREY_HAIR: Colour = (226, 226, 230)


def _skin(pose: Pose) -> Colour:
    return _LOOKS[pose.look][0]


def _hair(pose: Pose) -> Colour:
    return _LOOKS[pose.look][1]


def _face(pen: Pen, x: float, y: float, pose: Pose, brows: Colour | None = None) -> None:
    skin = _skin(pose)
    eyes(pen, x + 0.02, y + 0.005, 0.082, 0.016)
    if pen.fine:
        for side in (-1, 1):
            pen.ellipse((x + 0.02 + side * 0.068, y - 0.034), 0.021, 0.014, mix(skin, (232, 96, 84), 0.3))
        pen.line([(x + 0.026, y - 0.006), (x + 0.034, y - 0.026), (x + 0.024, y - 0.03)], 0.007, shade(skin, 0.78))
        for side in (-1, 1):
            brow = x + 0.02 + side * 0.041
            tint = brows or _hair(pose)
            pen.line([(brow - 0.022, y + 0.036), (brow, y + 0.042), (brow + 0.022, y + 0.036)], 0.008, tint)
    smile(pen, x + 0.022, y - 0.042, 0.056, 0.011)


def woman(pen: Pen, pose: Pose, colour: Colour) -> None:
    step = pose.stride
    for side in (-1, 1):
        knee, foot = (side * (step * 0.09 + 0.02), 0.21), (side * (step * 0.16 + 0.035), 0.03)
        pen.line([(side * 0.02, 0.40), knee, foot], 0.06, shade((98, 80, 120), 1.15 if side > 0 else 0.85))
        pen.ellipse((foot[0] + 0.03, 0.025), 0.062, 0.03, (64, 38, 44))
    body = pen.raised(0.015 * abs(step) + pose.breath)
    sway = 0.012 * pose.wave(PERIOD_S)
    hair = [(-0.11, 0.96), (0.05, 0.985), (0.12, 0.86), (0.10, 0.74), (-0.12 + sway, 0.66), (-0.17 + sway, 0.74)]
    body.round_polygon(hair, _hair(pose))
    back_arm = [(-0.07, 0.685), (-0.12 - step * 0.05, 0.57), (-0.11 - step * 0.13, 0.47)]
    body.line(back_arm, 0.058, shade(colour, 0.72))
    _coat(body, colour, _skin(pose))
    front_arm = [(0.065, 0.685), (0.115 + step * 0.05, 0.57), (0.13 + step * 0.13, 0.475)]
    body.line(front_arm, 0.058, shade(colour, 1.12))
    body.circle((0.135 + step * 0.14, 0.455), 0.03, _skin(pose))
    body.ellipse((0.01, 0.855), 0.095, 0.108, _skin(pose))
    _face(body, 0.01, 0.85, pose)
    crown = [(-0.10, 0.88), (-0.08, 0.955), (0.02, 0.985), (0.105, 0.93), (0.112, 0.87)]
    fringe = [(0.06, 0.925), (-0.03, 0.935), (-0.072, 0.87), (-0.10, 0.78)]
    body.round_polygon(crown + fringe, shade(_hair(pose), 1.12))


def _coat(pen: Pen, colour: Colour, skin: Colour) -> None:
    """A belted coat, and the neck over its collar."""
    coat = [(-0.075, 0.72), (0.075, 0.72), (0.10, 0.58), (0.155, 0.31), (0.0, 0.285), (-0.165, 0.31), (-0.10, 0.58)]
    pen.polygon(coat, colour)
    pen.polygon([(-0.10, 0.58), (-0.165, 0.31), (-0.05, 0.29), (-0.05, 0.72), (-0.075, 0.72)], shade(colour, 0.86))
    if pen.fine:
        for y in (0.42, 0.50, 0.58):
            pen.circle((0.035, y), 0.011, shade(colour, 1.6))
        pen.line([(-0.105, 0.545), (0.105, 0.545)], 0.026, shade(colour, 0.62))
    pen.rectangle(-0.03, 0.70, 0.035, 0.76, shade(skin, 0.88))
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
    body.circle((0.172 + step * 0.14, 0.42), 0.036, _skin(pose))
    body.rectangle(-0.035, 0.71, 0.04, 0.78, shade(_skin(pose), 0.86))
    body.ellipse((0.0, 0.865), 0.10, 0.105, _hair(pose))
    body.ellipse((0.012, 0.855), 0.088, 0.104, _skin(pose))
    cheeks = [(-0.076, 0.85), (-0.05, 0.80), (0.015, 0.812), (0.08, 0.80), (0.10, 0.85)]
    chin = [(0.08, 0.77), (0.015, 0.742), (-0.05, 0.77)]
    body.round_polygon(cheeks + chin, shade(_hair(pose), 1.12))
    _face(body, 0.01, 0.862, pose)
    crown = [(-0.10, 0.86), (-0.10, 0.94), (-0.03, 0.985), (0.07, 0.985), (0.115, 0.94)]
    body.round_polygon([*crown, (0.075, 0.92), (-0.03, 0.93), (-0.07, 0.90)], _hair(pose))


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
    pen.ellipse((0.045, y - 0.02), 0.09, 0.092, _skin(pose))
    _face(pen, 0.035, y - 0.015, pose)
    pen.arc((0.04, y - 0.005), 0.105, 0.088, (30, 80), 0.02, (206, 230, 250))
    pen.circle((-0.15, y), 0.045, shade(colour, 0.72))
    if pen.fine:
        pen.circle((-0.15, y), 0.02, DARK)


def child(pen: Pen, pose: Pose, colour: Colour) -> None:
    """Large head, dungarees, one arm raised."""
    step, skin, hair = pose.stride, _skin(pose), _hair(pose)
    for side in (-1, 1):
        foot = (side * (step * 0.12 + 0.07), 0.04)
        pen.line([(side * 0.06, 0.34), (side * (step * 0.06 + 0.07), 0.18), foot], 0.10, shade(colour, 0.8))
        pen.ellipse((foot[0] + 0.03, 0.035), 0.085, 0.045, (236, 236, 240))
    body = pen.raised(0.015 * abs(step) + pose.breath)
    body.line([(-0.12, 0.52), (-0.20 - step * 0.04, 0.42), (-0.21 - step * 0.08, 0.34)], 0.075, (250, 218, 120))
    body.polygon([(-0.15, 0.58), (0.15, 0.58), (0.17, 0.26), (-0.17, 0.26)], (250, 218, 120))
    body.polygon([(-0.10, 0.50), (0.10, 0.50), (0.17, 0.40), (0.17, 0.24), (-0.17, 0.24), (-0.17, 0.40)], colour)
    for side in (-1, 1):
        body.line([(side * 0.08, 0.50), (side * 0.09, 0.59)], 0.035, colour)
    body.line([(0.13, 0.53), (0.22, 0.62), (0.27, 0.72 + 0.03 * step)], 0.075, (250, 218, 120))
    body.circle((0.28, 0.75 + 0.03 * step), 0.045, skin)
    body.circle((-0.22 - step * 0.08, 0.31), 0.042, skin)
    body.circle((0.0, 0.78), 0.215, hair)
    body.ellipse((0.02, 0.755), 0.185, 0.175, skin)
    head = Pen(body.image, body.x, body.y - 0.755 * body.unit, body.unit * 1.75, body.flip)
    _face(head, 0.0, 0.0, pose)
    body.round_polygon([(-0.19, 0.80), (-0.13, 0.95), (0.03, 1.0), (0.17, 0.93), (0.20, 0.84), (0.02, 0.89)], hair)


def elder(pen: Pen, pose: Pose, colour: Colour) -> None:
    """White hair and beard, a long cloak, a walking stick."""
    step, skin = pose.stride, _skin(pose)
    stick = 0.27 + 0.05 * step
    pen.line([(stick + 0.03, 0.0), (stick, 0.60), (stick - 0.05, 0.64)], 0.035, (110, 76, 50))
    for side in (-1, 1):
        pen.ellipse((side * (0.05 + step * 0.08) + 0.03, 0.03), 0.07, 0.035, (70, 52, 46))
    body = pen.raised(0.01 * abs(step) + pose.breath)
    body.line([(-0.10, 0.66), (-0.17 - step * 0.03, 0.52), (-0.13 - step * 0.08, 0.42)], 0.08, shade(colour, 0.7))
    body.polygon([(-0.10, 0.72), (0.10, 0.72), (0.16, 0.45), (0.20, 0.07), (-0.20, 0.07), (-0.16, 0.45)], colour)
    body.polygon([(-0.10, 0.72), (-0.03, 0.72), (-0.08, 0.07), (-0.20, 0.07), (-0.16, 0.45)], shade(colour, 0.82))
    body.line([(0.09, 0.67), (0.16, 0.56), (stick - 0.01, 0.55)], 0.08, shade(colour, 1.15))
    body.circle((stick, 0.56), 0.036, skin)
    body.ellipse((0.0, 0.865), 0.115, 0.115, _GREY_HAIR)
    body.ellipse((0.012, 0.86), 0.092, 0.104, skin)
    _face(body, 0.01, 0.872, pose, _GREY_HAIR)
    beard = [(-0.085, 0.85), (-0.05, 0.80), (0.02, 0.815), (0.085, 0.80), (0.105, 0.85), (0.07, 0.70), (0.02, 0.60)]
    body.round_polygon([*beard, (-0.05, 0.70)], _GREY_HAIR)
    body.ellipse((0.025, 0.812), 0.03, 0.011, (150, 80, 74))
    body.round_polygon(
        [(-0.12, 0.86), (-0.11, 0.93), (-0.02, 0.98), (0.08, 0.965), (0.03, 0.94), (-0.07, 0.92)], _GREY_HAIR
    )


PEOPLE: dict[str, Figure] = {
    "woman": Figure(woman, 102, (214, 62, 58), 0.2, close=3.3, focus=0.80, travel=15, waist=True),
    "man": Figure(man, 104, (72, 122, 118), 0.22, close=3.2, focus=0.80, travel=15, waist=True),
    "astronaut": Figure(astronaut, 96, (226, 230, 238), 0.3, close=2.7, focus=0.74, travel=11, waist=True),
    "child": Figure(child, 74, (66, 120, 204), 0.28, close=2.9, focus=0.74, travel=15, waist=True),
    "elder": Figure(elder, 100, (104, 84, 150), 0.3, close=3.2, focus=0.80, travel=8, waist=True),
}
