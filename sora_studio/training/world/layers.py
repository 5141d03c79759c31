"""Backdrops as stacks of layers at their depths; the canvas is larger than the view, so that a camera can move."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .pen import Colour, Image, Pen, Point, between, blank, gradient

VIEW_WIDTH, VIEW_HEIGHT = 256, 144
WIDTH, HEIGHT = 448, 252
HORIZON = 132.0
GROUND = 176.0


@dataclass(frozen=True, slots=True)
class Layer:
    """A premultiplied RGBA image of the whole canvas.

    depth is 0 at infinity and 1 where the subject stands; glow is the share of its light that is its own.
    """

    image: Image
    depth: float
    glow: float = 0.0


@dataclass(frozen=True, slots=True)
class Look:
    """What a backdrop is drawn with. A sketch has the same geometry, and none of the finest detail."""

    time: str
    weather: str
    scale: float
    sketch: bool

    def sheet(self) -> Pen:
        """An empty canvas; points are base pixels from its top left corner, y negative (the pen's y runs up)."""
        return Pen(blank(round(WIDTH * self.scale), round(HEIGHT * self.scale)), unit=self.scale)

    def filled(self, stops: Sequence[tuple[float, Colour]]) -> Pen:
        """A canvas filled from top to bottom; stops are (base row, colour)."""
        width, height = round(WIDTH * self.scale), round(HEIGHT * self.scale)
        return Pen(gradient(width, height, [(row * self.scale, c) for row, c in stops]), unit=self.scale)

    def at(self, pen: Pen, x: float, y: float, unit: float = 1.0) -> Pen:
        """A pen whose origin is the base pixel (x, y), `unit` base pixels to its unit."""
        return Pen(pen.image, x * self.scale, y * self.scale, unit * self.scale)


@dataclass(frozen=True, slots=True)
class Place:
    layers: tuple[Layer, ...]
    ground: float


Ridge = list[Point]


def rolling(rng: np.random.Generator, base: float, height: float, waves: float = 2.0) -> Ridge:
    """A soft ridge across the canvas, `height` above `base` at most."""
    x = np.linspace(0, WIDTH, 29)
    a, b = rng.uniform(0, 2 * math.pi, 2)
    y = base - height * (0.5 + 0.34 * np.sin(x / WIDTH * 2 * math.pi * waves + a))
    y -= height * 0.16 * np.sin(x / WIDTH * 2 * math.pi * waves * 2.7 + b)
    return [(float(p), float(q)) for p, q in zip(x, y, strict=True)]


def jagged(rng: np.random.Generator, base: float, height: float, peaks: int) -> Ridge:
    """Mountains: valleys and peaks in turn."""
    ridge: Ridge = []
    for k in range(2 * peaks + 1):
        x = WIDTH * k / (2 * peaks) + rng.uniform(-6, 6)
        share = rng.uniform(0.55, 1.0) if k % 2 else rng.uniform(0.1, 0.35)
        ridge.append((x, base - height * share))
    return [(-20.0, base), *ridge, (WIDTH + 20.0, base)]


def fill_below(pen: Pen, ridge: Ridge, colour: Colour, shadow: Colour | None = None) -> None:
    """Fill from the ridge to the canvas's foot, a band of `shadow` lower down where given."""
    pen.polygon([(x, -y) for x, y in ridge] + [(ridge[-1][0], -HEIGHT), (ridge[0][0], -HEIGHT)], colour)
    if shadow is not None:
        lower = [(x, y + 14 + 10 * (y - ridge[0][1]) / 10) for x, y in ridge]
        pen.polygon([(x, -y) for x, y in lower] + [(lower[-1][0], -HEIGHT), (lower[0][0], -HEIGHT)], shadow)


def snow_caps(pen: Pen, ridge: Ridge, colour: Colour, share: float = 0.42) -> None:
    """White tops with a zigzag lower edge on every peak of a jagged ridge."""
    for left, peak, right in zip(ridge, ridge[1:], ridge[2:], strict=False):
        if peak[1] < left[1] and peak[1] < right[1]:
            a, b = between(peak, left, share), between(peak, right, share)
            low = max(a[1], b[1])
            steps = [between(a, b, s) for s in (0.25, 0.5, 0.75)]
            edge = [(steps[0][0], low - 5), (steps[1][0], low + 3), (steps[2][0], low - 6)]
            pen.polygon([(x, -y) for x, y in (peak, a, *edge, b)], colour)
