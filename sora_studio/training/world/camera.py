"""Where the camera is and what it frames: four-second moves over a stack of layers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .layers import HEIGHT, VIEW_HEIGHT, VIEW_WIDTH, WIDTH
from .pen import Point

SHOT_S = 4.0
ZOOM = {"WS": 0.80, "MS": 1.05, "CU": 1.5}
_PAN = 38.0  # base pixels of the frame, to either side
_TILT = 21.0
_PUSH = 0.34


@dataclass(frozen=True, slots=True)
class Camera:
    """`zoom` is frame pixels to a canvas pixel where the subject stands; (x, y) the canvas point at the centre."""

    zoom: float
    x: float
    y: float
    home_y: float

    def layer_matrix(self, depth: float, offset: Point, scale: float) -> NDArray[np.float32]:
        """Maps a layer's canvas to the frame, for warpAffine; far layers move and grow less."""
        zoom = 1 + (self.zoom - 1) * (0.35 + 0.65 * depth)
        x = WIDTH / 2 + (self.x - WIDTH / 2) * depth
        far_y = HEIGHT / 2 * 0.8 + self.home_y * 0.2
        y = far_y + (self.home_y - far_y) * depth + (self.y - self.home_y) * max(depth, 0.3)
        half_x, half_y = VIEW_WIDTH / 2 / zoom, VIEW_HEIGHT / 2 / zoom
        x = float(np.clip(x, half_x, WIDTH - half_x)) - offset[0]
        y = float(np.clip(y, half_y, HEIGHT - half_y)) - offset[1]
        return np.array(
            [[zoom, 0, scale * (VIEW_WIDTH / 2 - zoom * x)], [0, zoom, scale * (VIEW_HEIGHT / 2 - zoom * y)]],
            np.float32,
        )

    def project(self, x: float, y: float) -> Point:
        """A canvas point at the subject's depth, in base pixels of the frame."""
        return (VIEW_WIDTH / 2 + (x - self.x) * self.zoom, VIEW_HEIGHT / 2 + (y - self.y) * self.zoom)


def camera_at(size: str, move: str, home_y: float, seconds: float) -> Camera:
    """The camera `seconds` into the shot; home_y is the canvas row it frames before any move."""
    linear = min(max(seconds / SHOT_S, 0.0), 1.0)
    # Half linear, half eased: a soft start and stop without a standstill at either end.
    share = 0.5 * linear + 0.5 * linear * linear * (3 - 2 * linear)
    zoom = ZOOM[size]
    swing = (share - 0.5) * 2 / zoom
    if move == "push_in":
        return Camera(zoom * (1 + _PUSH * share), WIDTH / 2, home_y, home_y)
    if move == "pull_out":
        return Camera(zoom * (1 + _PUSH * (1 - share)), WIDTH / 2, home_y, home_y)
    x = {"pan_left": -_PAN, "pan_right": _PAN}.get(move, 0.0) * swing
    y = {"tilt_up": -_TILT, "tilt_down": _TILT}.get(move, 0.0) * swing
    return Camera(zoom, WIDTH / 2 + x, home_y + y, home_y)
