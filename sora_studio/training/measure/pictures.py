"""Contact sheets as JPEG files small enough to lie beside the card."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

_cv: Any = cv2  # its stubs leave most types unknown
Shown = tuple[np.ndarray, str]
MOST_BYTES = 300_000
WIDTH, LABEL_HEIGHT = 320, 14


def write_pictures(shown: Sequence[Shown], columns: int, file: Path, width: int = WIDTH) -> None:
    """Pictures (h, w, 3) RGB with a line of text under each, in rows of `columns`."""
    if not shown:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(_packed(_sheet(shown, columns, width)))


def _sheet(shown: Sequence[Shown], columns: int, width: int) -> np.ndarray:
    height = round(width * shown[0][0].shape[0] / shown[0][0].shape[1])
    rows = -(-len(shown) // columns)
    sheet = np.full((rows * (height + LABEL_HEIGHT), columns * width, 3), 245, np.uint8)
    for k, (picture, label) in enumerate(shown):
        y, x = k // columns * (height + LABEL_HEIGHT), k % columns * width
        sheet[y : y + height, x : x + width] = _cv.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
        at = (x + 3, y + height + 10)
        _cv.putText(sheet, label, at, cv2.FONT_HERSHEY_SIMPLEX, 0.3, (0, 0, 0), 1, cv2.LINE_AA)
    return sheet


def _packed(sheet: np.ndarray) -> bytes:
    """JPEG at the best quality that fits."""
    for quality in range(90, 20, -6):
        _, packed = _cv.imencode(".jpg", _cv.cvtColor(sheet, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
        if len(packed) <= MOST_BYTES:
            return packed.tobytes()
    raise ValueError(f"A sheet of {sheet.shape[1]}x{sheet.shape[0]} pixels doesn't fit into {MOST_BYTES} bytes.")
