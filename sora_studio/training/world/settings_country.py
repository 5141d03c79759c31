"""Meadow, mountain, lake and village."""

from __future__ import annotations

import numpy as np

from .layers import GROUND, HEIGHT, HORIZON, WIDTH, Layer, Look, Place, fill_below, jagged, rolling
from .palette import SEA
from .pen import Colour, Pen, mix, shade
from .sky import sky_layers

_PETALS: tuple[Colour, ...] = ((252, 250, 244), (250, 208, 60), (232, 70, 74), (176, 104, 214))
_LIT: Colour = (255, 222, 142)


def meadow(look: Look, rng: np.random.Generator) -> Place:
    """Rounded green hills with a lone row of bushes, a fence, and grass full of flowers."""
    layers = sky_layers(look, rng)
    far, near, fence, grass = look.sheet(), look.sheet(), look.sheet(), look.sheet()
    fill_below(far, rolling(rng, HORIZON + 22, 40, 2.2), (142, 196, 118))
    fill_below(near, rolling(rng, HORIZON + 38, 28, 1.6), (112, 182, 90))
    for k in range(7):
        x = WIDTH * (k + rng.uniform(0.2, 0.8)) / 7
        bush = look.at(near, x, HORIZON + 32, 11)
        for dx, dy, r in ((-0.8, 0.5, 0.7), (0.7, 0.5, 0.75), (0, 0.9, 0.9)):
            bush.circle((dx, dy), r, (70, 136, 72))
    for y in (GROUND - 8, GROUND - 17):
        fence.line([(0, -y), (WIDTH, -y)], 3.2, (238, 226, 200))
    for x in range(10, WIDTH, 36):
        fence.rectangle(x - 3, -GROUND - 6, x + 3, -GROUND + 22, (250, 242, 222))
        fence.polygon([(x - 3, -GROUND + 22), (x, -GROUND + 27), (x + 3, -GROUND + 22)], (250, 242, 222))
    fill_below(grass, rolling(rng, GROUND + 6, 8, 1.2), (116, 192, 76), (96, 172, 66))
    for k in range(54):
        row = k // 18
        x = WIDTH * (k % 18 + rng.uniform(0.1, 0.9)) / 18
        y = GROUND + 14 + 24 * row + rng.uniform(-6, 6)
        _flower(look.at(grass, x, y, 3.0 + 1.1 * row), _PETALS[k % 4])
    return Place(
        (*layers, Layer(far.image, 0.25), Layer(near.image, 0.5), Layer(fence.image, 0.92), Layer(grass.image, 1.0)),
        GROUND + 6,
    )


def _flower(pen: Pen, colour: Colour) -> None:
    """A stalk and five petals; the head is one unit wide."""
    pen.line([(0, -1.6), (0, 0)], 0.4, (62, 128, 54))
    for x, y in ((0, 0.6), (0.58, 0.18), (0.36, -0.48), (-0.36, -0.48), (-0.58, 0.18)):
        pen.circle((x, y), 0.46, colour)
    pen.circle((0, 0), 0.34, (250, 176, 40) if colour[2] > 100 else (150, 84, 30))


