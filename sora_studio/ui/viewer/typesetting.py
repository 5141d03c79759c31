"""Text broken into lines and sized to its room, for any way of measuring. No Qt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Width of a text in pixels at a type size.
Measure = Callable[[str, float], float]

LEADING = 1.24


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines at a type size; each stands `leading` pixels under the one before."""

    size: float
    lines: tuple[str, ...]
    leading: float

    @property
    def height(self) -> float:
        return self.leading * len(self.lines)


def wrap(text: str, width: float, size: float, measure: Measure) -> tuple[str, ...]:
    """Lines no wider than `width`; a word wider than that is broken where it must be."""
    return tuple(line for part in text.splitlines() for line in _paragraph(part, width, size, measure))


def _paragraph(text: str, width: float, size: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if measure(longer, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *broken, line = _broken(word, width, size, measure)
        lines += broken
    return [*lines, line] if line else lines


def fit_text(text: str, width: float, height: float, sizes: Sequence[float], measure: Measure) -> TextBlock:
    """The text at the largest of the sizes (given falling) that fits; at the smallest the last line may end in …"""

    def at(index: int) -> TextBlock:
        return TextBlock(sizes[index], wrap(text, width, sizes[index], measure), sizes[index] * LEADING)

    # Halving the choice: a card is set anew with every letter typed, and must not be felt.
    low, high = 0, len(sizes) - 1
    block = at(high)
    while low < high:
        middle = (low + high) // 2
        tried = at(middle)
        if tried.height <= height:
            block, high = tried, middle
        else:
            low = middle + 1
    if block.height <= height:
        return block
    kept = max(1, int(height // block.leading))
    return TextBlock(block.size, (*block.lines[: kept - 1], _cut(block, kept, width, measure)), block.leading)


def elided(text: str, width: float, size: float, measure: Measure) -> str:
    """The text on one line, ending in … where it is too long."""
    if measure(text, size) <= width:
        return text
    kept = text
    while kept and measure(f"{kept}…", size) > width:
        kept = kept[:-1].rstrip()
    return f"{kept}…"


def _cut(block: TextBlock, kept: int, width: float, measure: Measure) -> str:
    """The last line there is room for, with the beginning of the next to show that more follows."""
    return elided(" ".join(block.lines[kept - 1 : kept + 1]), width, block.size, measure)


def _broken(word: str, width: float, size: float, measure: Measure) -> list[str]:
    pieces: list[str] = []
    while measure(word, size) > width and len(word) > 1:
        at = len(word) - 1
        while at > 1 and measure(word[:at], size) > width:
            at -= 1
        pieces.append(word[:at])
        word = word[at:]
    return [*pieces, word]
