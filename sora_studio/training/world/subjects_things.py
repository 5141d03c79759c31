"""Candle, drone, boat, door, car, tree, balloon and train."""

from __future__ import annotations

import math

from .figure import DARK, PERIOD_S, WHITE, Figure, Pose
from .pen import Colour, Pen, shade

_BRASS: Colour = (204, 158, 82)
_GLASS: Colour = (170, 212, 232)
_LIT: Colour = (255, 230, 160)


def candle(pen: Pen, pose: Pose, colour: Colour) -> None:
    lean = 0.035 * pose.wave(PERIOD_S) + 0.015 * pose.wave(PERIOD_S, 1)
    pen.line([(0.24, 0.07), (0.36, 0.14), (0.36, 0.22), (0.28, 0.24)], 0.04, shade(_BRASS, 0.8))
    pen.ellipse((0, 0.06), 0.31, 0.065, shade(_BRASS, 0.78))
    pen.ellipse((0, 0.085), 0.25, 0.045, _BRASS)
    pen.polygon([(-0.12, 0.08), (0.12, 0.08), (0.115, 0.60), (-0.115, 0.60)], colour)
    pen.polygon([(-0.12, 0.08), (-0.055, 0.08), (-0.055, 0.60), (-0.115, 0.60)], shade(colour, 0.82))
    pen.ellipse((0, 0.60), 0.116, 0.035, shade(colour, 1.3))
    for x, y in ((0.09, 0.44), (-0.03, 0.50), (-0.105, 0.38)):
        pen.line([(x, 0.59), (x, y)], 0.042, shade(colour, 1.3))
    pen.line([(0, 0.60), (lean * 0.2, 0.67)], 0.02, DARK)
    pen.round_polygon(
        [
            (-0.085, 0.73),
            (-0.05, 0.66),
            (0.05, 0.66),
            (0.085, 0.73),
            (0.05 + lean, 0.86),
            (lean * 1.4, 1.0),
            (-0.045 + lean, 0.86),
        ],
        (255, 172, 54),
    )
    pen.round_polygon([(-0.045, 0.72), (0, 0.67), (0.045, 0.72), (lean * 0.8, 0.86)], (255, 244, 184))


def drone(pen: Pen, pose: Pose, colour: Colour) -> None:
    y = 0.44 + 0.035 * pose.wave(PERIOD_S)
    dark: Colour = (58, 64, 80)
    pen.line([(-0.46, y + 0.13), (-0.14, y), (0.14, y), (0.46, y + 0.13)], 0.06, dark)
    for side in (-1, 1):
        pen.line([(side * 0.12, y - 0.06), (side * 0.22, y - 0.23), (side * 0.30, y - 0.23)], 0.032, dark)
    pen.round_polygon(
        [(-0.22, y), (-0.12, y + 0.12), (0.12, y + 0.12), (0.22, y), (0.12, y - 0.10), (-0.12, y - 0.10)], colour
    )
    pen.ellipse((0, y + 0.06), 0.12, 0.045, shade(colour, 1.4))
    pen.circle((0, y - 0.10), 0.085, dark)
    pen.circle((0.015, y - 0.10), 0.05, (96, 196, 244))
    pen.circle((-0.15, y + 0.02), 0.024, (255, 70, 60))
    pen.circle((0.15, y + 0.02), 0.024, (90, 255, 130))
    for side in (-1, 1):
        pen.rectangle(side * 0.46 - 0.035, y + 0.10, side * 0.46 + 0.035, y + 0.22, dark)
        # The blades turn too fast to see: a pale disc that shimmers slowly.
        pen.ellipse((side * 0.46, y + 0.24), 0.23 + 0.02 * pose.wave(PERIOD_S, side), 0.026, (200, 210, 224))