def mountain(look: Look, rng: np.random.Generator) -> Place:
    """Grey-brown peaks lit from the left, and a stony slope with boulders and tufts."""
    layers = sky_layers(look, rng)
    rows = ((0.15, HORIZON + 20, 104, 3, (142, 142, 162)), (0.4, HORIZON + 40, 84, 4, (136, 112, 98)))
    for depth, base, height, peaks, colour in rows:
        sheet = look.sheet()
        ridge = jagged(rng, base, height, peaks)
        fill_below(sheet, ridge, shade(colour, 1.18))
        # The side of each peak that is turned from the light, down to its right-hand valley.
        for left, peak, right in zip(ridge, ridge[1:], ridge[2:], strict=False):
            if peak[1] < left[1] and peak[1] < right[1]:
                edge = [(peak[0] + 5, peak[1] + 26), (peak[0] - 5, peak[1] + 44), (peak[0] + 4, base)]
                sheet.polygon([(x, -y) for x, y in (peak, *edge, (right[0], base), right)], shade(colour, 0.74))
        layers.append(Layer(sheet.image, depth))
    slope, stones = look.sheet(), look.sheet()
    for k in range(6):
        x = WIDTH * (k + rng.uniform(0.2, 0.8)) / 6
        _boulder(look.at(stones, x, GROUND + 6, (20, 12, 26)[k % 3]))
    fill_below(slope, rolling(rng, GROUND + 4, 8, 1.3), (158, 136, 114), (142, 120, 100))
    for k in range(22):
        x, y = WIDTH * (k % 11 + rng.uniform(0, 1)) / 11, GROUND + 22 + 32 * (k // 11) + rng.uniform(-6, 8)
        _boulder(look.at(slope, x, y, 4 + 3 * (k % 3)))
    for k in range(8):
        x, y = WIDTH * (k + rng.uniform(0, 1)) / 8, GROUND + 14 + 8 * (k % 5)
        slope.line([(x - 4, -y + 7), (x, -y), (x, -y + 9), (x, -y), (x + 4, -y + 7)], 1.6, (104, 128, 72))
    return Place((*layers, Layer(stones.image, 0.88), Layer(slope.image, 1.0)), GROUND + 6)


def _boulder(pen: Pen) -> None:
    """An angular rock about two units wide, one high."""
    pen.polygon([(-1, 0), (-0.8, 0.6), (-0.2, 1.0), (0.5, 0.86), (1, 0.3), (1, 0)], (134, 126, 128))
    pen.polygon([(0.1, 0), (0.2, 0.6), (0.5, 0.86), (1, 0.3), (1, 0)], (98, 90, 96))
    pen.polygon([(-0.8, 0.6), (-0.2, 1.0), (0.5, 0.86), (0.2, 0.6)], (176, 168, 164))


def lake(look: Look, rng: np.random.Generator) -> Place:
    """Blue water between wooded hills and a grassy shore with reeds; a jetty runs out from it."""
    layers = sky_layers(look, rng)
    far, near = SEA[look.time]
    hills, water, jetty, shore = look.sheet(), look.sheet(), look.sheet(), look.sheet()
    fill_below(hills, rolling(rng, HORIZON + 8, 66, 1.4), (110, 152, 150))
    fill_below(hills, rolling(rng, HORIZON + 8, 30, 2.3), (72, 126, 98))
    strip = look.filled([(HORIZON + 4, mix(far, (40, 110, 190), 0.25)), (GROUND + 8, near)])
    start = round((HORIZON + 4) * look.scale)
    water.image[start:] = strip.image[start:]
    water.rectangle(0, -HORIZON - 10, WIDTH, -HORIZON - 4, mix(near, (34, 74, 66), 0.5))
    for k in range(14):
        x, y = WIDTH * (k + rng.uniform(0, 1)) / 14, HORIZON + 14 + 6 * (k % 5)
        water.line([(x - 16, -y), (x + 16, -y)], 1.6, mix(far, (255, 255, 255), 0.55))
    x = 100 if rng.random() < 0.5 else 330
    _jetty(look.at(jetty, x, GROUND + 10))
    fill_below(shore, rolling(rng, GROUND + 10, 8, 1.2), (126, 172, 88), (108, 154, 76))
    for k in range(12):
        foot = (WIDTH * (k + rng.uniform(0.1, 0.9)) / 12, GROUND + 10 + 14 * (k % 5))
        _reed(look.at(shore, *foot, 26 + 4 * (k % 5)))
    for k in range(8):
        stone = (WIDTH * (k + rng.uniform(0, 1)) / 8, -GROUND - 24 - 14 * (k % 4))
        shore.ellipse(stone, 9, 4, (150, 152, 148))
    return Place(
        (
            *layers,
            Layer(hills.image, 0.18),
            Layer(water.image, 0.5, glow=0.7),
            Layer(jetty.image, 0.85),
            Layer(shore.image, 1.0),
        ),
        GROUND + 10,
    )


def _jetty(pen: Pen) -> None:
    """Boards on posts, narrower towards the water; the origin is its foot on the shore."""
    for side, y in ((-1, 10), (1, 10), (-1, 28), (1, 28)):
        half = 25 - y * 0.42
        pen.rectangle(side * half - 2, y - 7, side * half + 2, y + 8, (86, 62, 48))
    pen.polygon([(-27, -4), (27, -4), (12, 32), (-12, 32)], (178, 132, 90))
    for k in range(1, 7):
        y = -4 + 36 * k / 7
        half = 27 - 15 * k / 7
        pen.line([(-half, y), (half, y)], 1.2, (118, 82, 58))


def _reed(pen: Pen) -> None:
    """Three bulrushes, one unit high."""
    for x in (-0.5, -0.28, 0.3, 0.52):
        pen.polygon([(x * 0.3 - 0.06, 0), (x * 0.3 + 0.06, 0), (x, 0.7)], (60, 122, 58))
    for x, h in ((-0.14, 0.84), (0.14, 1.0)):
        pen.line([(x * 0.4, 0), (x, h)], 0.06, (66, 116, 62))
        pen.line([(x, h * 0.7), (x, h * 0.92)], 0.13, (112, 72, 44))


_WALLS: tuple[Colour, ...] = ((248, 236, 212), (240, 214, 164), (222, 226, 224))


def village(look: Look, rng: np.random.Generator) -> Place:
    """Gabled cottages in a row, a church tower over them, and a cobbled lane before them."""
    layers = sky_layers(look, rng)
    hill, church, houses, lights, lane = (look.sheet() for _ in range(5))
    fill_below(hill, rolling(rng, HORIZON + 20, 34, 1.7), (132, 182, 116))
    glass = (188, 214, 228) if look.time == "day" else _LIT
    _church(look.at(church, 130 if rng.random() < 0.5 else 300, HORIZON + 36))
    x = rng.uniform(-36, -8)
    for k in range(7):
        width = (66, 58, 74)[k % 3]
        _cottage(look.at(houses, x, GROUND), look.at(lights, x, GROUND), width, _WALLS[k % 3], glass)
        x += width + 10
    fill_below(lane, [(0, GROUND - 3), (WIDTH, GROUND - 3)], (122, 170, 86))
    fill_below(lane, [(0, GROUND + 7), (WIDTH, GROUND + 7)], (132, 122, 118))
    for row in range(6):
        y, wide = GROUND + 13 + 2.2 * row * (row + 2) * 0.55 + row * 3, 8 + 2.4 * row
        for k in range(int(WIDTH / (2.3 * wide)) + 2):
            tone = shade((172, 162, 154), (0.92, 1.1, 1.0)[(k + row) % 3])
            lane.ellipse((2.3 * wide * (k + 0.5 * (row % 2)), -y), wide, 2.6 + 0.8 * row, tone)
    return Place(
        (
            *layers,
            Layer(hill.image, 0.25),
            Layer(church.image, 0.4),
            Layer(houses.image, 0.8),
            Layer(lights.image, 0.8, glow=0.9),
            Layer(lane.image, 1.0),
        ),
        GROUND + 10,
    )


def _cottage(pen: Pen, lights: Pen, width: float, wall: Colour, glass: Colour) -> None:
    """Walls, a red roof with eaves and a chimney, a door and two windows; the origin is its left corner."""
    roof, dark = (204, 76, 58), (120, 76, 56)
    pen.rectangle(width * 0.70, 40, width * 0.84, 72, (150, 92, 78))
    pen.rectangle(0, 0, width, 38, wall)
    pen.polygon([(-7, 34), (width + 7, 34), (width * 0.5, 76)], roof)
    pen.polygon([(width * 0.5, 76), (width + 7, 34), (width * 0.72, 34)], shade(roof, 0.8))
    pen.rectangle(width * 0.42, 0, width * 0.60, 24, dark)
    for left in (0.12, 0.70):
        pen.rectangle(width * left - 2, 9, width * (left + 0.18) + 2, 26, dark)
        lights.rectangle(width * left, 11, width * (left + 0.18), 24, glass)
    lights.circle((width * 0.5, 46), 4.6, glass)


def _church(pen: Pen) -> None:
    stone: Colour = (214, 206, 196)
    pen.rectangle(-14, -HEIGHT, 14, 74, stone)
    pen.rectangle(6, -HEIGHT, 14, 74, shade(stone, 0.82))
    pen.polygon([(-18, 72), (18, 72), (0, 122)], (96, 110, 142))
    pen.polygon([(0, 122), (18, 72), (7, 72)], (76, 88, 118))
    pen.line([(0, 120), (0, 134)], 1.8, (232, 196, 92))
    pen.line([(-4, 129), (4, 129)], 1.8, (232, 196, 92))
    pen.circle((0, 58), 7, (252, 246, 228))
    pen.line([(0, 63), (0, 58), (4, 58)], 1.4, (60, 56, 66))
