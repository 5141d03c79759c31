"""Drawing in base units on premultiplied RGBA images, antialiased, at any scale."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Colour = tuple[float, float, float]
Point = tuple[float, float]

_SHIFT = 4  # OpenCV's fixed-point coordinates: 4 fractional bits
_ONE = 1 << _SHIFT
# OpenCV's stubs do not know every overload used here; this is the one place that says so.
_cv: Any = cv2


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """`a` where share is 0, `b` where it is 1."""
    return (
        a[0] + (b[0] - a[0]) * share,
        a[1] + (b[1] - a[1]) * share,
        a[2] + (b[2] - a[2]) * share,
    )


def shade(colour: Colour, factor: float) -> Colour:
    """Darker below 1; above 1 lighter, towards white so that a saturated colour stays clean."""
    if factor <= 1:
        return (colour[0] * factor, colour[1] * factor, colour[2] * factor)
    return mix(colour, (255, 255, 255), min(1.0, (factor - 1) * 0.8))


def between(a: Point, b: Point, share: float) -> Point:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws figures in their own units: x right, y up, the origin at (x, y) pixels, `unit` pixels to a unit."""

    image: Image
    x: float = 0.0
    y: float = 0.0
    unit: float = 1.0
    flip: int = 1

    def _point(self, p: Point) -> tuple[int, int]:
        return (
            round((self.x + self.flip * p[0] * self.unit) * _ONE),
            round((self.y - p[1] * self.unit) * _ONE),
        )

    def _points(self, points: Iterable[Point]) -> NDArray[np.int32]:
        return np.array([self._point(p) for p in points], np.int32)

    def _thickness(self, width: float) -> int:
        return max(1, round(width * self.unit))

    def polygon(self, points: Iterable[Point], colour: Colour) -> None:
        _cv.fillPoly(self.image, [self._points(points)], (*colour, 255.0), cv2.LINE_AA, _SHIFT)

    def rectangle(self, left: float, bottom: float, right: float, top: float, colour: Colour) -> None:
        self.polygon([(left, bottom), (right, bottom), (right, top), (left, top)], colour)

    def ellipse(
        self, centre: Point, rx: float, ry: float, colour: Colour, angle: float = 0, arc: Point = (0, 360)
    ) -> None:
        """`angle` turns it anticlockwise in degrees; `arc` runs clockwise in degrees from the right."""
        axes = (max(1, round(rx * self.unit * _ONE)), max(1, round(ry * self.unit * _ONE)))
        turn = -angle * self.flip
        _cv.ellipse(
            self.image, self._point(centre), axes, turn, arc[0], arc[1], (*colour, 255.0), -1, cv2.LINE_AA, _SHIFT
        )

    def circle(self, centre: Point, radius: float, colour: Colour) -> None:
        r = max(1, round(radius * self.unit * _ONE))
        _cv.circle(self.image, self._point(centre), r, (*colour, 255.0), -1, cv2.LINE_AA, _SHIFT)

    def line(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        _cv.polylines(
            self.image, [self._points(points)], False, (*colour, 255.0), self._thickness(width), cv2.LINE_AA, _SHIFT
        )

    def arc(self, centre: Point, rx: float, ry: float, span: Point, width: float, colour: Colour) -> None:
        """An open curve; `span` in degrees, anticlockwise from the right."""
        steps = [math.radians(span[0] + (span[1] - span[0]) * k / 10) for k in range(11)]
        self.line([(centre[0] + rx * math.cos(a), centre[1] + ry * math.sin(a)) for a in steps], width, colour)

    def round_polygon(self, points: Sequence[Point], colour: Colour, steps: int = 4) -> None:
        """A closed Catmull-Rom curve through the points."""
        n = len(points)
        curve: list[Point] = []
        for i in range(n):
            p0, p1, p2, p3 = points[i - 1], points[i], points[(i + 1) % n], points[(i + 2) % n]
            for k in range(steps):
                t = k / steps
                curve.append((_catmull(p0[0], p1[0], p2[0], p3[0], t), _catmull(p0[1], p1[1], p2[1], p3[1], t)))
        self.polygon(curve, colour)

    def raised(self, height: float) -> Pen:
        """The same pen with its origin so many units higher."""
        return replace(self, y=self.y - height * self.unit)

    @property
    def fine(self) -> bool:
        """Whether details of a fiftieth of the figure are larger than a pixel."""
        return self.unit > 40


def _catmull(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def blank(width: int, height: int) -> Image:
    return np.zeros((height, width, 4), np.uint8)


def gradient(width: int, height: int, stops: Sequence[tuple[float, Colour]]) -> Image:
    """An opaque image whose rows run through the stops; stops are (row in pixels, colour), rows rising."""
    rows = np.arange(height, dtype=np.float32)
    at = [s[0] for s in stops]
    column = np.stack([np.interp(rows, at, [s[1][c] for s in stops]) for c in range(3)] + [np.full(height, 255.0)], 1)
    return np.ascontiguousarray(np.broadcast_to(column[:, None, :], (height, width, 4)).astype(np.uint8))


def add_glow(image: Image, x: float, y: float, radius: float, colour: Colour, amount: float) -> None:
    """Add light around a pixel, fading to nothing at three radii; leaves alpha alone."""
    height, width = image.shape[:2]
    reach = radius * 2.4
    x0, x1 = max(0, int(x - reach)), min(width, int(x + reach) + 1)
    y0, y1 = max(0, int(y - reach)), min(height, int(y + reach) + 1)
    if x0 >= x1 or y0 >= y1:
        return
    across = _bell(x0, x1, x, radius)
    down = _bell(y0, y1, y, radius)
    light = (down[:, None] * across)[..., None] * amount * np.array(colour, np.float32)
    patch = image[y0:y1, x0:x1, :3]
    # Screen blending: brightens without clipping to flat white.
    patch[...] = (patch + light * (1 - patch.astype(np.float32) / 255)).astype(np.uint8)


def _bell(start: int, stop: int, centre: float, radius: float) -> NDArray[np.float32]:
    distance: NDArray[np.float64] = (np.arange(start, stop, dtype=np.float64) - centre) / radius
    return np.exp(-(distance**2)).astype(np.float32)


def blend(target: Image, layer: Image) -> None:
    """Lay a premultiplied RGBA layer over an opaque RGB image, in place."""
    alpha = _cv.extractChannel(layer, 3)
    inverse = _cv.cvtColor(_cv.bitwise_not(alpha), cv2.COLOR_GRAY2RGB)
    _cv.multiply(target, inverse, target, 1 / 255)
    _cv.add(target, _cv.cvtColor(layer, cv2.COLOR_RGBA2RGB), target)
