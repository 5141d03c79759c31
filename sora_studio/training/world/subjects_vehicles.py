"""Bus, bicycle, rocket, airplane, umbrella and robot."""

from __future__ import annotations

import math

from .figure import DARK, PERIOD_S, WHITE, Figure, Pose
from .pen import Colour, Pen, Point, shade

_GLASS: Colour = (170, 212, 232)
_STEEL: Colour = (186, 190, 200)


def _wheel_turn(pose: Pose) -> float:
    """Half a turn in a cycle: three spokes through a hub then look the same, and differ most half a cycle apart."""
    return -math.pi * pose.seconds / PERIOD_S if pose.moving else 0.4


def _spokes(pen: Pen, centre: Point, radius: float, turn: float, width: float, colour: Colour) -> None:
    for k in range(3):
        dx, dy = radius * math.cos(turn + k * math.pi / 3), radius * math.sin(turn + k * math.pi / 3)
        pen.line([(centre[0] - dx, centre[1] - dy), (centre[0] + dx, centre[1] + dy)], width, colour)


def bus(pen: Pen, pose: Pose, colour: Colour) -> None:
    y = 0.008 * pose.wave(PERIOD_S)
    left, low, right, high = -0.80, 0.13 + y, 0.80, 0.74 + y
    roof = [(left, high - 0.06), (left + 0.05, high), (right - 0.11, high), (right - 0.03, high - 0.05)]
    pen.polygon([(left, low), *roof, (right, high - 0.22), (right, low)], colour)
    pen.rectangle(left + 0.10, high - 0.01, right - 0.22, high + 0.03, shade(colour, 0.72))
    pen.rectangle(left, low, right, low + 0.07, shade(colour, 0.68))
    pen.rectangle(left, 0.31 + y, right, 0.35 + y, WHITE)
    for k in range(4):
        x = left + 0.08 + k * 0.265
        pen.rectangle(x, 0.42 + y, x + 0.215, 0.65 + y, _GLASS)
        pen.polygon([(x + 0.04, 0.42 + y), (x + 0.10, 0.42 + y), (x + 0.17, 0.65 + y), (x + 0.11, 0.65 + y)], WHITE)
    pen.rectangle(0.34, low + 0.04, 0.54, 0.65 + y, shade(colour, 0.5))
    for x in (0.36, 0.45):
        pen.rectangle(x, low + 0.07, x + 0.07, 0.62 + y, _GLASS)
    pen.polygon([(0.61, 0.42 + y), (0.795, 0.42 + y), (0.785, 0.60 + y), (0.77, 0.65 + y), (0.61, 0.65 + y)], _GLASS)
    pen.ellipse((0.77, 0.27 + y), 0.04, 0.05, (255, 244, 184))
    pen.rectangle(left, 0.24 + y, left + 0.04, 0.32 + y, (226, 48, 44))
    for x in (-0.48, 0.20):
        pen.circle((x, 0.135), 0.165, shade(colour, 0.45))
        pen.circle((x, 0.135), 0.135, (34, 34, 42))
        pen.circle((x, 0.135), 0.075, _STEEL)
        _spokes(pen, (x, 0.135), 0.07, _wheel_turn(pose), 0.02, (96, 98, 110))


def bicycle(pen: Pen, pose: Pose, colour: Colour) -> None:
    turn = _wheel_turn(pose)
    rear, front, crank = (-0.42, 0.28), (0.44, 0.28), (-0.06, 0.26)
    for hub in (rear, front):
        _spokes(pen, hub, 0.25, turn, 0.014, (206, 210, 220))
        pen.arc(hub, 0.255, 0.255, (0, 180), 0.05, DARK)
        pen.arc(hub, 0.255, 0.255, (180, 360), 0.05, DARK)
        pen.circle(hub, 0.04, _STEEL)
    seat, head = (-0.18, 0.70), (0.30, 0.74)
    pen.line([rear, crank], 0.05, shade(colour, 0.8))
    pen.line([rear, seat], 0.05, shade(colour, 0.8))
    pen.line([crank, (-0.19, 0.74)], 0.06, colour)
    pen.line([(-0.17, 0.65), (0.31, 0.68), crank], 0.065, colour)
    pen.line([head, front], 0.06, colour)
    pen.line([(0.27, 0.86), head], 0.045, _STEEL)
    pen.line([(0.17, 0.86), (0.28, 0.87), (0.40, 0.83), (0.40, 0.74)], 0.05, DARK)
    pen.line([(-0.20, 0.72), (-0.205, 0.80)], 0.045, _STEEL)
    pen.round_polygon([(-0.34, 0.84), (-0.30, 0.78), (-0.08, 0.805), (-0.07, 0.835), (-0.20, 0.85)], (104, 62, 42))
    pen.circle(crank, 0.075, (150, 154, 166))
    # The cranks turn with the wheels: aslant one way in one pose, the other way half a cycle later.
    foot = (0.15 * math.cos(turn), 0.15 * math.sin(turn))
    for side in (-1, 1):
        end = (crank[0] + side * foot[0], crank[1] + side * foot[1])
        pen.line([crank, end], 0.035, DARK)
        pen.line([(end[0] - 0.055, end[1]), (end[0] + 0.055, end[1])], 0.04, DARK)


