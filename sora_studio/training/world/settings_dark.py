"""The cave and the stage."""

from __future__ import annotations

import math

import numpy as np

from .layers import GROUND, HEIGHT, HORIZON, WIDTH, Layer, Look, Place, fill_below, rolling
from .palette import SKY
from .pen import Colour, Pen, blend, mix, shade

_MOUTH: tuple[tuple[float, float], ...] = (
    (-78, -52), (-86, -4), (-70, 34), (-40, 56), (4, 62), (46, 52), (74, 28), (84, -8), (76, -52),
)  # fmt: skip


def cave(look: Look, rng: np.random.Generator) -> Place:
    """Dark rock around a bright mouth, teeth of stone above and below."""
    rock: Colour = (96, 84, 108)
    top, middle, low = SKY[look.time]
    light = mix(low, (255, 250, 226), 0.35) if look.time != "night" else (150, 172, 232)
    outside = look.filled([(60, mix(top, middle, 0.6)), (HORIZON + 10, light), (HEIGHT, light)])
    x = WIDTH / 2 + rng.uniform(-30, 30)
    fill_below(outside, rolling(rng, HORIZON + 24, 26, 2.5), mix(light, (96, 148, 112), 0.55))
    layers = [Layer(outside.image, 0.08, glow=0.9)]
    for depth, wide, tone in ((0.35, 1.0, 1.25), (0.55, 1.28, 1.0), (0.75, 1.62, 0.72)):
        walls = look.filled([(0, shade(rock, tone * 0.7)), (HORIZON, shade(rock, tone))])
        hole = look.sheet()
        look.at(hole, x, HORIZON - 2).round_polygon([(a * wide, b * wide) for a, b in _MOUTH], (255, 255, 255))
        # What the hole covers is cut out; the walls are premultiplied, so their colours fade with their alpha.
        kept = 1 - hole.image[..., 3:].astype(np.float32) / 255
        walls.image[...] = (walls.image * kept).astype(np.uint8)
        layers.append(Layer(walls.image, depth))
    teeth, floor = look.sheet(), look.sheet()
    for k in range(13):
        place = WIDTH * (k + rng.uniform(0.2, 0.8)) / 13
        _tooth(look.at(teeth, place, 0), 13, -(72, 108, 56, 90)[k % 4], shade(rock, 0.8))
    for place, height in ((34, 62), (84, 34), (368, 40), (414, 70)):
        _tooth(look.at(floor, place, GROUND + 20), 17, height, shade(rock, 0.9))
    fill_below(floor, rolling(rng, GROUND + 8, 9, 1.5), shade(rock, 0.86))
    floor.ellipse((x, -GROUND - 32), 108, 15, mix(shade(rock, 0.86), light, 0.28))
    floor.ellipse((x, -GROUND - 32), 70, 8.5, mix(shade(rock, 0.86), light, 0.5))
    for k in range(12):
        stone = (WIDTH * (k + rng.uniform(0, 1)) / 12, -GROUND - 18 - 16 * (k % 4))
        floor.ellipse(stone, 10, 5, shade(rock, 0.6))
        floor.ellipse((stone[0] - 1, stone[1] + 1.6), 8, 3, shade(rock, 1.2))
    return Place((*layers, Layer(teeth.image, 0.88), Layer(floor.image, 1.0, glow=0.1)), GROUND + 14)


def _tooth(pen: Pen, half: float, height: float, colour: Colour) -> None:
    """A stalagmite, or a stalactite where `height` is negative."""
    pen.polygon([(-half, 0), (-half * 0.4, height * 0.5), (0, height), (half * 0.45, height * 0.4), (half, 0)], colour)
    pen.polygon([(half * 0.1, 0), (0, height), (half * 0.45, height * 0.4), (half, 0)], shade(colour, 0.72))
    pen.line([(-half * 0.5, height * 0.1), (-half * 0.16, height * 0.6)], 2.2, shade(colour, 1.35))


