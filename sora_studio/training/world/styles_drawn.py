"""Pencil, ink and watercolour: a frame as if drawn by hand on white paper.

None is wholly without colour, so that an hour and a red coat can be told in all of them.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .pen import Colour, Image
from .textures import texture

_cv: Any = cv2
Floats = NDArray[np.floating[Any]]
# Lifts dark tones, so that a night has as many lines as a day.
_LIFT = np.array([255 * (v / 255) ** 0.6 for v in range(256)]).astype(np.uint8)
# Brightness of a frame, and of the pencil drawing of it: by day mostly paper, by night mostly graphite.
_GRAPHITE = ((0.0, 0.15, 0.40, 0.70, 1.0), (0.16, 0.34, 0.66, 0.90, 1.0))
# From black to white, what the brush lays down: ink, thinned ink, sepia, bare paper.
_WASH: tuple[tuple[float, Colour], ...] = (
    (0.00, (40, 38, 42)),
    (0.24, (58, 55, 58)),
    (0.34, (112, 104, 100)),
    (0.48, (128, 119, 112)),
    (0.58, (190, 170, 142)),
    (0.72, (208, 190, 162)),
    (0.82, (246, 237, 218)),
    (1.00, (250, 243, 228)),
)


def edges(frame: Image, reach: int) -> Image:
    """The largest channel's local contrast, (height, width)."""
    frame = _cv.LUT(frame, _LIFT)
    kernel = _cv.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    gradient = _cv.morphologyEx(frame, cv2.MORPH_GRADIENT, kernel)
    return gradient.max(2)


def pencil(frame: Image, scale: float) -> Image:
    """Graphite on off-white paper: a thin line along every edge, tones hatched, a breath of coloured pencil."""
    height, width = frame.shape[:2]
    tone, tint = _tone_and_tint(frame)
    tone = np.interp(tone, *_GRAPHITE)
    shadow = 1 - tone
    hatched = texture("hatching", height, width) * np.minimum(shadow, 0.55)
    crossed = texture("crossing", height, width) * np.clip(shadow - 0.35, 0, 0.3)
    tone = tone + 0.14 * shadow - 0.32 * hatched - 0.30 * crossed + 0.012 * texture("paper", height, width)
    lines = _lines(frame, 3 if scale >= 1 else 2, start=14, gain=4.5, scale=scale)
    pressed = np.clip(0.74 + 0.16 * texture("paper", height, width), 0.4, 0.95)
    tone = np.clip(tone, 0.14, 1) * (1 - lines * pressed) + 0.26 * lines * pressed
    return _as_image(tone * np.array([246, 246, 242], np.float32) + 0.34 * 255 * tint)


def ink(frame: Image, scale: float) -> Image:
    """Black brush lines over washes of thinned ink and sepia, on warm paper."""
    height, width = frame.shape[:2]
    tone, tint = _tone_and_tint(frame)
    run = tone**0.72 + 0.014 * texture("blooms", height, width)
    at = [stop for stop, _ in _WASH]
    wash = np.concatenate([np.interp(run, at, [c[k] for _, c in _WASH]) for k in range(3)], 2)
    # The broad brush goes round large shapes only: it would blot out a face.
    shapes = _cv.medianBlur(frame, 2 * round(1.4 * scale) + 1)
    broad = _lines(shapes, 2 * round(0.9 * scale) + 1, start=20, gain=7.0, scale=scale)
    fine = 0.62 * _lines(frame, 3 if scale >= 1 else 2, start=26, gain=4.0, scale=scale)
    lines = np.maximum(broad, fine)
    return _as_image((wash + 0.55 * 255 * tint) * (1 - 0.92 * lines) + 22 * lines)


def watercolour(frame: Image, scale: float) -> Image:
    """Thin paint: pale, darker where it dries at an edge, granular, the paper shining through; no line anywhere."""
    height, width = frame.shape[:2]
    soft = _cv.medianBlur(frame, 2 * round(0.6 * scale) + 1).astype(np.float32) / 255
    around = _cv.GaussianBlur(soft, (0, 0), 2.4 * scale)
    rim = np.clip(around - soft, 0, 0.3).max(2, keepdims=True)
    gap = np.clip(soft - around, 0, 0.3).max(2, keepdims=True)
    amount = 0.62 + 0.085 * texture("blooms", height, width) + 1.3 * rim - 1.2 * gap
    vivid = soft + 0.2 * (soft - soft.mean(2, keepdims=True))
    # Paint is thin: even the darkest lets some of the paper through.
    through = (0.06 + 0.94 * np.clip(vivid, 0, 1)) ** np.clip(amount, 0.12, 1.6)
    return _as_image(through * np.array([254, 252, 246], np.float32))


def _tone_and_tint(frame: Image) -> tuple[Floats, Floats]:
    """Brightness from 0 to 1, (height, width, 1), and what each channel differs from it, (height, width, 3)."""
    tone = _cv.cvtColor(frame, cv2.COLOR_RGB2GRAY)[..., None].astype(np.float32) / 255
    return tone, frame.astype(np.float32) / 255 - tone


def _lines(frame: Image, reach: int, *, start: int, gain: float, scale: float) -> Floats:
    """How strongly a line is drawn, (height, width, 1) from 0 to 1."""
    lines = _cv.convertScaleAbs(_cv.subtract(edges(frame, reach), start), alpha=gain)
    if scale >= 1:
        lines = _cv.blur(lines, (2, 2))
    return lines[..., None].astype(np.float32) / 255


def _as_image(colours: Floats) -> Image:
    return np.clip(colours, 0, 255).astype(np.uint8)
