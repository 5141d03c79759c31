"""A title card: a few words, white on black, in the middle of the picture."""

import numpy as np

from sora_studio.film.lettering import LEADING, REGULAR, SEMIBOLD, broken, draw_centred, text_width
from sora_studio.film.plan import Frame

# Raise it when anything here draws otherwise.
VERSION = 1
# Of the picture's shorter side: the first line, and those under it.
TITLE_SHARE, TEXT_SHARE = 0.105, 0.05
WIDTH_SHARE, HEIGHT_SHARE = 0.84, 0.84


def title_card(text: str, width: int, height: int) -> Frame:
    """(height, width, 3). The text's first line is the title, what follows stands under it, smaller."""
    frame = np.zeros((height, width, 3), np.uint8)
    title, _, rest = text.strip().partition("\n")
    scale = 1.0
    while not _drawn(frame, title, rest.strip("\n"), scale * min(width, height)) and scale > 0.1:
        scale *= 0.9
    return frame


def _drawn(frame: Frame, title: str, rest: str, side: float) -> bool:
    """Draw where it fits; whether it did."""
    height, width = frame.shape[:2]
    blocks: list[tuple[list[str], float, int]] = []
    for text, share, weight in ((title, TITLE_SHARE, SEMIBOLD), (rest, TEXT_SHARE, REGULAR)):
        size = share * side
        lines = broken(text, WIDTH_SHARE * width, lambda line, size=size, weight=weight: text_width(line, size, weight))
        if any(text_width(line, size, weight) > WIDTH_SHARE * width for line in lines):
            return False
        blocks.append((lines, size, weight))
    gap = TEXT_SHARE * side if blocks[1][0] else 0.0
    total = sum(len(lines) * size * LEADING for lines, size, _ in blocks) + gap
    if total > HEIGHT_SHARE * height:
        return False
    top = (height - total) / 2
    for lines, size, weight in blocks:
        draw_centred(frame, lines, top + size * (LEADING + 0.72) / 2, size, weight)
        top += len(lines) * size * LEADING + gap
    return True