def rocket(pen: Pen, pose: Pose, colour: Colour) -> None:
    burn = pose.wave(PERIOD_S)
    lick, tip = 0.04 * burn, 0.09 + 0.07 * burn
    pen.round_polygon(
        [
            (-0.11, 0.27),
            (-0.15, 0.20),
            (-0.07 + lick, 0.13),
            (lick, -0.10 + tip),
            (0.09 + lick, 0.13),
            (0.15, 0.20),
            (0.11, 0.27),
        ],
        (255, 132, 40),
    )
    pen.round_polygon(
        [(-0.07, 0.27), (-0.075, 0.20), (lick, 0.06 + tip * 0.5), (0.075, 0.20), (0.07, 0.27)], (255, 236, 130)
    )
    for side in (-1, 1):
        fin = [(side * 0.14, 0.52), (side * 0.30, 0.36), (side * 0.32, 0.16), (side * 0.12, 0.30)]
        pen.polygon(fin, shade(colour, 0.85 if side < 0 else 1.0))
    pen.rectangle(-0.10, 0.24, 0.10, 0.31, (92, 96, 110))
    hull = [(-0.13, 0.29), (-0.19, 0.50), (-0.16, 0.75), (0.0, 1.02), (0.16, 0.75), (0.19, 0.50), (0.13, 0.29)]
    pen.round_polygon(hull, (240, 240, 244))
    pen.polygon(
        [(-0.13, 0.29), (-0.185, 0.50), (-0.155, 0.75), (-0.08, 0.75), (-0.10, 0.50), (-0.07, 0.29)], (204, 208, 220)
    )
    nose = [(-0.155, 0.76), (-0.095, 0.90), (0.0, 1.025), (0.095, 0.90), (0.155, 0.76)]
    pen.polygon(nose, colour)
    pen.polygon([(-0.165, 0.36), (0.165, 0.36), (0.18, 0.42), (-0.18, 0.42)], colour)
    pen.polygon([(0.0, 0.50), (0.035, 0.40), (0.03, 0.16), (-0.03, 0.16), (-0.035, 0.40)], shade(colour, 0.72))
    pen.circle((0, 0.61), 0.105, (92, 96, 110))
    pen.circle((0, 0.61), 0.075, (96, 176, 232))
    pen.ellipse((-0.02, 0.635), 0.03, 0.022, WHITE)


def airplane(pen: Pen, pose: Pose, colour: Colour) -> None:
    y = 0.03 * pose.wave(PERIOD_S)
    dark = shade(colour, 0.7)
    pen.polygon([(-0.02, 0.46 + y), (0.18, 0.46 + y), (-0.02, 0.66 + y), (-0.14, 0.66 + y)], dark)
    pen.polygon([(-0.74, 0.42 + y), (-0.80, 0.76 + y), (-0.64, 0.76 + y), (-0.46, 0.46 + y)], dark)
    pen.round_polygon(
        [
            (-0.80, 0.46 + y),
            (-0.40, 0.50 + y),
            (0.40, 0.53 + y),
            (0.66, 0.45 + y),
            (0.70, 0.36 + y),
            (0.60, 0.27 + y),
            (0.20, 0.22 + y),
            (-0.40, 0.30 + y),
        ],
        colour,
    )
    pen.polygon([(-0.74, 0.40 + y), (0.70, 0.34 + y), (0.67, 0.31 + y), (0.60, 0.30 + y), (-0.66, 0.36 + y)], WHITE)
    pen.round_polygon([(0.16, 0.51 + y), (0.24, 0.62 + y), (0.38, 0.61 + y), (0.48, 0.49 + y)], _GLASS)
    for x in (-0.36, -0.20, -0.04):
        pen.circle((x, 0.445 + y), 0.042, _GLASS)
    pen.polygon([(0.20, 0.34 + y), (-0.12, 0.34 + y), (-0.36, 0.06 + y), (-0.18, 0.06 + y)], shade(colour, 0.82))
    pen.polygon([(-0.60, 0.44 + y), (-0.80, 0.34 + y), (-0.92, 0.34 + y), (-0.78, 0.44 + y)], shade(colour, 0.82))
    # The blades stand tall and short by turns, as a turning propeller does from the side.
    blade = 0.21 + 0.09 * pose.wave(PERIOD_S)
    pen.ellipse((0.755, 0.385 + y), 0.035, blade, (72, 76, 90))
    pen.ellipse((0.74, 0.385 + y), 0.075, 0.06, (250, 206, 84))


