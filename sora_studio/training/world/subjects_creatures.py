"""Mammoth, monster, bird, seahorse, fish and dog."""

from __future__ import annotations

import math

from .figure import DARK, PERIOD_S, WHITE, Figure, Pose, big_eye
from .pen import Colour, Pen, between, shade


def mammoth(pen: Pen, pose: Pose, colour: Colour) -> None:
    step = 0.055 * pose.stride
    dark, light = shade(colour, 0.72), shade(colour, 1.22)
    trunk = 0.03 * pose.wave(PERIOD_S)
    for x, side in ((-0.34, 1), (0.22, -1)):
        pen.line([(x, 0.42), (x - step * side, 0.07)], 0.16, dark)
    pen.line([(-0.60, 0.62), (-0.70, 0.44 + trunk), (-0.68, 0.34 + trunk)], 0.04, dark)
    back = [(-0.62, 0.50), (-0.60, 0.72), (-0.38, 0.88), (-0.12, 0.90), (0.08, 1.00), (0.28, 0.98)]
    pen.round_polygon([*back, (0.42, 0.80), (0.36, 0.52), (0.12, 0.36), (-0.30, 0.34)], colour)
    fringe = [(-0.62, 0.52)]
    for k in range(11):
        fringe.append((-0.60 + k * 0.088, 0.24 if k % 2 == 0 else 0.33))
    pen.polygon([*fringe, (0.34, 0.52)], colour)
    for x, side in ((-0.46, -1), (0.10, 1)):
        pen.line([(x, 0.40), (x + step * side, 0.08)], 0.17, light)
        if pen.fine:
            for toe in (-0.05, 0.0, 0.05):
                pen.ellipse((x + step * side + toe, 0.022), 0.022, 0.02, WHITE)
    if pen.fine:
        for x, y in ((-0.42, 0.66), (-0.22, 0.72), (-0.30, 0.52), (-0.06, 0.62), (-0.50, 0.54), (-0.08, 0.80)):
            pen.line([(x, y), (x - 0.02, y - 0.05), (x - 0.015, y - 0.09)], 0.016, dark)
    pen.round_polygon([(0.14, 0.98), (0.22, 1.10), (0.32, 1.08), (0.40, 0.95)], light)
    pen.line(
        [(0.42, 0.76), (0.54, 0.60), (0.56, 0.40), (0.55, 0.22), (0.61 + trunk, 0.12), (0.70 + trunk, 0.16)],
        0.10,
        shade(colour, 0.92),
    )
    pen.line([(0.40, 0.62), (0.48, 0.42), (0.64, 0.35), (0.78, 0.42), (0.83, 0.54)], 0.05, (248, 240, 216))
    pen.ellipse((0.13, 0.76), 0.10, 0.17, dark, 14 + 4 * pose.wave(PERIOD_S))
    pen.circle((0.35, 0.83), 0.03, DARK)
    if pen.fine:
        pen.circle((0.36, 0.84), 0.01, WHITE)


def monster(pen: Pen, pose: Pose, colour: Colour) -> None:
    breath = 0.018 * pose.wave(PERIOD_S)
    y, radius = 0.46 + breath, 0.40
    tufts = 22
    fur: list[tuple[float, float]] = []
    for k in range(tufts * 2):
        angle = k / (tufts * 2) * 2 * math.pi
        r = radius * (1.13 if k % 2 else 0.97) * (1 + 0.02 * math.sin(3 * angle + 2.5 * pose.seconds))
        fur.append((math.cos(angle) * r * 0.94, y + math.sin(angle) * r))
    for side in (-1, 1):
        pen.ellipse((side * 0.17, 0.05), 0.14, 0.06, shade(colour, 0.68))
        pen.polygon([(side * 0.13, y + 0.33), (side * 0.29, y + 0.27), (side * 0.31, y + 0.54)], (246, 232, 196))
    pen.polygon(fur, colour)
    pen.ellipse((0, y - 0.13), 0.24, 0.19, shade(colour, 1.32))
    if pen.fine:
        for x, dy in (
            (-0.26, 0.16),
            (-0.30, -0.04),
            (0.27, 0.14),
            (0.30, -0.06),
            (0.0, 0.33),
            (-0.10, 0.30),
            (0.11, 0.29),
        ):
            pen.line([(x - 0.03, y + dy + 0.03), (x, y + dy), (x + 0.03, y + dy + 0.03)], 0.014, shade(colour, 0.78))
    for side in (-1, 1):
        swing = breath * side * 2
        pen.line(
            [(side * 0.35, y), (side * 0.47, y - 0.10 + swing), (side * 0.48, y - 0.21 + swing)],
            0.11,
            shade(colour, 0.86),
        )
        big_eye(pen, side * 0.13, y + 0.13, 0.105)
    pen.ellipse((0, y - 0.05), 0.15, 0.11, (92, 26, 48), arc=(0, 180))
    for k in (-1, 0, 1):
        pen.polygon([(k * 0.085 - 0.032, y - 0.05), (k * 0.085 + 0.032, y - 0.05), (k * 0.085, y - 0.10)], WHITE)


