"""Cat, horse, rabbit, dragon and whale."""

from __future__ import annotations

from .figure import DARK, PERIOD_S, WHITE, Figure, Pose, big_eye
from .pen import Colour, Pen, shade

_PINK: Colour = (240, 150, 160)


def cat(pen: Pen, pose: Pose, colour: Colour) -> None:
    step, sway = pose.stride, pose.wave(PERIOD_S)
    dark, light = shade(colour, 0.70), shade(colour, 1.55)
    pen.line([(-0.40, 0.44), (-0.56, 0.54), (-0.60, 0.72), (-0.54 + 0.12 * sway, 0.92)], 0.09, colour)
    pen.circle((-0.54 + 0.12 * sway, 0.92), 0.05, dark)
    for x, side in ((-0.28, 1), (0.20, -1)):
        pen.line([(x, 0.34), (x + 0.14 * step * side, 0.05)], 0.10, dark)
    back = [(-0.46, 0.42), (-0.34, 0.56), (-0.05, 0.54), (0.24, 0.60), (0.38, 0.44)]
    pen.round_polygon([*back, (0.22, 0.26), (-0.10, 0.29), (-0.36, 0.26)], colour)
    for x in (-0.26, -0.10, 0.06):
        pen.polygon([(x - 0.035, 0.56), (x + 0.035, 0.56), (x - 0.01, 0.38)], dark)
    for x, side in ((-0.36, -1), (0.16, 1)):
        foot = x + 0.14 * step * side
        pen.line([(x, 0.36), (foot, 0.06)], 0.11, colour)
        pen.ellipse((foot + 0.03, 0.035), 0.075, 0.038, light)
    for x in (0.27, 0.55):
        pen.polygon([(x - 0.11, 0.80), (x + 0.11, 0.80), (x + (x - 0.41) * 0.4, 1.04)], colour)
        pen.polygon([(x - 0.055, 0.83), (x + 0.055, 0.83), (x + (x - 0.41) * 0.35, 0.97)], _PINK)
    pen.ellipse((0.41, 0.70), 0.25, 0.20, colour)
    pen.ellipse((0.43, 0.61), 0.13, 0.085, light)
    for x in (0.32, 0.53):
        pen.ellipse((x, 0.73), 0.055, 0.06, (190, 226, 96))
        pen.ellipse((x + 0.008, 0.73), 0.026, 0.055, DARK)
    pen.polygon([(0.39, 0.665), (0.47, 0.665), (0.43, 0.62)], _PINK)
    if pen.fine:
        for side in (-1, 1):
            pen.arc((0.43 + side * 0.035, 0.61), 0.035, 0.03, (180, 360), 0.014, DARK)
            for drop in (-0.04, 0.03):
                pen.line([(0.43 + side * 0.12, 0.63), (0.43 + side * 0.26, 0.62 + drop)], 0.012, WHITE)


def horse(pen: Pen, pose: Pose, colour: Colour) -> None:
    step, sway = pose.stride, pose.wave(PERIOD_S)
    dark, mane = shade(colour, 0.70), shade(colour, 0.40)
    tail = -0.62 + 0.06 * sway
    pen.round_polygon([(-0.38, 0.64), (-0.50, 0.66), (tail, 0.44), (tail - 0.05, 0.22), (tail + 0.08, 0.30)], mane)
    for x, side in ((-0.26, 1), (0.20, -1)):
        _leg(pen, x, step * side, dark, mane)
    body = [(-0.46, 0.58), (-0.34, 0.70), (-0.05, 0.65), (0.16, 0.70), (0.34, 0.60), (0.28, 0.42)]
    pen.round_polygon([*body, (0.0, 0.37), (-0.26, 0.40), (-0.44, 0.44)], colour)
    for x, side in ((-0.36, -1), (0.24, 1)):
        _leg(pen, x, step * side, colour, mane)
    pen.polygon([(0.06, 0.68), (0.34, 0.50), (0.54, 0.84), (0.36, 0.98)], colour)
    ruff = [(0.42, 1.02), (0.28, 0.98), (0.14, 0.82), (0.0, 0.66 + 0.02 * sway), (0.12, 0.62), (0.30, 0.80)]
    pen.round_polygon([*ruff, (0.42, 0.92)], mane)
    for x in (0.47, 0.39):
        pen.polygon([(x - 0.045, 0.94), (x + 0.045, 0.94), (x + 0.01, 1.07)], colour if x < 0.45 else dark)
    pen.round_polygon([(0.34, 0.90), (0.42, 0.98), (0.54, 0.92), (0.74, 0.74), (0.70, 0.64), (0.60, 0.64)], colour)
    pen.polygon([(0.50, 0.95), (0.56, 0.90), (0.68, 0.79), (0.62, 0.80)], WHITE)
    pen.ellipse((0.69, 0.70), 0.075, 0.065, shade(colour, 1.5), -40)
    pen.circle((0.72, 0.72), 0.016, DARK)
    pen.polygon([(0.38, 1.02), (0.50, 0.97), (0.49, 0.86)], mane)
    big_eye(pen, 0.50, 0.87, 0.036)


