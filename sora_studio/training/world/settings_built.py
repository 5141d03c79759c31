"""City and room."""

from __future__ import annotations

import numpy as np

from .layers import GROUND, HEIGHT, HORIZON, WIDTH, Layer, Look, Place
from .palette import NEON_SIGNS, SKY
from .pen import Colour, Image, Pen, add_glow, mix, shade
from .sky import sky_layers

_LIT: Colour = (255, 222, 142)


def city(look: Look, rng: np.random.Generator) -> Place:
    layers = sky_layers(look, rng)
    rows = ((0.22, HORIZON + 26, 60, 98, (150, 160, 194)), (0.52, GROUND - 4, 62, 112, (108, 112, 152)))
    for depth, base, low, high, colour in rows:
        walls, lights = look.sheet(), look.sheet()
        x, block = -8.0, 0
        while x < WIDTH:
            width, height = rng.uniform(34, 56), rng.uniform(low, high)
            tone = shade(colour, rng.uniform(0.82, 1.12))
            every = int(rng.integers(2, 5))
            _building(look.at(walls, x, base), width, height, tone)
            _windows(look.at(walls, x, base), look.at(lights, x, base), look, width, height, tone, every)
            if depth > 0.3 and block % 2 == 0:
                sign = NEON_SIGNS[block % len(NEON_SIGNS)]
                _sign(look.at(lights, x + width * 0.72, base - height * 0.62), sign)
            x += width + rng.uniform(0, 3)
            block += 1
        layers += [Layer(walls.image, depth), Layer(lights.image, depth, glow=0.92)]
    lamps = look.sheet()
    for x in (72 + rng.uniform(-20, 20), 250 + rng.uniform(-30, 30), 400.0):
        _lamp(look.at(lamps, x, GROUND))
    street = Layer(_street(look, rng), 1.0, glow=0.22)
    return Place((*layers, Layer(lamps.image, 0.92, glow=0.6), street), GROUND + 6)


def _building(pen: Pen, width: float, height: float, colour: Colour) -> None:
    pen.rectangle(0, -HEIGHT, width, height, colour)
    pen.rectangle(0, height - 3, width, height, shade(colour, 1.2))
    pen.rectangle(width * 0.86, -HEIGHT, width, height, shade(colour, 0.84))


