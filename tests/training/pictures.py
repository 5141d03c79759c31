"""A plain scene to vary, and how pictures of it differ."""

import cv2
import numpy as np

from sora_studio.training.world.attributes import Scene

PLAIN = Scene(
    subject="none",
    companion="none",
    setting="forest",
    time="day",
    weather="clear",
    style="flat",
    size="WS",
    angle="eye",
    move="static",
    colour="none",
    companion_colour="none",
    relation="beside",
)


def difference(a: np.ndarray, b: np.ndarray) -> float:
    """The mean difference of two pictures, in steps of 255."""
    return float(np.abs(a.astype(np.float32) - b).mean())


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    """The share of both masks (uint8) that they have in common."""
    a, b = a > 127, b > 127
    return float((a & b).sum() / max(1, (a | b).sum()))


def shift(before: np.ndarray, after: np.ndarray) -> tuple[float, float]:
    """How far the picture moved, in pixels right and down."""
    grey = [cv2.cvtColor(f, cv2.COLOR_RGB2GRAY).astype(np.float32) for f in (before, after)]
    window = cv2.createHanningWindow((grey[0].shape[1], grey[0].shape[0]), cv2.CV_32F)
    (right, down), _ = cv2.phaseCorrelate(grey[0], grey[1], window)
    return right, down