def boat(pen: Pen, pose: Pose, colour: Colour) -> None:
    roll = 0.045 * pose.wave(PERIOD_S)
    heave = 0.02 * pose.wave(PERIOD_S, 1.2)

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x - roll * y, y + roll * x + heave + 0.02) for x, y in points]

    pen.line(at((0, 0.2), (0, 1.02)), 0.032, (104, 72, 52))
    pen.polygon(at((0.035, 0.29), (0.035, 0.99), (0.24, 0.66), (0.46, 0.31)), colour)
    pen.polygon(at((-0.035, 0.31), (-0.035, 0.92), (-0.36, 0.34)), shade(colour, 0.82))
    if pen.fine:
        for k in (0.42, 0.56, 0.70):
            pen.line(at((0.035, k), (0.40 - k * 0.26, k)), 0.008, shade(colour, 0.8))
    pen.polygon(at((0, 1.02), (0, 1.11), (-0.13, 1.065)), (224, 72, 62))
    pen.round_polygon(
        at((-0.52, 0.25), (0.0, 0.23), (0.56, 0.27), (0.44, 0.05), (0.30, 0.0), (-0.32, 0.0), (-0.44, 0.06)),
        (150, 92, 56),
    )
    pen.polygon(at((-0.52, 0.26), (0.57, 0.28), (0.53, 0.20), (-0.49, 0.18)), WHITE)
    if pen.fine:
        for x in (-0.24, 0.0, 0.24):
            pen.circle(at((x, 0.115))[0], 0.032, _LIT)


def door(pen: Pen, pose: Pose, colour: Colour) -> None:
    opening = 0.5
    edge = 0.27 - 0.30 * opening
    drop = 0.07 * opening
    pen.rectangle(-0.43, -0.02, 0.43, 0.02, (140, 112, 88))
    pen.rectangle(-0.35, 0.0, 0.35, 1.06, (104, 74, 56))
    pen.rectangle(-0.39, 1.02, 0.39, 1.09, (124, 90, 66))
    pen.rectangle(-0.27, 0.0, 0.27, 0.99, _LIT)
    pen.polygon([(-0.27, 0), (edge, -drop), (edge, 0.99 - drop * 0.4), (-0.27, 0.99)], colour)
    width = edge + 0.27
    for low in (0.10, 0.55):
        left, right = -0.27 + width * 0.18, -0.27 + width * 0.82
        slope = drop * 0.5
        panel = [
            (left, low - slope * 0.4),
            (right, low - slope),
            (right, low + 0.33 - slope),
            (left, low + 0.33 - slope * 0.4),
        ]
        pen.polygon(panel, shade(colour, 0.76))
    pen.circle((-0.27 + width * 0.90, 0.47 - drop * 0.5), 0.032, (246, 214, 110))


def car(pen: Pen, pose: Pose, colour: Colour) -> None:
    bob = 0.006 * pose.wave(PERIOD_S)
    dark = shade(colour, 0.72)
    body = [
        (-0.66, 0.14),
        (-0.67, 0.34),
        (-0.50, 0.41),
        (-0.36, 0.66),
        (0.16, 0.67),
        (0.38, 0.43),
        (0.64, 0.37),
        (0.69, 0.16),
    ]
    pen.polygon([(x, y + bob) for x, y in body], colour)
    pen.polygon([(-0.66, 0.12 + bob), (-0.67, 0.23 + bob), (0.68, 0.24 + bob), (0.69, 0.12 + bob)], dark)
    for pane in (
        [(-0.43, 0.42), (-0.31, 0.60), (-0.09, 0.61), (-0.09, 0.42)],
        [(-0.03, 0.42), (-0.03, 0.61), (0.13, 0.61), (0.29, 0.42)],
    ):
        pen.polygon([(x, y + bob) for x, y in pane], _GLASS)
    if pen.fine:
        pen.polygon(
            [(-0.03, 0.50 + bob), (-0.03, 0.58 + bob), (0.06, 0.61 + bob), (0.13, 0.61 + bob)], shade(_GLASS, 1.4)
        )
        pen.line([(-0.06, 0.41 + bob), (-0.06, 0.16 + bob)], 0.012, shade(colour, 0.55))
        pen.line([(0.02, 0.35 + bob), (0.10, 0.35 + bob)], 0.022, shade(colour, 0.5))
    pen.ellipse((0.645, 0.31 + bob), 0.04, 0.055, (255, 244, 184))
    pen.ellipse((-0.65, 0.31 + bob), 0.032, 0.05, (226, 48, 44))
    turn = -3.2 * pose.seconds if pose.moving else 0.4
    for x in (-0.38, 0.40):
        pen.circle((x, 0.135), 0.145, (34, 34, 42))
        pen.circle((x, 0.135), 0.075, (186, 190, 200))
        for k in (0.0, math.pi / 2):
            dx, dy = 0.07 * math.cos(turn + k), 0.07 * math.sin(turn + k)
            pen.line([(x - dx, 0.135 - dy), (x + dx, 0.135 + dy)], 0.022, (96, 98, 110))


