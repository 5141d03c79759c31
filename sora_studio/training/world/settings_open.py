"""Coast, snow, forest and desert, and the sky over them."""

from __future__ import annotations

import math

import numpy as np

from .layers import GROUND, HEIGHT, HORIZON, WIDTH, Layer, Look, Place, fill_below, jagged, rolling, snow_caps
from .palette import SEA, SUN, sky
from .pen import Colour, Pen, add_glow, mix, shade


def sky_layers(look: Look, rng: np.random.Generator, low: float = HORIZON + 8) -> list[Layer]:
    """Gradient, sun or moon, and drifting clouds. The stars are laid by the camera: they never move."""
    top, middle, horizon = sky(look.time, look.weather)
    pen = look.filled([(20, top), (20 + (low - 20) * 0.6, middle), (low, horizon)])
    x = rng.uniform(120, 330)
    y = {"dawn": HORIZON - 20, "day": 76, "sunset": HORIZON - 18, "night": 76}[look.time]
    if look.weather in ("clear", "fireflies"):
        _sun(look, pen, x, y, mix(top, middle, 0.4))
    clouds = look.sheet()
    tint = mix(horizon, (255, 255, 255), 0.15 if look.time in ("sunset", "night") else 0.62)
    if look.weather not in ("clear", "fireflies"):
        tint = mix(horizon, (255, 255, 255), 0.12)
    for k in range(3):
        cx, cy = 60 + k * 150 + rng.uniform(-40, 40), rng.uniform(56, HORIZON - 40)
        _cloud(look.at(clouds, cx, cy, rng.uniform(20, 34)), tint)
    return [Layer(pen.image, 0.04, glow=1), Layer(clouds.image, 0.10, glow=1, drift=(1.2, 0))]


def _sun(look: Look, pen: Pen, x: float, y: float, behind: Colour) -> None:
    colour = SUN[look.time]
    radius = {"dawn": 13, "day": 12, "sunset": 18, "night": 12}[look.time]
    strength = {"dawn": 0.55, "day": 0.45, "sunset": 0.6, "night": 0.28}[look.time]
    add_glow(pen.image, x * look.scale, y * look.scale, radius * 3.2 * look.scale, colour, strength)
    pen.circle((x, -y), radius, colour)
    if look.time == "night":
        pen.circle((x + 5, -y + 3.5), radius * 0.84, mix(behind, colour, 0.12))


def _cloud(pen: Pen, colour: Colour) -> None:
    for x, y, r in ((-0.62, 0.0, 0.24), (-0.26, 0.14, 0.34), (0.18, 0.18, 0.40), (0.56, 0.06, 0.28)):
        pen.circle((x, y), r, colour)
    pen.round_polygon([(-0.9, -0.06), (-0.4, 0.1), (0.5, 0.1), (0.9, -0.06), (0.4, -0.2), (-0.4, -0.2)], colour)