def _leg(pen: Pen, x: float, swing: float, colour: Colour, hoof: Colour) -> None:
    """A horse's leg; `swing` is -1 to 1."""
    foot = x + 0.15 * swing
    pen.line([(x, 0.50), (x + 0.09 * swing, 0.28)], 0.12, colour)
    pen.line([(x + 0.09 * swing, 0.28), (foot, 0.07)], 0.075, colour)
    pen.polygon([(foot - 0.05, 0.0), (foot + 0.07, 0.0), (foot + 0.045, 0.085), (foot - 0.045, 0.085)], hoof)


def rabbit(pen: Pen, pose: Pose, colour: Colour) -> None:
    step, sway = pose.stride, pose.wave(PERIOD_S)
    dark, light = shade(colour, 0.76), shade(colour, 1.6)
    hop = 0.03 + 0.03 * step
    body = pen.raised(hop)
    body.circle((-0.36, 0.26), 0.105, WHITE)
    for lean, tint in ((-0.05, dark), (0.05, colour)):
        tip = lean - 0.04 * sway
        ear = [(0.10 + lean, 0.62), (0.02 + tip, 0.84), (0.06 + tip, 1.0), (0.16 + lean, 0.88), (0.20 + lean, 0.64)]
        body.round_polygon(ear, tint)
    body.line([(0.15, 0.68), (0.13 - 0.03 * sway, 0.90)], 0.05, _PINK)
    pen.line([(0.18, 0.26), (0.24 - 0.08 * step, 0.05)], 0.09, dark)
    rump = [(-0.34, 0.24), (-0.30, 0.42), (-0.12, 0.50), (0.10, 0.48), (0.26, 0.34), (0.20, 0.14), (-0.08, 0.09)]
    body.round_polygon([*rump, (-0.28, 0.11)], colour)
    body.ellipse((0.18, 0.27), 0.10, 0.13, light)
    body.ellipse((-0.15, 0.22), 0.17, 0.16, dark, 20)
    body.ellipse((-0.14, 0.23), 0.15, 0.145, colour, 20)
    pen.line([(-0.16, 0.16), (-0.14 - 0.06 * step, 0.06)], 0.12, colour)
    pen.ellipse((-0.06 - 0.10 * step, 0.045), 0.17, 0.045, light)
    pen.line([(0.12, 0.26), (0.20 + 0.10 * step, 0.05)], 0.09, colour)
    pen.ellipse((0.23 + 0.10 * step, 0.035), 0.07, 0.036, light)
    body.ellipse((0.22, 0.56), 0.20, 0.165, colour)
    body.ellipse((0.32, 0.50), 0.105, 0.085, light)
    body.ellipse((0.40, 0.54), 0.035, 0.026, _PINK)
    body.circle((0.24, 0.60), 0.05, DARK)
    body.circle((0.255, 0.62), 0.018, WHITE)
    if pen.fine:
        body.arc((0.37, 0.50), 0.05, 0.035, (200, 330), 0.014, DARK)


def dragon(pen: Pen, pose: Pose, colour: Colour) -> None:
    step, flap = pose.stride, pose.wave(PERIOD_S)
    dark, belly, horn = shade(colour, 0.66), (250, 222, 150), (250, 236, 206)
    tip = 0.30 + 0.06 * flap
    _wing(pen, 0.10, flap, shade(colour, 0.5), dark)
    for x, side in ((-0.14, 1), (0.20, -1)):
        pen.line([(x, 0.32), (x + 0.10 * step * side, 0.06)], 0.12, dark)
    spikes = [(-0.60, 0.24), (-0.44, 0.28), (-0.26, 0.45), (0.42, 0.70), (0.38, 0.84)]
    for x, y in spikes:
        pen.polygon([(x - 0.06, y - 0.06), (x + 0.06, y - 0.04), (x - 0.06, y + 0.09)], horn)
    pen.polygon([(-0.76, tip - 0.04), (-0.94, tip), (-0.80, tip + 0.16), (-0.70, tip + 0.04)], dark)
    back = [(-0.80, tip + 0.03), (-0.60, 0.22), (-0.36, 0.34), (-0.14, 0.50), (0.16, 0.50), (0.30, 0.62), (0.38, 0.84)]
    front = [(0.54, 0.80), (0.52, 0.58), (0.38, 0.32), (0.14, 0.18), (-0.20, 0.16), (-0.56, 0.11)]
    pen.round_polygon([*back, *front], colour)
    pen.round_polygon([(0.53, 0.70), (0.47, 0.52), (0.34, 0.30), (0.12, 0.18), (0.24, 0.36), (0.40, 0.56)], belly)
    for x, side in ((-0.24, -1), (0.14, 1)):
        foot = x + 0.10 * step * side
        pen.line([(x, 0.30), (foot, 0.07)], 0.14, colour)
        pen.ellipse((foot + 0.04, 0.04), 0.10, 0.042, horn)
    _wing(pen, -0.02, flap, shade(colour, 1.5), dark)
    for x in (0.42, 0.50):
        pen.polygon([(x - 0.04, 0.92), (x + 0.05, 0.92), (x - 0.15, 1.08)], horn)
    pen.polygon([(0.50, 0.78), (0.76, 0.72), (0.74, 0.66), (0.52, 0.68)], dark)
    pen.round_polygon([(0.36, 0.84), (0.44, 0.96), (0.58, 0.94), (0.78, 0.88), (0.82, 0.77), (0.50, 0.72)], colour)
    for x in (0.66, 0.74):
        pen.polygon([(x - 0.025, 0.77), (x + 0.025, 0.77), (x, 0.71)], WHITE)
    pen.circle((0.77, 0.84), 0.018, DARK)
    big_eye(pen, 0.54, 0.87, 0.052)