def tree(pen: Pen, pose: Pose, colour: Colour) -> None:
    sway = 0.025 * pose.wave(PERIOD_S)
    bark: Colour = (116, 78, 52)
    pen.round_polygon(
        [(-0.15, 0.0), (-0.06, 0.12), (-0.05, 0.55), (0.06, 0.55), (0.07, 0.12), (0.16, 0.0), (0.0, 0.03)], bark
    )
    pen.line([(0.01, 0.34), (0.16, 0.54)], 0.045, bark)
    pen.line([(-0.01, 0.30), (-0.15, 0.52)], 0.045, bark)
    clumps = (
        (-0.25, 0.56, 0.19, 0.78),
        (0.25, 0.58, 0.19, 0.80),
        (0.0, 0.58, 0.23, 0.86),
        (-0.16, 0.76, 0.20, 0.96),
        (0.17, 0.78, 0.19, 1.0),
        (0.0, 0.92, 0.17, 1.12),
        (0.03, 0.72, 0.19, 1.06),
    )
    for x, y, radius, tone in clumps:
        pen.circle((x + sway * y, y), radius, shade(colour, tone))
    if pen.fine:
        for x, y in ((-0.22, 0.80), (0.02, 0.96), (0.16, 0.82), (-0.02, 0.72), (0.24, 0.62), (-0.26, 0.58)):
            pen.arc((x + sway * y, y), 0.05, 0.045, (20, 160), 0.014, shade(colour, 1.4))


def balloon(pen: Pen, pose: Pose, colour: Colour) -> None:
    y = 0.04 * pose.wave(PERIOD_S)
    cream: Colour = (250, 240, 220)
    for side in (-1, 1):
        pen.line([(side * 0.085, 0.18 + y), (side * 0.13, 0.42 + y)], 0.014, (104, 80, 58))
    pen.polygon([(-0.10, 0.20 + y), (0.10, 0.20 + y), (0.08, 0.04 + y), (-0.08, 0.04 + y)], (172, 116, 66))
    pen.rectangle(-0.11, 0.17 + y, 0.11, 0.215 + y, (120, 78, 46))
    for half, tone in ((0.34, colour), (0.235, cream), (0.12, colour)):
        pen.round_polygon(
            [
                (-half, 0.74 + y),
                (-half * 0.74, 0.97 + y),
                (0, 1.07 + y),
                (half * 0.74, 0.97 + y),
                (half, 0.74 + y),
                (half * 0.62, 0.52 + y),
                (half * 0.30, 0.37 + y),
                (-half * 0.30, 0.37 + y),
                (-half * 0.62, 0.52 + y),
            ],
            tone,
        )
    pen.rectangle(-0.105, 0.36 + y, 0.105, 0.40 + y, shade(colour, 0.7))


