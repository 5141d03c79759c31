"""Text broken into so many lines, the last one ending in "…" where there is more."""

from collections.abc import Callable

MORE = "…"


def wrapped(text: str, width: float, lines: int, width_of: Callable[[str], float]) -> list[str]:
    """At most `lines` lines no wider than `width`; a word wider than a line is cut."""
    words = text.split()
    made: list[str] = []
    while words and len(made) < lines:
        line = words.pop(0)
        while words and width_of(f"{line} {words[0]}") <= width:
            line = f"{line} {words.pop(0)}"
        if len(made) == lines - 1 and words:
            return [*made, _cut(f"{line} {words[0]}", width, width_of)]
        made.append(line if width_of(line) <= width else _cut(line, width, width_of))
    return made


def _cut(text: str, width: float, width_of: Callable[[str], float]) -> str:
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle].rstrip() + MORE) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + MORE