def _windows(walls: Pen, lights: Pen, look: Look, width: float, height: float, wall: Colour, lit_every: int) -> None:
    """A plain grid, lit by a rule: a picture a small model can learn. By day the lit ones are only bright glass."""
    columns = max(2, int(width // 13))
    pitch = width * 0.86 / columns
    glass = mix(wall, (40, 48, 84), 0.5)
    lamp = (222, 236, 246) if look.time == "day" else _LIT
    for row in range(int((height - 8) // 13)):
        for column in range(columns):
            lit = (row * 2 + column) % lit_every == 0
            left, top = pitch * (column + 0.25), height - 8 - row * 13
            (lights if lit else walls).rectangle(left, top - 7.5, left + pitch * 0.55, top, lamp if lit else glass)


def _sign(pen: Pen, colour: Colour) -> None:
    pen.rectangle(-8, -2, 8, 34, colour)
    pen.rectangle(-5.6, 0.4, 5.6, 31.6, (44, 30, 66))
    for y in (6, 16, 26):
        pen.line([(-3, y - 2.5), (3, y - 2.5), (0, y + 2.5)], 1.8, colour)


def _street(look: Look, rng: np.random.Generator) -> Image:
    pen = look.sheet()
    pen.rectangle(0, -HEIGHT, WIDTH, -GROUND + 6, (62, 62, 80))
    pen.rectangle(0, -GROUND - 2, WIDTH, -GROUND + 6, (142, 142, 156))
    pen.rectangle(0, -GROUND - 4, WIDTH, -GROUND - 2, (96, 96, 112))
    for x in range(0, WIDTH, 52):
        pen.polygon(
            [(x, -GROUND - 38), (x + 28, -GROUND - 38), (x + 25, -GROUND - 33), (x + 3, -GROUND - 33)], (232, 214, 132)
        )
    # A zebra crossing towards the camera, wider the nearer.
    for k in range(5):
        x = 196 + 14 * k
        near = WIDTH / 2 + (x - WIDTH / 2) * 2.0
        pen.polygon([(x, -GROUND - 10), (x + 7, -GROUND - 10), (near + 15, -HEIGHT), (near, -HEIGHT)], (224, 226, 232))
    for k in range(9):
        x, y = WIDTH * (k + rng.uniform(0, 1)) / 9, rng.uniform(GROUND + 10, HEIGHT - 18)
        pen.ellipse((x, -y), rng.uniform(9, 18), 2.0, mix((62, 62, 80), NEON_SIGNS[k % len(NEON_SIGNS)], 0.5))
    return pen.image


def _lamp(pen: Pen) -> None:
    steel: Colour = (66, 68, 84)
    pen.line([(0, 0), (0, 50), (4, 56), (15, 56)], 2.4, steel)
    pen.rectangle(-3, 0, 3, 6, steel)
    pen.ellipse((16, 53), 7, 3.6, (255, 240, 178))


_WALLS: tuple[Colour, ...] = ((190, 138, 116), (126, 160, 148), (152, 130, 176), (196, 178, 138))


def room(look: Look, rng: np.random.Generator) -> Place:
    wall = _WALLS[int(rng.integers(len(_WALLS)))]
    back, floor, table = look.filled([(0, shade(wall, 0.8)), (GROUND, wall)]), look.sheet(), look.sheet()
    for x in range(0, WIDTH, 28):
        back.rectangle(x, -GROUND, x + 12, 0, shade(wall, 0.93))
    middle = rng.uniform(150, 300)
    _window(look, look.at(back, middle, 84))
    for x, tone in ((middle - 108, (196, 156, 92)), (middle + 104, (176, 130, 92))):
        _picture(look.at(back, x, 88), tone, wall)
    back.rectangle(0, -GROUND - 2, WIDTH, -GROUND + 8, shade(wall, 0.62))
    floor_image = look.filled([(GROUND, (172, 118, 80)), (HEIGHT, (126, 82, 56))]).image
    start = round(GROUND * look.scale)
    floor.image[start:] = floor_image[start:]
    for k in range(-4, 14):
        floor.line([(WIDTH / 2 + (k - 5) * 34, -GROUND), (WIDTH / 2 + (k - 5) * 92, -HEIGHT)], 1.2, (126, 84, 58))
    rug = ((166, 62, 66), (74, 104, 150), (98, 128, 88))[int(rng.integers(3))]
    floor.ellipse((WIDTH / 2, -GROUND - 34), 134, 19, rug)
    floor.ellipse((WIDTH / 2, -GROUND - 34), 118, 15, shade(rug, 1.25))
    floor.ellipse((WIDTH / 2, -GROUND - 34), 110, 13, rug)
    floor.ellipse((WIDTH / 2, -GROUND - 34), 60, 7, shade(rug, 1.4))
    lamp_x = (96 if rng.random() < 0.5 else 352) + rng.uniform(-14, 14)
    _side_table(look.at(table, lamp_x, GROUND + 3))
    if look.time in ("night", "dusk", "sunset"):
        add_glow(back.image, lamp_x * look.scale, 112 * look.scale, 62 * look.scale, _LIT, 0.42)
    return Place((Layer(back.image, 0.72), Layer(floor.image, 0.95), Layer(table.image, 0.9, glow=0.35)), GROUND + 18)


def _window(look: Look, pen: Pen) -> None:
    frame: Colour = (244, 236, 222)
    top, middle, low = SKY[look.time]
    pen.rectangle(-34, -38, 34, 38, frame)
    for k in range(8):
        tone = mix(top, middle, k / 4) if k < 4 else mix(middle, low, (k - 4) / 4)
        pen.rectangle(-30, 34 - 8.5 * (k + 1), 30, 34 - 8.5 * k, tone)
    if look.time == "night":
        pen.circle((14, 16), 7, (246, 244, 224))
    pen.rectangle(-30, -34, 30, -26, (112, 146, 108) if look.time != "night" else (30, 46, 56))
    pen.rectangle(-1.6, -38, 1.6, 38, frame)
    pen.rectangle(-34, -1.6, 34, 1.6, frame)
    for side in (-1, 1):
        pen.polygon([(side * 50, 46), (side * 24, 46), (side * 34, -46), (side * 50, -46)], (192, 78, 80))
        pen.polygon([(side * 50, 46), (side * 42, 46), (side * 44, -46), (side * 50, -46)], (164, 62, 66))
    pen.rectangle(-56, 43, 56, 47, (120, 84, 60))


def _picture(pen: Pen, frame: Colour, wall: Colour) -> None:
    pen.rectangle(-19, -23, 19, 23, frame)
    pen.rectangle(-15, -19, 15, 19, mix(wall, (250, 240, 220), 0.6))
    pen.polygon([(-15, -19), (-15, -6), (-4, 6), (5, -4), (15, 3), (15, -19)], (112, 146, 120))
    pen.circle((6, 10), 4, (244, 190, 96))


def _side_table(pen: Pen) -> None:
    wood: Colour = (122, 82, 58)
    pen.rectangle(-27, 0, -22, 26, shade(wood, 0.8))
    pen.rectangle(22, 0, 27, 26, shade(wood, 0.8))
    pen.rectangle(-26, 12, 26, 26, wood)
    pen.rectangle(-31, 25, 31, 31, shade(wood, 1.25))
    pen.line([(0, 31), (0, 50)], 3, (206, 170, 96))
    pen.polygon([(-16, 48), (16, 48), (9, 70), (-9, 70)], (255, 228, 164))
