"""How a layer is laid down and how a finished frame is treated, style by style; flat colours stay as they are."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from .pen import Image, blend
from .styles_drawn import edges, ink, pencil, watercolour
from .textures import texture

_cv: Any = cv2
_SHADOW = 0.40
_RIM = 0.4


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
    edge = _cv.subtract(alpha, _shifted(alpha, 0.8 * scale, 0.9 * scale))
    colour = _cv.cvtColor(layer, cv2.COLOR_RGBA2RGB)
    # In proportion to the light there is: by night an edge gleams as little as the rest.
    gleam = _cv.multiply(
        _cv.add(colour, (40.0, 40.0, 40.0, 0.0)), _cv.cvtColor(edge, cv2.COLOR_GRAY2RGB), scale=_RIM / 255
    )
    lit = _cv.add(colour, gleam)
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
    drawn = {"pencil": pencil, "ink": ink, "watercolour": watercolour, "neon": _neon}.get(style)
    return frame if drawn is None else drawn(frame, scale)


def _papercraft(frame: Image) -> Image:
    height, width = frame.shape[:2]
    muted = _cv.convertScaleAbs(frame, alpha=0.93, beta=12)
    grain = (8.0 * texture("paper", height, width)).astype(np.int16)
    return np.clip(muted.astype(np.int16) + grain, 0, 255).astype(np.uint8)


def _neon(frame: Image, scale: float) -> Image:
    """Bright tubes along every edge, in the edge's own colour, over a dark picture."""
    bright = _cv.dilate(frame, np.ones((3, 3), np.uint8))
    hsv = _cv.cvtColor(bright, cv2.COLOR_RGB2HSV)
    hsv[..., 1] = _cv.convertScaleAbs(hsv[..., 1], alpha=1.5, beta=60)
    hsv[..., 2] = 255
    tube = _cv.cvtColor(hsv, cv2.COLOR_HSV2RGB)
    line = _cv.convertScaleAbs(_cv.subtract(edges(frame, 3), 16), alpha=4.0)
    if scale >= 1:
        line = _cv.blur(line, (2, 2))
    lit = _cv.multiply(tube, _cv.cvtColor(line, cv2.COLOR_GRAY2RGB), scale=1 / 255)
    size = _odd(7 * scale)
    halo = _cv.convertScaleAbs(_cv.blur(_cv.blur(lit, size), size), alpha=1.2)
    dark = _cv.add(_cv.convertScaleAbs(frame, alpha=0.32), (8.0, 5.0, 24.0, 0.0))
    return _cv.add(_cv.add(dark, halo), lit)