def bird(pen: Pen, pose: Pose, colour: Colour) -> None:
    flap = pose.wave(PERIOD_S)
    y = 0.5 + 0.04 * pose.wave(PERIOD_S, 1.6)
    pen.polygon([(-0.28, y + 0.03), (-0.60, y + 0.13), (-0.62, y + 0.0), (-0.54, y - 0.06)], shade(colour, 0.72))
    far = [(-0.08, y + 0.04), (0.14, y + 0.05), (-0.02, y + 0.06 + 0.34 * flap), (-0.30, y + 0.08 + 0.40 * flap)]
    pen.polygon(far, shade(colour, 0.66))
    pen.round_polygon(
        [(-0.34, y + 0.04), (-0.05, y + 0.14), (0.24, y + 0.12), (0.30, y - 0.02), (0.05, y - 0.14), (-0.22, y - 0.08)],
        colour,
    )
    pen.ellipse((0.04, y - 0.06), 0.22, 0.07, shade(colour, 1.35), 4)
    pen.circle((0.29, y + 0.10), 0.12, colour)
    pen.polygon([(0.38, y + 0.15), (0.56, y + 0.08), (0.38, y + 0.05)], (246, 172, 56))
    pen.circle((0.32, y + 0.13), 0.028, DARK)
    near = [
        (-0.14, y + 0.04),
        (0.16, y + 0.05),
        (0.04, y + 0.10 + 0.40 * flap),
        (-0.20, y + 0.10 + 0.50 * flap),
        (-0.30, y + 0.06 + 0.36 * flap),
    ]
    pen.polygon(near, shade(colour, 0.86))
    if pen.fine:
        for k in (0.25, 0.5, 0.75):
            root, tip = between(near[0], near[1], k), between(near[3], near[2], k)
            pen.line([between(root, tip, 0.35), tip], 0.014, shade(colour, 0.7))


def seahorse(pen: Pen, pose: Pose, colour: Colour) -> None:
    dark = shade(colour, 0.76)
    rise = 0.02 * pose.wave(PERIOD_S)
    spine = [
        (0.03, 0.80),
        (-0.03, 0.66),
        (0.01, 0.52),
        (0.03, 0.40),
        (-0.03, 0.28),
        (-0.05, 0.17),
        (0.02, 0.09),
        (0.11, 0.12),
        (0.10, 0.19),
    ]
    spine = [(x + 0.015 * pose.wave(PERIOD_S, k * 0.8), y + rise) for k, (x, y) in enumerate(spine)]
    girth = (0.10, 0.115, 0.135, 0.12, 0.09, 0.066, 0.052, 0.04, 0.034)
    fin = 0.05 * pose.wave(PERIOD_S)
    pen.polygon(
        [(-0.10, 0.62 + rise), (-0.27, 0.58 + fin + rise), (-0.26, 0.46 + fin + rise), (-0.08, 0.44 + rise)],
        shade(colour, 1.45),
    )
    for k in range(len(spine) - 1):
        for share in (0.0, 0.33, 0.66):
            pen.circle(between(spine[k], spine[k + 1], share), girth[k] + (girth[k + 1] - girth[k]) * share, colour)
    for k in range(1, 6):
        x, y = spine[k]
        pen.line([(x - girth[k] * 0.5, y + 0.01), (x + girth[k] * 0.75, y - 0.01)], 0.02, dark)
    pen.polygon(
        [(-0.08, 0.94 + rise), (-0.06, 1.05 + rise), (0.0, 0.99 + rise), (0.05, 1.07 + rise), (0.10, 0.95 + rise)], dark
    )
    pen.line([(0.08, 0.86 + rise), (0.28, 0.79 + rise)], 0.07, colour)
    pen.circle((0.28, 0.79 + rise), 0.045, dark)
    pen.circle((0.04, 0.87 + rise), 0.125, colour)
    big_eye(pen, 0.075, 0.90 + rise, 0.042)


