"""Papers, grain and strokes: each is one fixed sheet of 512x288 pixels, whatever is drawn on it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Sheet = NDArray[np.floating[Any]]
_WIDTH, _HEIGHT = 512, 288
_cv: Any = cv2


@lru_cache(maxsize=32)
def texture(name: str, height: int, width: int) -> Sheet:
    """(height, width, 1): paper and blooms about 0 with a spread of about 1, hatching from 0 to 1."""
    sheet = {"paper": _paper, "blooms": _blooms, "hatching": _hatching, "crossing": _crossing}[name]()
    if (width, height) != (_WIDTH, _HEIGHT):
        sheet = _cv.resize(sheet, (width, height), interpolation=cv2.INTER_AREA)
    return sheet[..., None]


def _noise(across: float, down: float, seed: int) -> Sheet:
    noise = np.random.default_rng(seed).normal(0, 1, (_HEIGHT, _WIDTH)).astype(np.float32)
    soft: Sheet = _cv.GaussianBlur(noise, (0, 0), sigmaX=across, sigmaY=down)
    return soft / soft.std()


def _paper() -> Sheet:
    """Fibres, more across than down."""
    return 0.86 * _noise(1.1, 1.1, 0) + 0.5 * _noise(5, 1.2, 0)


def _blooms() -> Sheet:
    """Where wet paint has run, and the grain it settles in."""
    return 0.8 * _noise(14, 14, 1) + 0.6 * _noise(1.6, 1.6, 2)


def _hatching() -> Sheet:
    return _strokes(1.0, 3)


def _crossing() -> Sheet:
    """Strokes over the others, the other way."""
    return _strokes(-1.0, 4)


def _strokes(slant: float, seed: int) -> Sheet:
    """Slanted pencil strokes 7 pixels apart, pressed now harder, now softer."""
    y, x = np.mgrid[0:_HEIGHT, 0:_WIDTH].astype(np.float32)
    wave = np.cos(2 * np.pi * (x + slant * 1.3 * y) / 11.0)
    pressed = np.clip(0.75 + 0.3 * _noise(9, 9, seed), 0.2, 1.0)
    return (np.clip(0.35 + wave, 0, 1) * pressed).astype(np.float32)
