"""What falls, blows and glows between the camera and the world, and the stars behind it.

Each weather is two small patterns, one near and one far, repeated over the frame, and each pattern moves as one
piece: a small model can learn a picture that scrolls exactly, and no two shots of a film need different ones.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .layers import VIEW_HEIGHT, VIEW_WIDTH
from .palette import FOG
from .pen import Image, Pen, blend, mix
from .weather_tiles import TILE, draw_tile

_cv: Any = cv2
# Base pixels a second, right and down, of the near pattern and of the far one. At four frames a second a pattern moves
# by whole pixels of the finished frame and by far less than half its period: more would seem to flicker.
SCROLL: dict[str, tuple[tuple[float, float], tuple[float, float]]] = {
    "snowfall": ((6.0, 32.0), (-4.0, 18.0)),
    "rain": ((-24.0, 96.0), (-16.0, 64.0)),
    "wind": ((84.0, 12.0), (56.0, -4.0)),
    "fireflies": ((6.0, -4.0), (-4.0, -2.0)),
}
_FAR_FIRST = (1, 0)
# (row, thickness, density, waves across, phase) of each bank of mist; rows and thickness in frame heights.
_BANKS = ((0.44, 0.10, 0.26, 1.0, 0.4), (0.66, 0.09, 0.42, 1.5, 2.2), (0.90, 0.08, 0.34, 1.0, 4.0))


def haze(weather: str, depth: float) -> float:
    """How much of a layer at this depth the air hides."""
    far = 1 - min(depth, 1.0)
    if weather == "fog":
        return 0.18 + 0.80 * far**0.5
    if weather in ("snowfall", "rain"):
        return 0.34 * far if depth > 0.05 else 0.0
    return 0.0


def stars(pen: Pen) -> None:
    """A fixed field over the upper two thirds of the frame."""
    for x, y, size, tint in np.random.default_rng(70).random((70, 4)):
        colour = mix((150, 164, 214), (255, 255, 244), float(tint))
        pen.circle((x * VIEW_WIDTH, -y * VIEW_HEIGHT * 0.7), 0.45 + 0.75 * size**3, colour)


def overlay(frame: Image, weather: str, time: str, style: str, seconds: float, scale: float) -> None:
    """Draw the weather over a finished frame, in place."""
    if weather not in SCROLL:
        return
    if weather == "rain":
        _gloom(frame)
    dark = time in ("dusk", "night")
    height, width = frame.shape[:2]
    side = round(TILE * scale)
    for number in _FAR_FIRST:
        sheet = _sheet(weather, number, style, dark, side, height, width)
        x, y = (side - v * seconds * scale % side for v in SCROLL[weather][number])
        window = np.array([[1, 0, x], [0, 1, y]], np.float32)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        blend(frame, _cv.warpAffine(sheet, window, (width, height), flags=flags))


@lru_cache(maxsize=64)
def _sheet(weather: str, number: int, style: str, dark: bool, side: int, height: int, width: int) -> Image:
    """The pattern repeated over the frame and a tile to spare, so that any part of it can be cut out."""
    tile = draw_tile(weather, number, style, dark, side)
    return np.tile(tile, (height // side + 3, width // side + 3, 1))[: height + side + 1, : width + side + 1]


def _gloom(frame: Image) -> None:
    """Rain takes light and colour away."""
    grey = _cv.cvtColor(_cv.cvtColor(frame, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    frame[...] = _cv.addWeighted(frame, 0.56, grey, 0.24, 0)


def fog_veil(frame: Image, time: str) -> None:
    """Banks of mist across the frame, thickest below its middle, in place."""
    height, width = frame.shape[:2]
    y: NDArray[np.float64] = (np.arange(height, dtype=np.float64)[:, None] + 0.5) / height
    x: NDArray[np.float64] = (np.arange(width, dtype=np.float64)[None] + 0.5) / width
    alpha = np.full((height, width), 0.10)
    for row, thick, amount, waves, phase in _BANKS:
        middle = row + 0.03 * np.sin(2 * np.pi * waves * x + phase)
        alpha += amount * np.exp(-(((y - middle) / thick) ** 2))
    alpha = np.minimum(alpha, 0.9).astype(np.float32)[..., None]
    frame[...] = (frame * (1 - alpha) + np.array(FOG[time], np.float32) * alpha).astype(np.uint8)