def stage(look: Look, rng: np.random.Generator) -> Place:
    """A red curtain at both sides and above, cones of light on a backcloth, boards with a bright round."""
    night = mix(SKY[look.time][0], (40, 26, 66), 0.55)
    back = look.filled([(20, shade(night, 0.7)), (GROUND, mix(night, (150, 104, 150), 0.45))])
    beams = look.sheet()
    middle = WIDTH / 2 + rng.uniform(-16, 16)
    for start, end, tone in (
        (110, -34, (255, 214, 130)),
        (WIDTH - 110, 34, (150, 214, 255)),
        (224, 0, (255, 250, 220)),
    ):
        foot = middle + end
        cone = look.sheet()
        cone.polygon([(start - 5, 0), (start + 5, 0), (foot + 62, -GROUND - 4), (foot - 62, -GROUND - 4)], tone)
        _blend_into(back, cone, 0.34)
    beams.rectangle(0, -26, WIDTH, -20, (48, 44, 58))
    for start in (110, 224, WIDTH - 110):
        look.at(beams, start, 34).polygon([(-8, -8), (8, -8), (5, 10), (-5, 10)], (60, 56, 72))
        look.at(beams, start, 42).ellipse((0, 0), 8, 3, (255, 248, 214))
    boards = look.sheet()
    strip = look.filled([(GROUND, (186, 128, 82)), (HEIGHT, (140, 90, 58))])
    top = round(GROUND * look.scale)
    boards.image[top:] = strip.image[top:]
    for k in range(-9, 10):
        boards.line([(224 + k * 30, -GROUND), (224 + k * 62, -HEIGHT)], 1.6, (112, 70, 48))
    boards.ellipse((middle, -GROUND - 28), 112, 18, (232, 190, 134))
    boards.ellipse((middle, -GROUND - 28), 96, 14, (250, 220, 168))
    for k in range(12):
        lamp = look.at(boards, 18 + k * 37.5, GROUND + 66)
        lamp.ellipse((0, 0), 13, 10, (70, 52, 58), arc=(180, 360))
        lamp.ellipse((0, 1), 8, 6, (255, 236, 160), arc=(180, 360))
    curtain = look.sheet()
    _curtains(look, curtain)
    return Place(
        (
            Layer(back.image, 0.3, glow=0.6),
            Layer(beams.image, 0.5, glow=0.5),
            Layer(boards.image, 1.0, glow=0.2),
            Layer(curtain.image, 0.9, glow=0.1),
        ),
        GROUND + 20,
    )


def _blend_into(target: Pen, layer: Pen, share: float) -> None:
    """Lay `share` of a layer over an opaque canvas."""
    rgb = np.ascontiguousarray(target.image[..., :3])
    blend(rgb, (layer.image * share).astype(np.uint8))
    target.image[..., :3] = rgb


def _curtains(look: Look, pen: Pen) -> None:
    """Side curtains in folds, gathered by a gold cord, under a scalloped valance."""
    red, gold = (190, 40, 48), (238, 190, 84)
    for side in (-1, 1):
        for k in range(5):
            # Folds from the wall inwards, each gathered towards the wall at the height of the cord.
            a, b = 22 * k, 22 * (k + 1)
            edge = WIDTH if side > 0 else 0
            outer = [(a, 0), (a * 0.62, -120), (a * 0.9, -GROUND - 8)]
            inner = [(b * 0.9, -GROUND - 8), (b * 0.62, -120), (b, 0)]
            tone = shade(red, 0.72 if k % 2 else 1.06)
            pen.polygon([(edge - side * x, y) for x, y in outer + inner], tone)
        edge = WIDTH if side > 0 else 0
        pen.line([(edge, -114), (edge - side * 40, -121), (edge - side * 70, -119)], 5, gold)
    for k in range(9):
        scallop = look.at(pen, (k + 0.5) * WIDTH / 9, 22)
        scallop.rectangle(-25, -2, 25, 24, shade(red, 0.94))
        scallop.ellipse((0, 0), 25, 20, shade(red, 0.94), arc=(0, 180))
        scallop.arc((0, 0), 24, 19, (180, 360), 3, gold)
        for fold in (-12, 0, 12):
            drop = 18 * math.sqrt(1 - (fold / 25) ** 2)
            scallop.line([(fold, 20), (fold, -drop + 3)], 3, shade(red, 0.72))