def coast(look: Look, rng: np.random.Generator) -> Place:
    far, near = SEA[look.time]
    layers = sky_layers(look, rng)
    sea = look.sheet()
    rows = [HORIZON, HORIZON + 60]
    strip = look.filled([(rows[0], far), (rows[1], near)])
    start = round(HORIZON * look.scale)
    sea.image[start:] = strip.image[start:]
    if look.time in ("dawn", "sunset") and not look.sketch:
        sea.line([(170, -HORIZON - 2), (260, -HORIZON - 2)], 1.2, SUN[look.time])
    layers.append(Layer(sea.image, 0.25, glow=0.75))
    for k, (y, depth) in enumerate(((HORIZON + 8, 0.36), (HORIZON + 20, 0.55), (HORIZON + 33, 0.75))):
        layers.append(_waves(look, rng, y, depth, mix(far, near, 0.35 + 0.25 * k), k))
    side = -1 if rng.random() < 0.5 else 1
    layers.insert(3, _cliff(look, rng, side))
    foam, sand = look.sheet(), look.sheet()
    a = rng.uniform(0, 6.28)
    shore = [(x, GROUND - 2 + 4 * math.sin(x * 0.035 + a)) for x in range(0, WIDTH + 15, 14)]
    foam.polygon([(x, -y) for x, y in shore] + [(x, -y - 15) for x, y in reversed(shore)], (250, 252, 252))
    fill_below(sand, [(x, y + 5) for x, y in shore], (240, 214, 160))
    sand.polygon([(x, -y - 5) for x, y in shore] + [(x, -y - 11) for x, y in reversed(shore)], (206, 178, 130))
    for _ in range(12):
        x, y = rng.uniform(0, WIDTH), rng.uniform(GROUND + 22, HEIGHT - 6)
        sand.ellipse((x, -y), rng.uniform(4, 10), 1.2, (224, 194, 140))
    layers.append(Layer(foam.image, 0.95, glow=0.15, swing=(3, 3.4), period_s=4.0))
    layers.append(Layer(sand.image, 1.0))
    return Place(tuple(layers), GROUND + 4)


def _waves(look: Look, rng: np.random.Generator, y: float, depth: float, colour: Colour, row: int) -> Layer:
    """A scalloped band of sea with a foam crest, swinging sideways and up and down."""
    pen = look.sheet()
    length = 26 + 10 * row
    phase = rng.uniform(0, length)
    crest = [(x - 40 + phase, y - 2.4 * abs(math.sin(math.pi * x / length))) for x in range(0, WIDTH + 90, 6)]
    pen.polygon([(x, -v) for x, v in crest] + [(crest[-1][0], -y - 50), (crest[0][0], -y - 50)], colour)
    if not look.sketch:
        pen.line([(x, -v) for x, v in crest], 1.1 + 0.4 * row, mix(colour, (255, 255, 255), 0.6))
    return Layer(pen.image, depth, glow=0.55, swing=(6 + 3 * row, 1.4), period_s=4.0, phase=1.4 * row)


def _cliff(look: Look, rng: np.random.Generator, side: int) -> Layer:
    """Cliffs at one side, a lighthouse on some, foam at their foot."""
    pen = look.sheet()
    edge = rng.uniform(160, 208)
    tall = rng.uniform(58, 80)
    foot = HORIZON + 26
    rock: Colour = (134, 116, 108)

    def px(x: float) -> float:
        return x if side < 0 else WIDTH - x

    outline = [
        (-10, tall),
        (edge * 0.6, tall * 0.94),
        (edge * 0.84, tall * 0.72),
        (edge, tall * 0.66),
        (edge + 12, tall * 0.3),
        (edge + 26, 0),
        (-10, 0),
    ]
    pen.polygon([(px(x), -foot + y) for x, y in outline], rock)
    pen.polygon(
        [
            (px(x), -foot + y)
            for x, y in (
                (edge * 0.84, tall * 0.72),
                (edge, tall * 0.66),
                (edge + 12, tall * 0.3),
                (edge + 26, 0),
                (edge - 4, 0),
                (edge - 8, tall * 0.4),
            )
        ],
        shade(rock, 0.8),
    )
    grass = [
        (-10, tall + 3),
        (edge * 0.6, tall * 0.94 + 3),
        (edge * 0.84, tall * 0.72 + 3),
        (edge * 0.8, tall * 0.72 - 5),
        (edge * 0.5, tall * 0.94 - 6),
        (-10, tall - 6),
    ]
    pen.polygon([(px(x), -foot + y) for x, y in grass], (108, 152, 92))
    if not look.sketch:
        for k in range(4):
            x = edge * (0.15 + 0.19 * k)
            pen.line(
                [(px(x), -foot + tall * 0.62), (px(x + 5), -foot + tall * 0.34), (px(x + 2), -foot + tall * 0.1)],
                1.6,
                shade(rock, 0.8),
            )
    if rng.random() < 0.55:
        tower = look.at(pen, px(edge * 0.62), foot - tall * 0.92, 1.0)
        tower.polygon([(-6, 0), (6, 0), (4, 36), (-4, 36)], (248, 244, 236))
        tower.polygon([(-5.4, 10), (5.4, 10), (4.8, 20), (-4.8, 20)], (210, 66, 58))
        tower.rectangle(-4, 36, 4, 43, (255, 236, 150))
        tower.polygon([(-6, 43), (6, 43), (0, 50)], (210, 66, 58))
    for k in range(6):
        pen.ellipse((px(edge + 26 - k * 26), -foot), 17, 3.0, (248, 252, 252))
    return Layer(pen.image, 0.45)


