"""Flat, ink, papercraft and neon: how a layer is laid down and how a finished frame is treated."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .pen import Image, blend

_cv: Any = cv2
_SHADOW = 0.40
_RIM = 0.28


def lay(target: Image, layer: Image, style: str, scale: float) -> None:
    """Lay one layer over the frame; cut paper casts a soft shadow and shows a lit edge."""
    if style == "papercraft":
        alpha = _cv.extractChannel(layer, 3)
        cast = _shifted(alpha, 1.6 * scale, 2.4 * scale)
        cast = _cv.blur(_cv.blur(cast, _odd(3 * scale)), _odd(3 * scale))
        dark = _cv.cvtColor(_cv.convertScaleAbs(cast, alpha=-_SHADOW, beta=0), cv2.COLOR_GRAY2RGB)
        _cv.multiply(target, _cv.bitwise_not(dark), target, 1 / 255)
        layer = _rim(layer, alpha, scale)
    blend(target, layer)


def _rim(layer: Image, alpha: Image, scale: float) -> Image:
    """Light the edges that face up and left. Premultiplied colour never exceeds alpha, so no fringe appears."""
    edge = _cv.convertScaleAbs(_cv.subtract(alpha, _shifted(alpha, 0.8 * scale, 0.9 * scale)), alpha=_RIM)
    lit = _cv.add(_cv.cvtColor(layer, cv2.COLOR_RGBA2RGB), _cv.cvtColor(edge, cv2.COLOR_GRAY2RGB))
    lit = _cv.min(lit, _cv.cvtColor(alpha, cv2.COLOR_GRAY2RGB))
    return np.dstack([lit, alpha])


def _shifted(alpha: Image, right: float, down: float) -> Image:
    """Moved by so many pixels; what comes in at the border repeats it, so a layer that fills the frame stays even."""
    matrix = np.array([[1, 0, right], [0, 1, down]], np.float32)
    return _cv.warpAffine(
        alpha, matrix, (alpha.shape[1], alpha.shape[0]), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def _odd(size: float) -> tuple[int, int]:
    n = max(1, 2 * round(size / 2) + 1)
    return (n, n)


def finish(frame: Image, style: str, scale: float) -> Image:
    """Treat a whole frame, before the weather is drawn over it."""
    if style == "papercraft":
        return _papercraft(frame)
    if style == "ink":
        return _ink(frame, scale)
    if style == "neon":
        return _neon(frame, scale)
    return frame


@lru_cache(maxsize=8)
def _grain(height: int, width: int) -> NDArray[np.int16]:
    """Paper fibres: the same sheet for every frame, (height, width, 3)."""
    noise = np.random.default_rng(0).normal(0, 1, (288, 512)).astype(np.float32)
    fibres = _cv.GaussianBlur(noise, (0, 0), 1.1) * 16 + _cv.GaussianBlur(noise, (0, 0), sigmaX=5, sigmaY=1.2) * 18
    fibres = _cv.resize(fibres, (width, height), interpolation=cv2.INTER_AREA)
    return np.repeat(fibres[..., None], 3, 2).astype(np.int16)


@lru_cache(maxsize=8)
def _hatching(height: int, width: int, scale: float) -> NDArray[np.bool_]:
    y, x = np.mgrid[0:height, 0:width]
    return ((x + y) / scale % 4.5) < 1.0


def _papercraft(frame: Image) -> Image:
    height, width = frame.shape[:2]
    muted = _cv.convertScaleAbs(frame, alpha=0.93, beta=12)
    return np.clip(muted.astype(np.int16) + _grain(height, width), 0, 255).astype(np.uint8)


# Lifts dark tones, so that a night has as many lines as a day.
_LIFT = np.array([255 * (v / 255) ** 0.6 for v in range(256)]).astype(np.uint8)


def _edges(frame: Image, reach: int) -> Image:
    """The largest channel's local contrast, (height, width)."""
    frame = _cv.LUT(frame, _LIFT)
    kernel = _cv.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    gradient = _cv.morphologyEx(frame, cv2.MORPH_GRADIENT, kernel)
    return gradient.max(2)


def _ink(frame: Image, scale: float) -> Image:
    """A watercolour wash on warm paper under dark outlines; shadows are hatched."""
    height, width = frame.shape[:2]
    gray = _cv.cvtColor(frame, cv2.COLOR_RGB2GRAY)
    wash = _cv.addWeighted(frame, 0.52, _cv.cvtColor(gray, cv2.COLOR_GRAY2RGB), 0.16, 82)
    wash = _cv.multiply(wash, (250.0, 243.0, 228.0, 0.0), scale=1 / 255)
    hatch = _hatching(height, width, scale) & (gray < 60)
    wash[hatch] = (wash[hatch] * 0.82).astype(np.uint8)
    lines = _cv.convertScaleAbs(_cv.subtract(_edges(frame, 3 if scale >= 1 else 2), 16), alpha=6.0)
    if scale >= 1:
        lines = _cv.blur(lines, (2, 2))
    keep = _cv.cvtColor(_cv.bitwise_not(_cv.convertScaleAbs(lines, alpha=0.86)), cv2.COLOR_GRAY2RGB)
    return _cv.multiply(wash, keep, scale=1 / 255)


def _neon(frame: Image, scale: float) -> Image:
    """Bright tubes along every edge, in the edge's own colour, over a dark picture."""
    bright = _cv.dilate(frame, np.ones((3, 3), np.uint8))
    hsv = _cv.cvtColor(bright, cv2.COLOR_RGB2HSV)
    hsv[..., 1] = _cv.convertScaleAbs(hsv[..., 1], alpha=1.5, beta=60)
    hsv[..., 2] = 255
    tube = _cv.cvtColor(hsv, cv2.COLOR_HSV2RGB)
    line = _cv.convertScaleAbs(_cv.subtract(_edges(frame, 3), 16), alpha=4.0)
    if scale >= 1:
        line = _cv.blur(line, (2, 2))
    lit = _cv.multiply(tube, _cv.cvtColor(line, cv2.COLOR_GRAY2RGB), scale=1 / 255)
    size = _odd(7 * scale)
    halo = _cv.convertScaleAbs(_cv.blur(_cv.blur(lit, size), size), alpha=1.2)
    dark = _cv.add(_cv.convertScaleAbs(frame, alpha=0.32), (8.0, 5.0, 24.0, 0.0))
    return _cv.add(_cv.add(dark, halo), lit)