def _wing(pen: Pen, x: float, flap: float, skin: Colour, bone: Colour) -> None:
    """A bat's wing rooted at `x`, up where `flap` is 1 and level where it is -1."""
    rise = 0.62 + 0.42 * flap
    top, end = (x - 0.20, 0.60 + 0.5 * rise), (x - 0.66, 0.52 + 0.42 * rise)
    mid, low = (x - 0.52, 0.46 + 0.18 * rise), (x - 0.36, 0.42 + 0.06 * rise)
    pen.polygon([(x + 0.06, 0.48), top, end, (mid[0] + 0.05, mid[1] + 0.12 * rise), mid, low, (x - 0.12, 0.42)], skin)
    for point in (end, mid):
        pen.line([top, point], 0.022, bone)
    pen.line([(x + 0.04, 0.46), top], 0.05, bone)


def whale(pen: Pen, pose: Pose, colour: Colour) -> None:
    sway = pose.wave(PERIOD_S)
    dark, belly = shade(colour, 0.68), (238, 240, 240)
    tail = 0.56 + 0.12 * sway
    for tip, tint in ((-0.98, dark), (-0.56, shade(colour, 0.82))):
        middle = (tip - 0.76) / 2
        fluke = [(-0.80, tail - 0.06), (-0.70, tail + 0.02), (middle + 0.05, tail + 0.20), (tip, tail + 0.28)]
        pen.round_polygon([*fluke, (middle - 0.06, tail + 0.12)], tint)
    body = [(-0.80, tail + 0.04), (-0.52, 0.46), (-0.20, 0.66), (0.24, 0.74), (0.62, 0.64), (0.76, 0.40), (0.62, 0.14)]
    pen.round_polygon([*body, (0.26, 0.03), (-0.18, 0.08), (-0.54, 0.26), (-0.76, tail - 0.10)], colour)
    pen.round_polygon([(0.73, 0.28), (0.62, 0.14), (0.26, 0.03), (-0.18, 0.08), (-0.40, 0.19), (0.20, 0.24)], belly)
    for k in range(3):
        pen.line([(0.62 - k * 0.04, 0.22 - k * 0.045), (0.02 + k * 0.05, 0.18 - k * 0.04)], 0.014, (170, 178, 190))
    fin = 0.08 * sway
    pen.round_polygon([(0.26, 0.26), (0.06, 0.24), (-0.14, 0.12 + fin), (-0.10, 0.07 + fin), (0.12, 0.13)], dark)
    pen.line([(0.74, 0.31), (0.58, 0.30), (0.46, 0.34)], 0.024, shade(colour, 0.45))
    big_eye(pen, 0.48, 0.43, 0.055)
    spout: Colour = (206, 236, 250)
    high = 0.94 + 0.05 * sway
    pen.line([(0.30, 0.74), (0.30, high)], 0.05, spout)
    for side in (-1, 1):
        bend, drop = (0.30 + side * 0.10, high + 0.02), (0.30 + side * 0.17, high - 0.09)
        pen.line([(0.30, high - 0.04), bend, drop], 0.05, spout)


ANIMALS: dict[str, Figure] = {
    "cat": Figure(cat, 90, (236, 150, 66), 0.72, close=2.0, focus=0.72, focus_x=0.40, travel=12),
    "horse": Figure(horse, 104, (158, 92, 50), 0.77, close=2.1, focus=0.84, focus_x=0.50, travel=18),
    "rabbit": Figure(rabbit, 90, (176, 150, 128), 0.47, close=2.0, focus=0.66, focus_x=0.20, travel=12),
    "dragon": Figure(dragon, 94, (70, 160, 84), 0.95, close=2.1, focus=0.84, focus_x=0.56, travel=9),
    "whale": Figure(whale, 90, (70, 112, 168), 0.99, lift=0.3, close=1.7, focus=0.42, focus_x=0.44, travel=9),
}
