"""Does the camera move as asked? Reads the move off a clip's optical flow."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import cv2
import numpy as np

_cv: Any = cv2  # its stubs leave most types unknown
FLOW_SIZE = (256, 144)


def camera_motion(frames: np.ndarray) -> np.ndarray:
    """Frames (F, h, w, 3) uint8 to (right, down, zoom): flow a frame in widths, and its growth from the centre."""
    flow_of = _cv.DISOpticalFlow_create(_cv.DISOPTICAL_FLOW_PRESET_MEDIUM)
    grey = [_cv.cvtColor(_cv.resize(f, FLOW_SIZE, interpolation=_cv.INTER_CUBIC), _cv.COLOR_RGB2GRAY) for f in frames]
    width, height = FLOW_SIZE
    y, x = np.mgrid[0:height, 0:width]
    x, y = (x - width / 2) / width, (y - height / 2) / width
    rows: list[tuple[float, float, float]] = []
    for before, after in pairwise(grey):
        flow: np.ndarray = flow_of.calc(before, after, None) / width
        dx, dy = flow[..., 0], flow[..., 1]
        zoom = float(((dx - dx.mean()) * x + (dy - dy.mean()) * y).mean() / (x * x + y * y).mean())
        rows.append((float(np.median(dx)), float(np.median(dy)), zoom))
    return np.mean(rows, axis=0)


def typical_motions(motions: np.ndarray, moves: Sequence[str]) -> dict[str, np.ndarray]:
    """The middle of the drawn clips' motions (n, 3) per move."""
    names = np.array(moves)
    return {str(name): np.median(motions[names == name], axis=0) for name in np.unique(names)}


def nearest_move(motion: np.ndarray, typical: Mapping[str, np.ndarray]) -> str:
    """The move whose typical motion is closest, each axis measured by its spread among the moves."""
    spread = np.std(np.stack(list(typical.values())), axis=0) + 1e-6
    return min(typical, key=lambda name: float(np.linalg.norm((motion - typical[name]) / spread)))
