"""The sky over a place: its gradient, sun or moon, and clouds."""

from __future__ import annotations

import numpy as np

from .layers import HORIZON, Layer, Look
from .palette import OPEN_SKY, SUN, sky
from .pen import Colour, Pen, add_glow, mix


def sky_layers(look: Look, rng: np.random.Generator, low: float = HORIZON + 8) -> list[Layer]:
    """Gradient, sun or moon, and clouds. The stars are laid by the camera: they never move."""
    top, middle, horizon = sky(look.time, look.weather)
    pen = look.filled([(20, top), (20 + (low - 20) * 0.6, middle), (low, horizon)])
    x = rng.uniform(120, 330)
    y = {"dawn": HORIZON - 20, "day": 76, "sunset": HORIZON - 18, "dusk": 66, "night": 76}[look.time]
    if look.weather in OPEN_SKY:
        _sun(look, pen, x, y, mix(top, middle, 0.4))
    clouds = look.sheet()
    tint = mix(horizon, (255, 255, 255), 0.15 if look.time in ("sunset", "dusk", "night") else 0.62)
    if look.weather not in OPEN_SKY:
        tint = mix(horizon, (255, 255, 255), 0.12)
    for k in range(3):
        cx, cy = 60 + k * 150 + rng.uniform(-30, 30), (76, 40, 64)[k] + rng.uniform(-8, 8)
        _cloud(look.at(clouds, cx, cy, rng.uniform(20, 34)), tint)
    return [Layer(pen.image, 0.04, glow=1), Layer(clouds.image, 0.10, glow=1)]


def _sun(look: Look, pen: Pen, x: float, y: float, behind: Colour) -> None:
    colour = SUN[look.time]
    radius = {"dawn": 13, "day": 12, "sunset": 18, "dusk": 10, "night": 12}[look.time]
    strength = {"dawn": 0.55, "day": 0.45, "sunset": 0.6, "dusk": 0.18, "night": 0.28}[look.time]
    add_glow(pen.image, x * look.scale, y * look.scale, radius * 3.2 * look.scale, colour, strength)
    pen.circle((x, -y), radius, colour)
    if look.time == "night":
        pen.circle((x + 5, -y + 3.5), radius * 0.84, mix(behind, colour, 0.12))


def _cloud(pen: Pen, colour: Colour) -> None:
    for x, y, r in ((-0.62, 0.0, 0.24), (-0.26, 0.14, 0.34), (0.18, 0.18, 0.40), (0.56, 0.06, 0.28)):
        pen.circle((x, y), r, colour)
    pen.round_polygon([(-0.9, -0.06), (-0.4, 0.1), (0.5, 0.1), (0.9, -0.06), (0.4, -0.2), (-0.4, -0.2)], colour)
