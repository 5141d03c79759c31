"""What a camera over a take sees of it, in one step from the take's own pixels to the film's."""

from math import cos, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from sora_studio.film.plan import FilmSize, Frame
from sora_studio.timeline.camera import View

Floats = NDArray[np.float64]
# Of a pixel: less than this beside the picture isn't seen.
SLIGHT = 0.1


def seen(frame: Frame, view: View, size: FilmSize) -> Frame:
    """The frame through the view, in the film's size, (height, width, 3); black beside the picture."""
    own_height, own_width = frame.shape[:2]
    wide, high = size.width / own_width, size.height / own_height
    fitted = max(wide, high) if size.framing == "crop" else min(wide, high)
    scale = fitted * view.zoom
    kernel = cv2.INTER_LANCZOS4
    if scale < 1:
        # A warp looks at a few pixels only, and would leave out what lies between them.
        small = (max(1, round(own_width * scale)), max(1, round(own_height * scale)))
        frame = np.asarray(cv2.resize(frame, small, interpolation=cv2.INTER_AREA), np.uint8)
        scale, kernel = 1.0, cv2.INTER_LINEAR
    matrix = _matrix(frame, view, size, scale)
    # The picture's edge goes on for what is sampled across it, and what lies beside the picture is covered after that.
    warped = cv2.warpAffine(frame, matrix, (size.width, size.height), flags=kernel, borderMode=cv2.BORDER_REPLICATE)
    return _covered_beside(np.asarray(warped, np.uint8), frame, matrix)


def _covered_beside(warped: Frame, frame: Frame, matrix: Floats) -> Frame:
    """Black where the frame isn't."""
    reach = _corners(frame) @ matrix[:, :2].T + matrix[:, 2]
    back = (_corners(warped) - matrix[:, 2]) @ np.linalg.inv(matrix[:, :2]).T
    low, high = _corners(frame).min(axis=0), _corners(frame).max(axis=0)
    if ((back >= low - SLIGHT) & (back <= high + SLIGHT)).all():
        return warped
    seen_part = np.zeros(warped.shape[:2], np.uint8)
    # OpenCV draws between the middles of pixels, in sixteenths.
    outline = np.round(16 * np.clip(reach, -(2**15), 2**15)).astype(np.int32)
    cv2.fillConvexPoly(seen_part, outline, 255, cv2.LINE_AA, 4)
    return np.asarray(cv2.multiply(warped, cv2.merge([seen_part] * 3), scale=1 / 255), np.uint8)


def _corners(frame: Frame) -> Floats:
    """Of the frame's outline, where pixels' middles count from 0."""
    height, width = frame.shape[:2]
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64) - 0.5


def _matrix(frame: Frame, view: View, size: FilmSize, scale: float) -> Floats:
    """From the frame's pixels to the film's: (2, 3). Pixels' middles lie half a pixel in."""
    turn = radians(view.degrees)
    # A camera turned clockwise sees the picture turned the other way.
    across, down = scale * cos(turn), scale * sin(turn)
    turned = np.array([[across, down], [-down, across]])
    middle = np.array([frame.shape[1], frame.shape[0]]) / 2
    # The view's place counts in the film's picture, which has bars beside a take of another shape.
    looks_at = np.array([(view.x - 0.5) * size.width, (view.y - 0.5) * size.height]) * view.zoom
    looks_at = np.array([[cos(turn), sin(turn)], [-sin(turn), cos(turn)]]) @ looks_at
    offset = np.array([size.width, size.height]) / 2 - looks_at - turned @ (middle - 0.5) - 0.5
    return np.column_stack([turned, offset])
