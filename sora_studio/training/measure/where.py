"""Where the figures of a frame are, by their mask; the judge of figures looks at what is cut out there."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

_cv: Any = cv2  # its stubs leave most types unknown
Image = NDArray[np.uint8]
CUT_SIDE = 64
# Pixels of a mask of 256x144: fewer are nobody.
FEWEST_PIXELS = 24
_SMALLEST_SIDE = 24.0
_ROOM = 1.2
# A part of a mask this large beside the largest is a figure of its own.
_SECOND_SHARE = 0.12
_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a figure is seen, in pixels of a frame of 256x144: its middle, width and height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def numbers(self) -> NDArray[np.float32]:
        """(4,) of about unit size: what a picture of the figure alone doesn't say of where and how large it is."""
        place = (self.x / 128 - 1, self.y / 72 - 1, np.log(self.width / 64), np.log(self.height / 64))
        return np.array(place, np.float32)


def spots(mask: Image, figures: int) -> list[Spot]:
    """The spots of a mask (144, 256), 255 where a figure is: of one figure, or of two; none where nobody is."""
    seen = mask > 127
    if seen.sum() < FEWEST_PIXELS:
        return []
    parts = [seen] if figures == 1 else _two_parts(seen)
    return [_spot(part) for part in parts if part.sum() >= FEWEST_PIXELS]


def cut_out(frame: Image, spot: Spot) -> Image:
    """The spot with some room about it, (64, 64, 3), of a frame (144, 256, 3); beyond the frame its edge goes on."""
    side = max(_SMALLEST_SIDE, _ROOM * max(spot.width, spot.height))
    zoom = CUT_SIDE / side
    matrix = np.array([[zoom, 0, CUT_SIDE / 2 - spot.x * zoom], [0, zoom, CUT_SIDE / 2 - spot.y * zoom]], np.float32)
    # Shrunk by averaging first: every pixel counts.
    if zoom < 0.75:
        frame = _cv.GaussianBlur(frame, (0, 0), 0.35 / zoom)
    size = (CUT_SIDE, CUT_SIDE)
    return _cv.warpAffine(frame, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _spot(seen: NDArray[np.bool_]) -> Spot:
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    return Spot(float(left + right) / 2, float(top + bottom) / 2, float(right - left), float(bottom - top))


def _two_parts(seen: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """The two largest parts that don't touch; of one alone, its pixels about two middles."""
    _, labels, stats, _ = _cv.connectedComponentsWithStats(seen.astype(np.uint8))
    sizes = stats[1:, cv2.CC_STAT_AREA]
    order = np.argsort(sizes)[::-1][:2]
    if len(order) == 2 and sizes[order[1]] > _SECOND_SHARE * sizes[order[0]]:
        return [labels == k + 1 for k in order]
    rows, columns = np.nonzero(seen)
    points = np.stack([columns, rows], 1).astype(np.float32)
    middles = points[[int(np.argmin(points[:, 0])), int(np.argmax(points[:, 0]))]]
    nearer = np.zeros(len(points), np.int64)
    for _ in range(_ROUNDS):
        nearer = np.linalg.norm(points[:, None] - middles[None], axis=2).argmin(1)
        middles = np.stack([points[nearer == k].mean(0) if (nearer == k).any() else middles[k] for k in (0, 1)])
    parts = [np.zeros_like(seen), np.zeros_like(seen)]
    for k, part in enumerate(parts):
        part[rows[nearer == k], columns[nearer == k]] = True
    return parts