def train(pen: Pen, pose: Pose, colour: Colour) -> None:
    bob = 0.006 * pose.wave(PERIOD_S)
    dark, steel = shade(colour, 0.7), (72, 76, 90)
    pen.rectangle(-1.3, 0.0, 1.2, 0.035, (120, 104, 96))
    for k, size in enumerate((0.09, 0.13, 0.17)):
        age = (pose.seconds * 0.45 + k / 3) % 1 if pose.moving else k / 3
        pen.circle((0.86 - age * 0.9, 0.98 + age * 0.24), size * (0.6 + 0.6 * age), (236, 236, 240))
    pen.rectangle(-1.24, 0.18 + bob, -0.22, 0.66 + bob, shade(colour, 1.12))
    pen.rectangle(-1.28, 0.64 + bob, -0.18, 0.71 + bob, dark)
    pen.rectangle(-1.24, 0.18 + bob, -0.22, 0.27 + bob, dark)
    for k in range(4):
        left = -1.16 + k * 0.24
        pen.rectangle(left, 0.38 + bob, left + 0.16, 0.57 + bob, _LIT)
    pen.rectangle(-0.24, 0.22, -0.04, 0.27, steel)
    pen.rectangle(-0.08, 0.20 + bob, 0.30, 0.80 + bob, colour)
    pen.rectangle(-0.13, 0.78 + bob, 0.35, 0.86 + bob, dark)
    pen.rectangle(0.0, 0.50 + bob, 0.20, 0.70 + bob, _LIT)
    pen.round_polygon(
        [(0.28, 0.24 + bob), (0.28, 0.60 + bob), (0.96, 0.60 + bob), (1.04, 0.42 + bob), (0.96, 0.24 + bob)],
        shade(colour, 0.88),
    )
    for x in (0.46, 0.66):
        pen.rectangle(x, 0.24 + bob, x + 0.04, 0.60 + bob, (236, 196, 96))
    pen.polygon([(0.80, 0.58 + bob), (0.90, 0.58 + bob), (0.94, 0.84 + bob), (0.76, 0.84 + bob)], steel)
    pen.ellipse((0.56, 0.62 + bob), 0.08, 0.07, (236, 196, 96))
    pen.circle((1.0, 0.52 + bob), 0.055, (255, 248, 200))
    pen.polygon([(0.94, 0.22), (1.18, 0.04), (0.92, 0.04)], steel)
    turn = -3.0 * pose.seconds if pose.moving else 0.3
    for x, radius in ((-1.06, 0.09), (-0.40, 0.09), (0.08, 0.13), (0.40, 0.13), (0.74, 0.10)):
        pen.circle((x, radius + 0.02), radius, DARK)
        pen.circle((x, radius + 0.02), radius * 0.55, (190, 80, 66))
        dx, dy = radius * 0.8 * math.cos(turn), radius * 0.8 * math.sin(turn)
        pen.line([(x - dx, radius + 0.02 - dy), (x + dx, radius + 0.02 + dy)], 0.018, (214, 214, 220))


THINGS: dict[str, Figure] = {
    "candle": Figure(candle, 86, (244, 238, 222), 0.32, close=1.7, focus=0.58, lamp=(0.0, 0.82, 0.55)),
    "drone": Figure(drone, 84, (226, 228, 234), 0.7, lift=0.45, close=1.6, focus=0.46, travel=7),
    "boat": Figure(boat, 92, (246, 242, 230), 0.55, close=1.6, focus=0.5, travel=7),
    "door": Figure(door, 96, (206, 64, 56), 0.42, close=1.65, focus=0.55),
    "car": Figure(car, 84, (214, 62, 54), 0.7, close=1.7, focus=0.36, travel=16),
    "tree": Figure(tree, 106, (76, 148, 80), 0.42, close=1.6, focus=0.66),
    "balloon": Figure(balloon, 90, (222, 68, 58), 0.35, lift=0.1, close=1.5, focus=0.62, travel=4),
    "train": Figure(train, 70, (196, 58, 52), 1.25, close=1.9, focus=0.45, focus_x=0.4, travel=14),
}