def pine(pen: Pen, colour: Colour, snowy: bool) -> None:
    """A fir one unit high on the pen's origin."""
    pen.rectangle(-0.04, 0, 0.04, 0.2, (92, 66, 52))
    for k in range(3):
        low, half = 0.14 + 0.24 * k, 0.29 - 0.065 * k
        pen.polygon([(-half, low), (half, low), (0, low + 0.40)], shade(colour, 0.9 + 0.12 * k))
        if snowy:
            pen.polygon(
                [(-half * 0.55, low + 0.18), (0, low + 0.13), (half * 0.55, low + 0.18), (0, low + 0.40)],
                (244, 248, 254),
            )


def snow(look: Look, rng: np.random.Generator) -> Place:
    layers = sky_layers(look, rng)
    peaks, rise, field = look.sheet(), look.sheet(), look.sheet()
    ridge = jagged(rng, HORIZON + 26, 84, 4)
    fill_below(peaks, ridge, (142, 164, 200))
    snow_caps(peaks, ridge, (246, 250, 255))
    layers.append(Layer(peaks.image, 0.16))
    for k in range(11):
        height, x = rng.uniform(30, 52), WIDTH * (k + rng.uniform(0.1, 0.9)) / 11
        pine(look.at(rise, x, HORIZON + 34, height), (58, 108, 104), True)
    fill_below(rise, rolling(rng, HORIZON + 34, 14, 1.5), (218, 230, 244))
    layers.append(Layer(rise.image, 0.5))
    fill_below(field, rolling(rng, GROUND + 6, 9, 1.2), (246, 250, 254))
    for _ in range(12):
        x, y = rng.uniform(0, WIDTH), rng.uniform(GROUND + 12, HEIGHT)
        field.ellipse((x, -y), rng.uniform(14, 34), 1.8, (222, 232, 246))
    layers.append(Layer(field.image, 1.0))
    return Place(tuple(layers), GROUND + 4)


