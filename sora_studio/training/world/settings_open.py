"""Coast, snow, forest and desert."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from .layers import GROUND, HEIGHT, HORIZON, WIDTH, Layer, Look, Place, fill_below, jagged, rolling, snow_caps
from .palette import SEA, SUN
from .pen import Colour, Pen, mix, shade
from .sky import sky_layers


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
    for k in range(7):
        at = look.at(sand, WIDTH * (k + rng.uniform(0.1, 0.9)) / 7, GROUND + 28 + 20 * (k % 3), 7 + k % 3)
        (_starfish if k % 2 else _shell)(at)
    layers.append(Layer(foam.image, 0.95, glow=0.15))
    layers.append(Layer(sand.image, 1.0))
    return Place(tuple(layers), GROUND + 4)


def _starfish(pen: Pen) -> None:
    turns = [(math.radians(90 + 36 * k), 1.0 if k % 2 == 0 else 0.4) for k in range(10)]
    pen.polygon([(r * math.cos(a), 0.6 * r * math.sin(a)) for a, r in turns], (232, 104, 76))


def _shell(pen: Pen) -> None:
    pen.ellipse((0, 0), 0.8, 0.7, (252, 240, 232), arc=(180, 360))
    for x in (-0.4, 0, 0.4):
        pen.line([(0, 0), (x, 0.56)], 0.1, (224, 164, 150))


def _waves(look: Look, rng: np.random.Generator, y: float, depth: float, colour: Colour, row: int) -> Layer:
    """A scalloped band of sea with a foam crest."""
    pen = look.sheet()
    length = 26 + 10 * row
    phase = rng.uniform(0, length)
    crest = [(x - 40 + phase, y - 2.4 * abs(math.sin(math.pi * x / length))) for x in range(0, WIDTH + 90, 6)]
    pen.polygon([(x, -v) for x, v in crest] + [(crest[-1][0], -y - 50), (crest[0][0], -y - 50)], colour)
    if not look.sketch:
        pen.line([(x, -v) for x, v in crest], 1.1 + 0.4 * row, mix(colour, (255, 255, 255), 0.6))
    return Layer(pen.image, depth, glow=0.55)


def _cliff(look: Look, rng: np.random.Generator, side: int) -> Layer:
    """Cliffs at one side, a lighthouse on some, foam at their foot."""
    sheet = look.sheet()
    edge, tall = rng.uniform(160, 208), rng.uniform(58, 80)
    # Drawn at the left; at the right the pen is flipped.
    corner = look.at(sheet, 0 if side < 0 else WIDTH, HORIZON + 26)
    pen = replace(corner, flip=-side)
    rock, dark, grass = (134, 116, 108), (107, 93, 86), (108, 152, 92)
    brow, lip = (edge * 0.84, tall * 0.72), (edge, tall * 0.66)
    ledge, toe = (edge + 12, tall * 0.3), (edge + 26, 0)
    pen.polygon([(-10, tall), (edge * 0.6, tall * 0.94), brow, lip, ledge, toe, (-10, 0)], rock)
    pen.polygon([brow, lip, ledge, toe, (edge - 4, 0), (edge - 8, tall * 0.4)], dark)
    turf = [(-10, 1.0, 3), (edge * 0.6, 0.94, 3), (edge * 0.84, 0.72, 3)]
    roots = [(edge * 0.8, 0.72, -5), (edge * 0.5, 0.94, -6), (-10, 1.0, -6)]
    pen.polygon([(x, tall * share + more) for x, share, more in turf + roots], grass)
    if not look.sketch:
        for k in range(4):
            x = edge * (0.15 + 0.19 * k)
            pen.line([(x, tall * 0.62), (x + 5, tall * 0.34), (x + 2, tall * 0.1)], 1.6, dark)
    if rng.random() < 0.55:
        _lighthouse(replace(pen, x=pen.x - side * edge * 0.62 * look.scale, y=pen.y - tall * 0.92 * look.scale))
    for k in range(6):
        pen.ellipse((edge + 26 - k * 26, 0), 17, 3.0, (248, 252, 252))
    return Layer(sheet.image, 0.45)


def _lighthouse(pen: Pen) -> None:
    white, red = (248, 244, 236), (210, 66, 58)
    pen.polygon([(-6, 0), (6, 0), (4, 36), (-4, 36)], white)
    pen.polygon([(-5.4, 10), (5.4, 10), (4.8, 20), (-4.8, 20)], red)
    pen.rectangle(-4, 36, 4, 43, (255, 236, 150))
    pen.polygon([(-6, 43), (6, 43), (0, 50)], red)


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
    a = rng.uniform(0, 6.28)
    for k in range(24):
        # Footprints in two rows, across the field and towards the camera.
        y = GROUND + 12 + 2.9 * k
        x = WIDTH / 2 + 70 * math.sin(a + 0.09 * k) + (1 if k % 2 else -1) * (3 + 0.16 * k)
        field.ellipse((x, -y), 2.4 + 0.1 * k, 1.0 + 0.05 * k, (170, 190, 222))
    for x in (54, 214, 392):
        y = GROUND + 40 + rng.uniform(-14, 14)
        field.ellipse((x, -y), 30, 13, (226, 236, 250), arc=(180, 360))
        field.ellipse((x - 3, -y), 23, 13, (255, 255, 255), arc=(180, 360))
        field.ellipse((x, -y), 31, 2.6, (196, 212, 238))
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
    slots = ((14, 58), (106, 136), (314, 344), (388, 432))
    for x in [rng.uniform(*slot) for slot in slots]:
        _trunk(look.at(trunks, x, 0), rng.uniform(7, 11))
    fill_below(floor, rolling(rng, GROUND + 4, 8, 1.3), (98, 146, 78))
    bend = rng.uniform(-24, 24)
    path = [(198, GROUND + 2), (186 + bend, GROUND + 24), (150, HEIGHT), (300, HEIGHT)]
    floor.polygon([(x, -y) for x, y in (*path, (250 + bend, GROUND + 24), (226, GROUND + 2))], (190, 158, 110))
    for _ in range(26):
        x, y = rng.uniform(0, WIDTH), rng.uniform(GROUND + 8, HEIGHT)
        if not look.sketch:
            floor.line([(x - 3, -y + 5), (x, -y), (x + 1, -y + 7), (x, -y), (x + 4, -y + 4)], 1.2, (70, 116, 60))
    for _ in range(7):
        x, y = rng.uniform(0, WIDTH), rng.uniform(GROUND + 8, HEIGHT - 16)
        floor.rectangle(x - 1.3, -y, x + 1.3, -y + 5, (246, 236, 218))
        floor.ellipse((x, -y + 5), 5, 4, (218, 70, 58), arc=(180, 360))
    return Place((*layers, Layer(trunks.image, 0.85), Layer(floor.image, 1.0)), GROUND + 5)


def _trunk(pen: Pen, width: float) -> None:
    """A trunk from the canvas's top to the ground; x is its middle."""
    foot = -GROUND - 3
    left = [(-width * 1.5, foot), (-width * 0.8, -GROUND + 16), (-width * 0.7, 0)]
    right = [(width * 0.7, 0), (width * 0.8, -GROUND + 16), (width * 1.5, foot)]
    pen.polygon(left + right, (104, 74, 56))
    pen.polygon([(width * 0.15, foot), (width * 0.1, 0), *right], (84, 60, 48))


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
    for k in range(9):
        x, y = WIDTH * (k + rng.uniform(0.1, 0.9)) / 9, GROUND + 22 + 17 * (k % 4)
        (_cracks if k % 3 else _stone)(look.at(sand, x, y, 16 + 3 * (k % 4) if k % 3 else 9))
    for x in (58 + rng.uniform(-24, 30), 372 + rng.uniform(-30, 30)):
        _cactus(look.at(cacti, x, GROUND + 4, rng.uniform(40, 56)))
    return Place(
        (*layers, Layer(mesas.image, 0.16), Layer(dunes.image, 0.42), Layer(cacti.image, 0.9), Layer(sand.image, 1.0)),
        GROUND + 5,
    )


def _cracks(pen: Pen) -> None:
    """Dry cracks from one point."""
    for x, y in ((-1.0, 0.1), (-0.3, -0.42), (0.4, 0.4), (1.0, -0.2)):
        pen.line([(0, 0), (x * 0.5 + 0.1, y * 0.5 - 0.06), (x, y)], 0.1, (176, 124, 74))


def _stone(pen: Pen) -> None:
    pen.polygon([(-1, 0), (-0.7, 0.6), (0.1, 0.9), (0.8, 0.5), (1, 0)], (190, 118, 84))
    pen.polygon([(0.1, 0), (0.1, 0.9), (0.8, 0.5), (1, 0)], (150, 90, 68))


def _cactus(pen: Pen) -> None:
    green: Colour = (84, 148, 92)
    pen.line([(0, 0), (0, 1)], 0.18, green)
    pen.line([(0, 0.38), (-0.28, 0.42), (-0.28, 0.74)], 0.13, green)
    pen.line([(0, 0.52), (0.28, 0.56), (0.28, 0.86)], 0.13, green)
    pen.line([(-0.03, 0.05), (-0.03, 0.96)], 0.03, shade(green, 1.3))
