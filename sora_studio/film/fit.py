"""Puts a frame into the film's format without stretching it."""

import cv2
import numpy as np

from sora_studio.film.plan import Frame
from sora_studio.timeline.project import Framing


def fit(frame: Frame, width: int, height: int, framing: Framing = "letterbox") -> Frame:
    """The frame scaled to (height, width, 3): whole, with black bars where the shapes differ, or cropped to fill it."""
    if framing == "crop":
        frame = _cropped(frame, width, height)
    own_height, own_width = frame.shape[:2]
    scale = min(width / own_width, height / own_height)
    inner_width, inner_height = _snapped(own_width * scale, width), _snapped(own_height * scale, height)
    if (inner_width, inner_height) != (own_width, own_height):
        kernel = cv2.INTER_AREA if scale < 1 else cv2.INTER_LANCZOS4
        frame = np.asarray(cv2.resize(frame, (inner_width, inner_height), interpolation=kernel), np.uint8)
    if (inner_width, inner_height) == (width, height):
        return frame
    # Even offsets keep the picture's edge on a chroma sample.
    left, top = (width - inner_width) // 4 * 2, (height - inner_height) // 4 * 2
    film_frame = np.zeros((height, width, 3), np.uint8)
    film_frame[top : top + inner_height, left : left + inner_width] = frame
    return film_frame


def _cropped(frame: Frame, width: int, height: int) -> Frame:
    """The largest part of that shape about the frame's middle."""
    own_height, own_width = frame.shape[:2]
    inner_width = min(own_width, max(1, round(own_height * width / height)))
    inner_height = min(own_height, max(1, round(own_width * height / width)))
    left, top = (own_width - inner_width) // 2, (own_height - inner_height) // 2
    return np.ascontiguousarray(frame[top : top + inner_height, left : left + inner_width])


def _snapped(length: float, full: int) -> int:
    """Whole pixels; a bar thinner than two pixels is left out."""
    return full if full - length < 2 else max(1, round(length))
