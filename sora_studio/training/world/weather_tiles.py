"""The small patterns weather is made of: they repeat without a seam, and each is the same for ever."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .pen import Colour, Image, Pen, blank, mix

_cv: Any = cv2
TILE = 64  # base pixels, both ways
_FINE = 8  # drawn so many times larger, for smooth edges
NEAR = 0
# What one tile holds, (x, y, size, turn in degrees) each; sizes are base pixels.
_FLAKES = (
    ((10, 8, 2.9, 0), (42, 19, 1.9, 0), (24, 33, 2.3, 0), (57, 42, 3.3, 0), (8, 54, 1.7, 0), (38, 58, 2.5, 0)),
    tuple(
        (x, y, 0.8 + 0.09 * (k % 5), 0)
        for k, (x, y) in enumerate(
            ((5, 30), (15, 20), (22, 4), (30, 47), (33, 12), (46, 34), (51, 6), (60, 21), (49, 53), (18, 61), (2, 44))
        )
    ),
)
_STREAKS = (
    ((8, 6, 17, 0), (33, 30, 20, 0), (55, 12, 16, 0), (16, 47, 18, 0), (47, 56, 18, 0)),
    ((2, 26, 9, 0), (20, 14, 10, 0), (28, 58, 9, 0), (40, 8, 9, 0), (44, 40, 10, 0), (61, 46, 10, 0), (11, 62, 9, 0)),
)
_LEAVES = (
    ((14, 15, 9.5, 24), (46, 33, 8.5, -32), (20, 52, 8.0, 62)),
    ((6, 34, 4.6, -20), (33, 12, 5.0, 40), (52, 54, 4.6, 8), (34, 42, 4.2, -50)),
)
_GUSTS = (((40, 9, 22, 0), (4, 37, 18, 0)), ((20, 24, 26, 0), (56, 48, 24, 0)))
_LIGHTS = (
    ((14, 18, 1.9, 0), (49, 30, 1.6, 0), (27, 52, 2.1, 0)),
    ((4, 44, 0.9, 0), (33, 8, 1.0, 0), (58, 58, 0.8, 0), (30, 32, 0.9, 0)),
)


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of what is drawn and a rim around it: how far it reaches in base pixels, how strong it is, and how
    far to the right and down it falls."""

    colours: tuple[Colour, ...]
    rim: Colour
    reach: float
    strength: float
    fall: float = 0.0


def draw_tile(weather: str, number: int, style: str, dark: bool, side: int) -> Image:
    """Premultiplied RGBA, `side` pixels square; number 0 is near, 1 far; `dark` is whether the hour is."""
    look = _look(weather, style, dark)
    sheet = blank(TILE * _FINE, TILE * _FINE)
    draw = {"snowfall": _snow, "rain": _rain, "wind": _wind, "fireflies": _fireflies}[weather]
    for right in (-TILE, 0, TILE):
        for down in (-TILE, 0, TILE):
            draw(Pen(sheet, right * _FINE, down * _FINE, _FINE), number, look)
    return _cv.resize(_rimmed(sheet, look, number), (side, side), interpolation=cv2.INTER_AREA)


def _snow(pen: Pen, number: int, look: Look) -> None:
    for x, y, size, _ in _FLAKES[number]:
        pen.circle((x, -y), size, look.colours[0])


def _rain(pen: Pen, number: int, look: Look) -> None:
    width = 1.0 if number == NEAR else 0.6
    for x, y, size, _ in _STREAKS[number]:
        # A quarter aside for every step down, as it falls.
        foot = (x - size / 4, -y - size)
        pen.line([(x, -y), foot], width, look.colours[0])
        pen.circle(foot, 0.75 * width, look.colours[0])


def _wind(pen: Pen, number: int, look: Look) -> None:
    for x, y, size, _ in _GUSTS[number]:
        pen.line(
            [(x + 0.125 * size * k, -y - 1.2 * math.sin(math.pi * k / 4)) for k in range(9)], 0.55, look.colours[2]
        )
        curl = 0.14 * size
        pen.arc((x + size, -y + curl), curl, curl, (-90, 170), 0.55, look.colours[2])
    for k, (x, y, size, turn) in enumerate(_LEAVES[number]):
        _leaf(pen, (x, -y), size, turn, look.colours[k % 2], number == NEAR)


