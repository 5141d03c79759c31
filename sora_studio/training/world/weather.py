"""What falls, drifts and glows between the camera and the world, and the stars behind it.

Every particle's path is the same in every clip: a small model can learn one snowfall exactly, and no two shots
of a film need different ones.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .layers import VIEW_HEIGHT, VIEW_WIDTH
from .palette import FOG
from .pen import Colour, Image, Pen, blank, blend, mix

_cv: Any = cv2
_COUNTS = {"snowfall": 90, "rain": 64, "fireflies": 26, "stars": 70}


@lru_cache(maxsize=8)
def _field(kind: str) -> NDArray[np.float64]:
    """(n, 4) in [0, 1): x, y, size, phase; the same for ever."""
    return np.random.default_rng(_COUNTS[kind]).random((_COUNTS[kind], 4))


def haze(weather: str, depth: float) -> float:
    """How much of a layer at this depth the air hides."""
    if weather == "fog":
        return 0.88 * (1 - min(depth, 1.0)) ** 0.7 * min(1.0, depth / 0.05) + 0.14
    if weather in ("snowfall", "rain"):
        return 0.34 * (1 - min(depth, 1.0)) if depth > 0.05 else 0.0
    return 0.0


def stars(pen: Pen) -> None:
    """A fixed field over the upper two thirds of the frame."""
    for x, y, size, tint in _field("stars"):
        colour = mix((150, 164, 214), (255, 255, 244), float(tint))
        pen.circle((x * VIEW_WIDTH, -y * VIEW_HEIGHT * 0.7), 0.45 + 0.75 * size**3, colour)


def overlay(frame: Image, weather: str, time: str, style: str, seconds: float, scale: float) -> None:
    """Draw the weather over a finished frame, in place."""
    if weather not in ("snowfall", "rain", "fireflies"):
        return
    height, width = frame.shape[:2]
    pen = Pen(blank(width, height), unit=scale)
    if weather == "rain":
        _rain(pen, "ink by day" if style == "ink" and time != "night" else style, seconds)
    else:
        (_snow if weather == "snowfall" else _fireflies)(pen, style, seconds)
    if weather == "fireflies" or style == "neon":
        light = _cv.boxFilter(_cv.boxFilter(pen.image[..., :3], -1, _box(7 * scale)), -1, _box(7 * scale))
        gain = 1.6 if style in ("flat", "neon") else 0.6
        _cv.add(frame, _cv.convertScaleAbs(light, alpha=gain), frame)
    blend(frame, pen.image)


def _box(size: float) -> tuple[int, int]:
    return (max(1, round(size)), max(1, round(size)))


def _snow(pen: Pen, style: str, seconds: float) -> None:
    colour: Colour = {"ink": (255, 255, 255), "neon": (170, 226, 255)}.get(style, (250, 252, 255))
    for x, y, size, phase in _field("snowfall"):
        px = (x * VIEW_WIDTH + 6 * math.sin(1.4 * seconds + 6.28 * phase)) % VIEW_WIDTH
        py = (y * VIEW_HEIGHT + seconds * (13 + 9 * size)) % (VIEW_HEIGHT + 6) - 3
        pen.circle((px, -py), 0.8 + 1.5 * size**2, colour)


def _rain(pen: Pen, style: str, seconds: float) -> None:
    colour: Colour = {"ink by day": (96, 104, 120), "neon": (110, 180, 255)}.get(style, (206, 222, 238))
    for x, y, size, _ in _field("rain"):
        # Near drops fall further between two frames than streaks are apart: the eye sees rain all the same.
        py = (y * VIEW_HEIGHT + seconds * (150 + 90 * size)) % (VIEW_HEIGHT + 16) - 8
        px = (x * VIEW_WIDTH - seconds * 24) % VIEW_WIDTH
        length = 6 + 6 * size
        pen.line([(px, -py), (px + length * 0.16, -py + length)], 0.55 + 0.35 * size, colour)


def _fireflies(pen: Pen, style: str, seconds: float) -> None:
    colour: Colour = {"ink": (226, 178, 60), "papercraft": (255, 226, 110)}.get(style, (255, 240, 140))
    for x, y, size, phase in _field("fireflies"):
        px = x * VIEW_WIDTH + 10 * math.sin(0.9 * seconds + 6.28 * phase)
        py = VIEW_HEIGHT * (0.25 + 0.7 * y) + 6 * math.sin(1.3 * seconds + 9 * phase)
        pulse = 0.65 + 0.35 * math.sin(2.0 * seconds + 12 * phase)
        pen.circle((px, -py), (1.3 + 1.2 * size) * pulse, colour)


def fog_veil(frame: Image, time: str, seconds: float) -> None:
    """A bank of mist drifting low across the frame, in place."""
    height, width = frame.shape[:2]
    y: NDArray[np.float64] = np.arange(height, dtype=np.float64)[:, None] / height
    x: NDArray[np.float64] = np.arange(width, dtype=np.float64)[None] / width
    bank = 0.42 * np.exp(-(((y - 0.62 - 0.05 * np.sin(5.5 * x + 0.35 * seconds)) / 0.20) ** 2))
    alpha = bank.astype(np.float32)[..., None]
    frame[...] = (frame * (1 - alpha) + np.array(FOG[time], np.float32) * alpha).astype(np.uint8)
