"""Where the camera is and what it sees: moves over one flat backdrop with a depth for every point of it.

A move spans its shot. The painter's compositor does the same arithmetic on the model's layers: its constants are these.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .layers import HORIZON, VIEW_HEIGHT, VIEW_WIDTH, WIDTH

SHOT_S = 4.0
# Frame pixels to a canvas pixel of the backdrop, before any move.
ZOOM = {"EWS": 1.0, "WS": 1.05, "MS": 1.15, "CU": 1.35, "ECU": 1.6}
# The frame row, in base pixels, on which the horizon lies.
HORIZON_ROW = {"eye": 72.0, "high": 20.0, "low": 121.0}
# How far a whole move goes, in base pixels of the frame: (pan x, pan y, truck x, orbit x), from minus to plus half.
SWEEP: dict[str, tuple[float, float, float, float]] = {
    "pan_left": (-76, 0, 0, 0),
    "pan_right": (76, 0, 0, 0),
    "tilt_up": (0, -42, 0, 0),
    "tilt_down": (0, 42, 0, 0),
    "truck_left": (0, 0, -84, 0),
    "truck_right": (0, 0, 84, 0),
    "orbit": (0, 0, 0, 96),
}
PUSH = {"push_in": 1.0, "pull_out": -1.0}
GROWTH = 0.4  # a push's, where the subject stands
FAR_GROWTH = 0.25  # the share of it at infinity
FAR_TRUCK = 0.12  # the share of a truck's shift at infinity

Field = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Camera:
    """One moment of a move: shifts in base pixels of the frame, and how much what stands at depth 1 has grown."""

    zoom: float
    home_y: float
    pan: tuple[float, float] = (0.0, 0.0)
    truck: float = 0.0
    orbit: float = 0.0
    growth: float = 1.0

    def source(self, x: Field, y: Field, depth: Field | float) -> tuple[Field, Field]:
        """The canvas point seen at frame point (x, y), base pixels from the frame's centre, if it is that deep."""
        grown = 1 + (self.growth - 1) * (FAR_GROWTH + (1 - FAR_GROWTH) * depth)
        truck = self.truck * (FAR_TRUCK + (1 - FAR_TRUCK) * depth)
        along = self.pan[0] + truck + self.orbit * (1 - depth)
        return (
            WIDTH / 2 + (along + x / grown) / self.zoom,
            self.home_y + (self.pan[1] + y / grown) / self.zoom,
        )

    def project(self, x: float, y: float) -> tuple[float, float]:
        """Where a figure stands that stood at (x, y) before the move; both in base pixels from the frame's centre."""
        return (self.growth * (x - self.pan[0] - self.truck), self.growth * (y - self.pan[1]))


def camera_at(size: str, angle: str, move: str, seconds: float, shot_s: float = SHOT_S) -> Camera:
    """The camera `seconds` into a shot of `shot_s`."""
    linear = min(max(seconds / shot_s, 0.0), 1.0)
    # Half linear, half eased: a soft start and stop without a standstill at either end.
    share = 0.5 * linear + 0.5 * linear * linear * (3 - 2 * linear)
    zoom = ZOOM[size]
    pan_x, pan_y, truck, orbit = (part * (share - 0.5) for part in SWEEP.get(move, (0, 0, 0, 0)))
    push = PUSH.get(move, 0.0)
    growth = 1 + GROWTH * (share if push > 0 else 1 - share) * abs(push)
    home_y = HORIZON - (HORIZON_ROW[angle] - VIEW_HEIGHT / 2) / zoom
    return Camera(zoom, home_y, (pan_x, pan_y), truck, orbit, growth)


def frame_grid(width: int, height: int) -> tuple[Field, Field]:
    """The middle of every pixel of a frame, in base pixels from the frame's centre."""
    x = (np.arange(width, dtype=np.float32) + 0.5) * (VIEW_WIDTH / width) - VIEW_WIDTH / 2
    y = (np.arange(height, dtype=np.float32) + 0.5) * (VIEW_HEIGHT / height) - VIEW_HEIGHT / 2
    return np.broadcast_to(x[None], (height, width)), np.broadcast_to(y[:, None], (height, width))