def umbrella(pen: Pen, pose: Pose, colour: Colour) -> None:
    sway = 0.05 * pose.wave(PERIOD_S)

    def at(*points: Point) -> list[Point]:
        return [(x + sway * (y - 0.05), y - sway * x * 0.8) for x, y in points]

    wood: Colour = (122, 78, 48)
    pen.line(at((0, 0.62), (0, 0.10), (0.02, 0.04), (0.08, 0.02), (0.14, 0.05), (0.15, 0.12)), 0.045, wood)
    pen.line(at((0, 0.94), (0, 1.04)), 0.035, wood)
    edge = [(-0.56, 0.55), (-0.34, 0.60), (-0.19, 0.52), (0.0, 0.59), (0.19, 0.52), (0.34, 0.60), (0.56, 0.55)]
    pen.polygon(
        at((-0.56, 0.55), (-0.36, 0.66), (0.36, 0.66), (0.56, 0.55), (0.19, 0.53), (-0.19, 0.53)), shade(colour, 0.5)
    )
    crown = [(0.52, 0.70), (0.38, 0.86), (0.20, 0.95), (0.0, 0.98), (-0.20, 0.95), (-0.38, 0.86), (-0.52, 0.70)]
    pen.polygon(at(*edge, *crown), colour)
    for side in (-1, 1):
        gore = [
            (side * 0.19, 0.52),
            (side * 0.34, 0.60),
            (side * 0.56, 0.55),
            (side * 0.52, 0.70),
            (side * 0.38, 0.86),
            (side * 0.20, 0.95),
            (0, 0.98),
            (side * 0.14, 0.80),
        ]
        pen.polygon(at(*gore), shade(colour, 0.74 if side < 0 else 1.35))


def robot(pen: Pen, pose: Pose, colour: Colour) -> None:
    step = pose.stride
    wave = pose.wave(PERIOD_S)
    grey: Colour = (112, 118, 134)
    for side in (-1, 1):
        up = max(0.0, side * step)
        foot, lift = side * 0.11 + 0.05 * up, 0.09 * up
        pen.line([(side * 0.10, 0.34), (side * 0.11 + 0.07 * up, 0.20 + lift), (foot, 0.08 + lift)], 0.085, grey)
        pen.rectangle(foot - 0.08, lift, foot + 0.11, 0.08 + lift, shade(colour, 0.6))
    body = pen.raised(pose.breath)
    for side in (-1, 1):
        up = max(0.0, -side * (0.8 * step + 0.2 * wave))
        hand = (side * (0.30 + 0.06 * up), 0.32 + 0.13 * up)
        body.line([(side * 0.23, 0.58), (side * 0.31, 0.47), hand], 0.075, grey)
        body.circle(hand, 0.058, shade(colour, 0.6))
        body.circle((side * 0.225, 0.58), 0.068, shade(colour, 0.72))
    body.rectangle(-0.21, 0.30, 0.21, 0.63, colour)
    body.rectangle(-0.21, 0.30, -0.13, 0.63, shade(colour, 0.8))
    body.rectangle(-0.10, 0.43, 0.14, 0.58, (52, 58, 76))
    for k, light in enumerate(((255, 92, 80), (255, 214, 84), (110, 236, 140))):
        body.circle((-0.05 + k * 0.07, 0.505), 0.026, light)
    body.rectangle(-0.07, 0.62, 0.07, 0.68, grey)
    body.line([(0, 0.92), (0.02 * wave, 1.0)], 0.025, grey)
    body.circle((0.02 * wave, 1.01), 0.036, (255, 92, 80))
    for side in (-1, 1):
        body.rectangle(side * 0.235 - 0.035, 0.74, side * 0.235 + 0.035, 0.85, grey)
    body.rectangle(-0.22, 0.66, 0.22, 0.93, shade(colour, 1.12))
    body.rectangle(-0.17, 0.76, 0.19, 0.89, (40, 46, 62))
    for x in (-0.07, 0.09):
        body.circle((x, 0.825), 0.048, (60, 190, 220))
        body.circle((x, 0.825), 0.032, (196, 252, 255))
    body.line([(-0.07, 0.71), (0.09, 0.71)], 0.024, (40, 46, 62))


VEHICLES: dict[str, Figure] = {
    "bus": Figure(bus, 88, (232, 168, 48), 0.82, close=1.7, focus=0.45, focus_x=0.3, travel=14),
    "bicycle": Figure(bicycle, 84, (52, 140, 196), 0.72, close=1.6, focus=0.5, travel=12),
    "rocket": Figure(rocket, 100, (218, 62, 58), 0.34, lift=0.3, close=1.7, focus=0.62, travel=6),
    "airplane": Figure(airplane, 76, (214, 70, 60), 0.9, lift=0.45, close=1.7, focus=0.42, focus_x=0.3, travel=16),
    "umbrella": Figure(umbrella, 90, (206, 60, 80), 0.58, close=1.6, focus=0.74),
    "robot": Figure(robot, 100, (96, 156, 190), 0.36, close=3.0, focus=0.80, travel=6, waist=True),
}
