"""Space and the reef."""

from __future__ import annotations

import math

import numpy as np

from .layers import GROUND, HEIGHT, HORIZON, WIDTH, Layer, Look, Place, fill_below, rolling
from .palette import WATER
from .pen import Colour, Pen, add_glow, blend, mix, shade

_PLANETS: tuple[Colour, ...] = ((226, 152, 98), (100, 164, 222), (206, 124, 182), (234, 202, 130))
_NEBULA: dict[str, tuple[Colour, Colour, Colour]] = {
    "dawn": ((34, 26, 70), (96, 62, 110), (190, 120, 130)),
    "day": ((16, 20, 56), (34, 44, 104), (66, 84, 150)),
    "sunset": ((36, 12, 54), (96, 34, 88), (196, 84, 90)),
    "dusk": ((18, 14, 66), (54, 42, 128), (130, 92, 170)),
    "night": ((6, 6, 24), (18, 16, 52), (40, 30, 84)),
}


def space(look: Look, rng: np.random.Generator) -> Place:
    top, middle, low = _NEBULA[look.time]
    back, planets, ground = look.filled([(0, top), (HORIZON * 0.6, middle), (GROUND, low)]), look.sheet(), look.sheet()
    for _ in range(3):
        x, y, r = rng.uniform(0, WIDTH), rng.uniform(0, GROUND), rng.uniform(40, 80)
        tone = ((110, 60, 170), (50, 100, 180), (170, 70, 130))[int(rng.integers(3))]
        add_glow(back.image, x * look.scale, y * look.scale, r * look.scale, tone, 0.30)
    x, y, r = rng.uniform(130, 320), rng.uniform(64, 96), rng.uniform(26, 38)
    _planet(look.at(planets, x, y, r), _PLANETS[int(rng.integers(4))], rng.random() < 0.6)
    _planet(look.at(planets, (x + 150) % WIDTH, y - 16, r * 0.32), (214, 210, 220), False)
    soil: Colour = (158, 152, 178)
    fill_below(ground, rolling(rng, GROUND + 6, 16, 1.4), soil)
    for k in range(10):
        x, y, r = WIDTH * (k + rng.uniform(0, 1)) / 10, GROUND + 18 + 18 * (k % 4), 9 + 5 * (k % 4)
        ground.ellipse((x, -y), r, r * 0.36, shade(soil, 1.3))
        ground.ellipse((x, -y - 1.4), r * 0.92, r * 0.30, shade(soil, 0.56))
        ground.ellipse((x + 1, -y - 3), r * 0.74, r * 0.19, shade(soil, 0.76))
    return Place(
        (Layer(back.image, 0.03, glow=1), Layer(planets.image, 0.15, glow=1), Layer(ground.image, 1.0, glow=0.3)),
        GROUND + 8,
    )


def _planet(pen: Pen, colour: Colour, ringed: bool) -> None:
    pen.circle((0, 0), 1, colour)
    for y, tone in ((-0.55, 0.82), (-0.1, 0.88), (0.38, 1.22)):
        pen.ellipse((0, y), math.sqrt(1 - y * y) * 0.98, 0.11, shade(colour, tone))
    if ringed:
        tilt = math.radians(16)
        ring = [(1.75 * math.cos(a), 0.42 * math.sin(a)) for a in np.linspace(math.radians(-208), math.radians(28), 24)]
        turned = [(x * math.cos(tilt) - y * math.sin(tilt), x * math.sin(tilt) + y * math.cos(tilt)) for x, y in ring]
        pen.line(turned, 0.12, shade(colour, 1.5))


_CORAL: tuple[Colour, ...] = ((240, 104, 118), (252, 168, 88), (192, 104, 204), (96, 204, 176), (252, 216, 112))


def reef(look: Look, rng: np.random.Generator) -> Place:
    top, low = WATER[look.time]
    water = look.filled([(24, top), (GROUND, low)])
    beams = look.sheet()
    for k in range(4):
        x = 50 + k * 110 + rng.uniform(-30, 30)
        beams.polygon([(x, 0), (x + 20, 0), (x + 84, -GROUND), (x + 30, -GROUND)], mix(top, (255, 255, 255), 0.5))
    rgb = np.ascontiguousarray(water.image[..., :3])
    blend(rgb, (beams.image * 0.22).astype(np.uint8))
    water.image[..., :3] = rgb
    rocks, corals, sand = look.sheet(), look.sheet(), look.sheet()
    fill_below(rocks, rolling(rng, GROUND, 56, 1.7), mix(low, (44, 84, 130), 0.5))
    for k in range(10):
        x, height = WIDTH * (k + rng.uniform(0.1, 0.9)) / 10, rng.uniform(28, 46)
        kind = int(rng.integers(4))
        _growth(look.at(corals, x, GROUND + 8, height), _CORAL[k % 5], kind)
    fill_below(sand, rolling(rng, GROUND + 8, 10, 1.4), (232, 210, 160))
    for _ in range(10):
        x, y = rng.uniform(0, WIDTH), rng.uniform(GROUND + 14, HEIGHT)
        sand.ellipse((x, -y), rng.uniform(8, 18), 1.6, (212, 188, 138))
    for k in range(4):
        x, y = WIDTH * (k + rng.uniform(0, 1)) / 4, rng.uniform(GROUND + 34, HEIGHT - 4)
        _growth(look.at(sand, x, y, rng.uniform(16, 22)), _CORAL[(k + 2) % 5], 1 + k % 2)
    layers = (
        Layer(water.image, 0.08, glow=0.8),
        Layer(rocks.image, 0.35, glow=0.2),
        Layer(corals.image, 0.82),
        Layer(sand.image, 1.0),
    )
    return Place(layers, GROUND + 12)


def _growth(pen: Pen, colour: Colour, kind: int) -> None:
    """Branching coral, brain coral, a fan or kelp, one unit high."""
    if kind == 0:
        for k in (-2, -1, 0, 1, 2):
            tip = 1.0 - 0.12 * abs(k)
            pen.line([(0, 0), (k * 0.16, 0.5), (k * 0.26, tip)], 0.13, colour)
            pen.circle((k * 0.26, tip), 0.10, shade(colour, 1.3))
    elif kind == 1:
        pen.ellipse((0, 0.05), 0.62, 0.62, colour, arc=(180, 360))
        for r in (0.24, 0.44):
            pen.arc((0, 0.05), r, r, (10, 170), 0.06, shade(colour, 0.78))
    elif kind == 2:
        points = [(0.62 * math.cos(a), 0.30 + 0.7 * math.sin(a)) for a in np.linspace(-0.2, math.pi + 0.2, 12)]
        pen.polygon([(0.06, 0), *points, (-0.06, 0)], colour)
        for k in (-2, -1, 0, 1, 2):
            pen.line([(0, 0.05), (k * 0.24, 0.86 - 0.08 * abs(k))], 0.04, shade(colour, 0.76))
    else:
        for k in (-1, 0, 1):
            blade = [(k * 0.2 + 0.08 * math.sin(q * 1.3 + k), q * 0.25) for q in range(6)]
            pen.line(blade, 0.12, shade((74, 172, 110), 1 + 0.15 * k))