def forest(look: Look, rng: np.random.Generator) -> Place:
    layers = sky_layers(look, rng)
    rows = ((HORIZON + 22, 0.22, (132, 170, 148), 12, 62, 84), (HORIZON + 36, 0.5, (74, 126, 90), 8, 88, 118))
    for base, depth, colour, count, low, high in rows:
        pen = look.sheet()
        for k in range(count):
            x, height = WIDTH * (k + rng.uniform(0.1, 0.9)) / count, rng.uniform(low, high)
            pine(look.at(pen, x, base, height), shade(colour, rng.uniform(0.88, 1.06)), False)
        fill_below(pen, rolling(rng, base + 2, 8), shade(colour, 0.94))
        layers.append(Layer(pen.image, depth))
    trunks, floor = look.sheet(), look.sheet()
    for x in (
        34 + rng.uniform(-20, 24),
        128 + rng.uniform(-22, 8),
        322 + rng.uniform(-8, 22),
        412 + rng.uniform(-24, 20),
    ):
        width = rng.uniform(7, 11)
        trunks.polygon(
            [
                (x - width * 1.5, -GROUND - 3),
                (x - width * 0.8, -GROUND + 16),
                (x - width * 0.7, 0),
                (x + width * 0.7, 0),
                (x + width * 0.8, -GROUND + 16),
                (x + width * 1.5, -GROUND - 3),
            ],
            (104, 74, 56),
        )
        trunks.polygon(
            [
                (x + width * 0.15, -GROUND - 3),
                (x + width * 0.1, 0),
                (x + width * 0.7, 0),
                (x + width * 0.8, -GROUND + 16),
                (x + width * 1.5, -GROUND - 3),
            ],
            (84, 60, 48),
        )
    fill_below(floor, rolling(rng, GROUND + 4, 8, 1.3), (98, 146, 78))
    for _ in range(26):
        x, y = rng.uniform(0, WIDTH), rng.uniform(GROUND + 8, HEIGHT)
        if not look.sketch:
            floor.line([(x - 3, -y + 5), (x, -y), (x + 1, -y + 7), (x, -y), (x + 4, -y + 4)], 1.2, (70, 116, 60))
    for _ in range(7):
        x, y = rng.uniform(0, WIDTH), rng.uniform(GROUND + 8, HEIGHT - 16)
        floor.rectangle(x - 1.3, -y, x + 1.3, -y + 5, (246, 236, 218))
        floor.ellipse((x, -y + 5), 5, 4, (218, 70, 58), arc=(180, 360))
    return Place((*layers, Layer(trunks.image, 0.85), Layer(floor.image, 1.0)), GROUND + 5)


def desert(look: Look, rng: np.random.Generator) -> Place:
    layers = sky_layers(look, rng)
    mesas, dunes, sand, cacti = look.sheet(), look.sheet(), look.sheet(), look.sheet()
    rock: Colour = (196, 112, 78)
    for k in range(3):
        x, w, h = 70 + k * 150 + rng.uniform(-50, 50), rng.uniform(26, 46), rng.uniform(26, 50)
        at = look.at(mesas, x, HORIZON + 18)
        at.polygon([(-w * 1.3, 0), (-w, h * 0.9), (-w * 0.8, h), (w * 0.8, h), (w, h * 0.88), (w * 1.3, 0)], rock)
        at.polygon([(w * 0.2, 0), (w * 0.3, h), (w * 0.8, h), (w, h * 0.88), (w * 1.3, 0)], shade(rock, 0.84))
        at.polygon(
            [(-w * 1.1, h * 0.56), (w * 1.1, h * 0.56), (w * 1.05, h * 0.68), (-w * 1.05, h * 0.68)], shade(rock, 1.2)
        )
    ridge = rolling(rng, HORIZON + 34, 26, 1.6)
    fill_below(dunes, ridge, (230, 178, 114))
    fill_below(sand, rolling(rng, GROUND + 6, 12, 1.2), (244, 204, 138))
    for _ in range(14):
        x, y = rng.uniform(0, WIDTH), rng.uniform(GROUND + 12, HEIGHT)
        sand.line([(x, -y), (x + 12, -y + 1.8), (x + 26, -y)], 1.4, (222, 174, 108))
    for x in (58 + rng.uniform(-24, 30), 372 + rng.uniform(-30, 30)):
        _cactus(look.at(cacti, x, GROUND + 4, rng.uniform(40, 56)))
    return Place(
        (*layers, Layer(mesas.image, 0.16), Layer(dunes.image, 0.42), Layer(cacti.image, 0.9), Layer(sand.image, 1.0)),
        GROUND + 5,
    )


def _cactus(pen: Pen) -> None:
    green: Colour = (84, 148, 92)
    pen.line([(0, 0), (0, 1)], 0.18, green)
    pen.line([(0, 0.38), (-0.28, 0.42), (-0.28, 0.74)], 0.13, green)
    pen.line([(0, 0.52), (0.28, 0.56), (0.28, 0.86)], 0.13, green)
    pen.line([(-0.03, 0.05), (-0.03, 0.96)], 0.03, shade(green, 1.3))