def fish(pen: Pen, pose: Pose, colour: Colour) -> None:
    tail = 0.06 * pose.wave(PERIOD_S)
    y = 0.5
    dark = shade(colour, 0.76)
    pen.round_polygon(
        [
            (-0.28, y),
            (-0.52, y + 0.24 + tail),
            (-0.60, y + 0.20 + tail),
            (-0.50, y + tail),
            (-0.60, y - 0.20 + tail),
            (-0.52, y - 0.24 + tail),
        ],
        dark,
    )
    pen.round_polygon([(-0.18, y + 0.15), (-0.12, y + 0.33), (0.06, y + 0.30), (0.16, y + 0.16)], dark)
    pen.polygon([(-0.06, y - 0.18), (-0.16, y - 0.32), (0.06, y - 0.19)], dark)
    pen.round_polygon(
        [(-0.36, y), (-0.12, y + 0.20), (0.14, y + 0.21), (0.38, y + 0.02), (0.16, y - 0.19), (-0.12, y - 0.19)], colour
    )
    pen.ellipse((0.03, y - 0.09), 0.26, 0.085, shade(colour, 1.35))
    for x, half in ((-0.13, 0.17), (0.06, 0.20)):
        pen.polygon([(x - 0.04, y + half), (x + 0.035, y + half), (x + 0.02, y - half), (x - 0.05, y - half)], WHITE)
    pen.polygon([(0.03, y - 0.02), (-0.13, y - 0.13 + tail), (-0.12, y + 0.04)], dark)
    big_eye(pen, 0.235, y + 0.07, 0.055)
    if pen.fine:
        pen.arc((0.33, y - 0.03), 0.05, 0.03, (180, 300), 0.014, shade(colour, 0.5))


def dog(pen: Pen, pose: Pose, colour: Colour) -> None:
    step, bob = pose.stride, 0.02 * abs(pose.stride) + pose.breath
    dark, light = shade(colour, 0.74), shade(colour, 1.5)
    wag = 0.10 * pose.wave(PERIOD_S)
    pen.line([(-0.42, 0.52 + bob), (-0.56, 0.66 + bob), (-0.60 + wag * 0.4, 0.82 + wag * 0.3 + bob)], 0.09, colour)
    for x, side in ((-0.30, 1), (0.26, -1)):
        pen.line([(x, 0.40), (x - 0.10 * step * side, 0.20), (x - 0.13 * step * side, 0.05)], 0.11, dark)
    pen.round_polygon(
        [
            (-0.48, 0.50 + bob),
            (-0.36, 0.64 + bob),
            (0.0, 0.62 + bob),
            (0.30, 0.70 + bob),
            (0.44, 0.56 + bob),
            (0.30, 0.32 + bob),
            (-0.05, 0.36 + bob),
            (-0.40, 0.32 + bob),
        ],
        colour,
    )
    pen.ellipse((0.32, 0.48 + bob), 0.13, 0.16, light)
    for x, side in ((-0.38, -1), (0.20, 1)):
        foot = x - 0.13 * step * side
        pen.line([(x, 0.42), (x - 0.10 * step * side, 0.20), (foot, 0.06)], 0.12, colour)
        pen.ellipse((foot + 0.03, 0.04), 0.085, 0.045, light)
    pen.line([(0.26, 0.60 + bob), (0.50, 0.66 + bob)], 0.05, (206, 60, 60))
    pen.circle((0.42, 0.82 + bob), 0.20, colour)
    pen.ellipse((0.56, 0.75 + bob), 0.15, 0.10, light)
    pen.ellipse((0.69, 0.79 + bob), 0.05, 0.04, DARK)
    pen.arc((0.58, 0.74 + bob), 0.08, 0.06, (200, 340), 0.02, DARK)
    pen.ellipse((0.58, 0.65 + bob), 0.035, 0.05, (236, 110, 120))
    pen.ellipse((0.30, 0.80 + bob), 0.085, 0.19, dark, 12 + 4 * pose.wave(PERIOD_S))
    pen.circle((0.49, 0.88 + bob), 0.032, DARK)
    if pen.fine:
        pen.circle((0.50, 0.89 + bob), 0.011, WHITE)


CREATURES: dict[str, Figure] = {
    "mammoth": Figure(mammoth, 84, (134, 88, 58), 0.7, close=2.1, focus=0.72, focus_x=0.28, travel=9),
    "monster": Figure(monster, 82, (150, 104, 206), 0.46, close=1.8, focus=0.55),
    "bird": Figure(bird, 72, (244, 244, 240), 0.6, lift=0.55, close=1.9, focus=0.55, travel=17),
    "seahorse": Figure(seahorse, 88, (246, 170, 66), 0.3, lift=0.16, close=1.75, focus=0.66),
    "fish": Figure(fish, 84, (246, 140, 52), 0.6, lift=0.3, close=1.8, focus=0.5, travel=13),
    "dog": Figure(dog, 74, (206, 150, 90), 0.62, close=2.5, focus=0.72, focus_x=0.32, travel=14),
}
