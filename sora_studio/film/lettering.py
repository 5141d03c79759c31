"""Text drawn into frames: OpenCV's own sans serif, for Latin, Greek, Cyrillic, Chinese, Japanese and Korean.

Letters are drawn one after the other, from the left: what is written otherwise is told by `undrawable`.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from unicodedata import bidirectional, normalize

import cv2
import numpy as np

from sora_studio.film.plan import Frame

Colour = tuple[int, int, int]
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
LEADING = 1.3
# Weights of a variable font.
REGULAR, SEMIBOLD = 400, 600


@lru_cache(maxsize=1)
def _face() -> "cv2.FontFace":
    return cv2.FontFace("sans")


def text_width(text: str, size: float, weight: int = REGULAR) -> float:
    """How far a line reaches, in pixels, at a type size in pixels."""
    # As it is drawn, in whole pixels: a small size scaled from a large one is off by its hinting.
    size = max(1, round(size))
    _, _, width, _ = cv2.getTextSize((1 << 20, 1000), normalize("NFC", text), (0, 500), _face(), size, weight)
    return width


def draw_text(
    frame: Frame, text: str, x: float, baseline: float, size: float, colour: Colour = WHITE, weight: int = REGULAR
) -> None:
    """One line into the frame, from `x` on; what lies outside is left out."""
    place = round(x), round(baseline)
    cv2.putText(frame, normalize("NFC", text), place, colour, _face(), max(1, round(size)), weight)


def undrawable(text: str) -> str:
    """The letters that can't be drawn as they are read, each once: those without a shape, those from right to left."""
    return "".join(dict.fromkeys(letter for letter in normalize("NFC", text) if not _drawable(letter)))


@lru_cache(maxsize=8192)
def _drawable(letter: str) -> bool:
    if bidirectional(letter) in ("R", "AL", "AN"):
        return False
    # A question mark stands for what has no shape.
    return letter == "?" or letter.isspace() or _shape(letter) != _shape("?")


def _shape(letter: str) -> bytes:
    drawn = np.zeros((48, 64, 3), np.uint8)
    draw_text(drawn, letter, 8, 36, 32)
    return drawn.tobytes()


def shade(frame: Frame, left: float, top: float, right: float, bottom: float, strength: float = 0.55) -> None:
    """Darken a box of the frame, for words to stand out on any picture."""
    part = frame[max(0, round(top)) : round(bottom), max(0, round(left)) : round(right)]
    part[:] = (part * np.float32(1 - strength)).astype(np.uint8)


def broken(text: str, width: float, width_of: Callable[[str], float]) -> list[str]:
    """The text in lines no wider than `width`, its own line breaks kept; a word wider than that is broken."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in chain.from_iterable(_pieces(each, width, width_of) for each in paragraph.split()):
            longer = f"{line} {word}".strip()
            fits = not line or width_of(longer) <= width
            if not fits:
                lines.append(line)
            line = longer if fits else word
        lines.append(line)
    return lines


def _pieces(word: str, width: float, width_of: Callable[[str], float]) -> Iterator[str]:
    start = 0
    while len(word) - start > 1 and width_of(word[start:]) > width:
        fitting = (stop for stop in range(len(word) - 1, start, -1) if width_of(word[start:stop]) <= width)
        stop = next(fitting, start + 1)
        yield word[start:stop]
        start = stop
    yield word[start:]


def draw_centred(frame: Frame, lines: Sequence[str], first_baseline: float, size: float, weight: int = REGULAR) -> None:
    """Lines under each other about the frame's middle."""
    middle = frame.shape[1] / 2
    for number, line in enumerate(lines):
        x = middle - text_width(line, size, weight) / 2
        draw_text(frame, line, x, first_baseline + number * size * LEADING, size, WHITE, weight)