def _leaf(pen: Pen, middle: tuple[float, float], size: float, turn: float, colour: Colour, veined: bool) -> None:
    along = np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn))])
    across = np.array([-along[1], along[0]])

    def at(a: float, b: float) -> tuple[float, float]:
        x, y = np.array(middle) + size * (a * along + b * across)
        return float(x), float(y)

    pen.round_polygon([at(-0.5, 0), at(-0.2, 0.22), at(0.2, 0.2), at(0.56, 0), at(0.2, -0.2), at(-0.2, -0.22)], colour)
    dark = mix(colour, (30, 16, 20), 0.55)
    pen.line([at(-0.8, 0.06), at(-0.5, 0)], 0.08 * size, dark)
    if veined:
        pen.line([at(-0.5, 0), at(0.42, 0)], 0.06 * size, dark)


def _fireflies(pen: Pen, number: int, look: Look) -> None:
    for x, y, size, _ in _LIGHTS[number]:
        pen.circle((x, -y), size, look.colours[0])
        pen.circle((x, -y), 0.55 * size, look.colours[1])


def _rimmed(sheet: Image, look: Look, number: int) -> Image:
    """The drawing over its own blurred shape in the rim's colour: an outline, a glow or a shadow."""
    shape: NDArray[np.floating[Any]] = sheet[..., 3].astype(np.float32) / 255
    reach = look.reach * _FINE * (1.0 if number == NEAR else 0.6)
    fall = round(look.fall * _FINE)
    margin = TILE * _FINE // 2
    spread = _cv.GaussianBlur(np.pad(np.roll(shape, (fall, fall), (0, 1)), margin, mode="wrap"), (0, 0), reach)
    spread = spread[margin:-margin, margin:-margin]
    under = np.minimum(spread * look.strength, 0.9)[..., None] * (1 - shape[..., None])
    rim = np.array([*look.rim, 255], np.float32)
    return np.clip(sheet + under * rim, 0, 255).astype(np.uint8)


_WHITE: Colour = (255, 255, 252)
_INKY = ("pencil", "ink", "watercolour")


def _look(weather: str, style: str, dark: bool) -> Look:
    looks = {"snowfall": _snow_look, "rain": _rain_look, "wind": _wind_look, "fireflies": _firefly_look}
    return looks[weather](style, dark)


def _snow_look(style: str, dark: bool) -> Look:
    if style == "neon":
        return Look(((205, 240, 255),), (60, 160, 255), 1.6, 1.8)
    if style == "papercraft":
        return Look((_WHITE,), (20, 24, 40), 0.8, 0.7, 0.9)
    if dark:
        return Look((_WHITE,), (20, 26, 50), 0.7, 0.5)
    rim: Colour = {"pencil": (80, 82, 90), "ink": (44, 42, 46), "watercolour": (96, 140, 196)}.get(
        style, (84, 108, 150)
    )
    return Look((_WHITE,), rim, 0.45, 1.0 if style == "flat" else 1.6)


def _rain_look(style: str, dark: bool) -> Look:
    if style == "neon":
        return Look(((150, 215, 255),), (40, 120, 255), 1.3, 1.8)
    if style == "papercraft":
        return Look(((196, 222, 244),), (10, 16, 34), 0.6, 0.8, 0.8)
    if style in _INKY and not dark:
        drop: Colour = {"pencil": (66, 68, 76), "ink": (30, 30, 36)}.get(style, (44, 84, 150))
        return Look((drop,), drop, 0.4, 0.2)
    return Look(((222, 236, 248),), (24, 40, 70), 0.5, 0.6)


def _wind_look(style: str, dark: bool) -> Look:
    if style == "neon":
        return Look(((255, 128, 60), (190, 255, 90), (150, 215, 255)), (90, 150, 255), 1.2, 1.0)
    air: Colour = (222, 230, 244) if dark else (252, 253, 255)
    if style == "papercraft":
        return Look(((206, 96, 48), (230, 172, 62), air), (20, 18, 26), 0.8, 0.7, 0.9)
    if style in ("pencil", "ink"):
        leaves: tuple[Colour, Colour] = (
            ((84, 80, 78), (150, 124, 100)) if style == "pencil" else ((60, 50, 46), (176, 108, 54))
        )
        return Look((*leaves, air if dark else (104, 104, 112)), air, 0.5, 0.8)
    if style == "watercolour":
        return Look(((214, 108, 58), (228, 166, 70), air if dark else (112, 150, 200)), air, 0.5, 0.5)
    return Look(((196, 84, 38), (236, 170, 52), air), (40, 44, 66), 0.4, 0.4)


def _firefly_look(style: str, dark: bool) -> Look:
    halo: Colour = (255, 226, 90) if dark or style == "neon" else (250, 170, 20)
    return Look(((255, 236, 130), (255, 255, 226)), halo, 2.4, 3.6)
