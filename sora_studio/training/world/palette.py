"""Colours by name, skies by hour, and how an hour and the air change a colour."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .pen import Colour, Image, mix, shade

_cv: Any = cv2

COLOURS: dict[str, Colour] = {
    "red": (216, 58, 52),
    "blue": (56, 108, 208),
    "yellow": (244, 198, 60),
    "green": (72, 162, 88),
    "white": (240, 238, 232),
    "purple": (142, 84, 192),
    "orange": (240, 138, 50),
    "pink": (240, 130, 172),
}

# (zenith, middle, horizon)
SKY: dict[str, tuple[Colour, Colour, Colour]] = {
    "dawn": ((118, 144, 204), (220, 178, 200), (255, 212, 172)),
    "day": ((76, 156, 228), (140, 200, 240), (212, 236, 248)),
    "sunset": ((78, 60, 132), (220, 100, 104), (255, 178, 84)),
    "dusk": ((30, 34, 104), (92, 80, 164), (228, 160, 188)),
    "night": ((10, 14, 44), (24, 34, 80), (52, 70, 122)),
}
AMBIENT: dict[str, Colour] = {
    "dawn": (1.0, 0.80, 0.85),
    "day": (1.0, 1.0, 1.0),
    "sunset": (1.0, 0.66, 0.50),
    "dusk": (0.50, 0.50, 0.80),
    "night": (0.30, 0.38, 0.72),
}
SEA: dict[str, tuple[Colour, Colour]] = {
    "dawn": ((150, 176, 206), (64, 116, 160)),
    "day": ((86, 176, 208), (26, 102, 156)),
    "sunset": ((244, 150, 110), (96, 76, 126)),
    "dusk": ((166, 134, 186), (44, 50, 118)),
    "night": ((44, 66, 118), (14, 30, 70)),
}
WATER: dict[str, tuple[Colour, Colour]] = {
    "dawn": ((130, 180, 206), (40, 84, 140)),
    "day": ((86, 206, 226), (18, 92, 152)),
    "sunset": ((226, 150, 140), (64, 56, 122)),
    "dusk": ((84, 88, 168), (22, 24, 80)),
    "night": ((20, 50, 104), (6, 14, 46)),
}
FOG: dict[str, Colour] = {
    "dawn": (226, 208, 210),
    "day": (214, 222, 230),
    "sunset": (232, 178, 150),
    "dusk": (142, 136, 184),
    "night": (74, 86, 120),
}
SUN: dict[str, Colour] = {
    "dawn": (255, 232, 196),
    "day": (255, 248, 206),
    "sunset": (255, 222, 130),
    "dusk": (232, 226, 236),
    "night": (246, 244, 224),
}
NEON_SIGNS: tuple[Colour, ...] = ((255, 70, 150), (60, 214, 250), (255, 206, 74), (160, 110, 255), (90, 250, 170))


# Weathers that leave the sky open.
OPEN_SKY = ("clear", "fireflies", "wind")
# Where lamps, or an own light, soften the hour, and by how much.
_SOFTENED = {"space": 0.2, "reef": 0.12, "room": 0.15, "cave": 0.15, "stage": 0.12}


def sky(time: str, weather: str) -> tuple[Colour, Colour, Colour]:
    """Zenith, middle and horizon colours; overcast under rain, snowfall and fog."""
    top, middle, low = SKY[time]
    if weather in OPEN_SKY:
        return top, middle, low
    cloud = shade(FOG[time], 0.86)
    share = 0.8 if weather == "fog" else 0.55
    return mix(top, cloud, share), mix(middle, cloud, share), mix(low, FOG[time], share)


def ambient(setting: str, time: str, weather: str) -> Colour:
    """The light's colour as a factor."""
    light = (0.34, 0.27, 0.36) if setting == "room" and time == "night" else AMBIENT[time]
    light = mix(light, (1.0, 1.0, 1.0), _SOFTENED.get(setting, 0.0))
    dim = 0.9 if weather in ("rain", "fog") else 1.0
    return (light[0] * dim, light[1] * dim, light[2] * dim)


def colour_matrix(light: Colour, glow: float, haze: float, haze_colour: Colour) -> NDArray[np.float32]:
    """A 4x4 matrix on premultiplied RGBA: `light` acts on all but the `glow` share, then haze covers its share."""
    m = np.zeros((4, 4), np.float32)
    for c in range(3):
        m[c, c] = (light[c] * (1 - glow) + glow) * (1 - haze)
        m[c, 3] = haze_colour[c] / 255 * haze
    m[3, 3] = 1
    return m


def apply_matrix(image: Image, matrix: NDArray[np.float32]) -> Image:
    return image if np.array_equal(matrix, np.eye(4, dtype=np.float32)) else _cv.transform(image, matrix)
