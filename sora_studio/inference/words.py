"""Which words of a text the model can't draw, put together from what it says of each piece of a word."""

import re
from collections.abc import Sequence

from sora_studio.inference.runtime import Array

# Below it, a piece of text belongs to a word that names something the model can't draw.
HEARD = 0.5
_WORD = re.compile(r"\w+(?:[-'\N{RIGHT SINGLE QUOTATION MARK}]\w+)*")


def unknown_words(text: str, offsets: Sequence[tuple[int, int]], heard: Array) -> tuple[str, ...]:
    """The words with a piece that is not heard, in their order, each once.

    `offsets` say where the pieces stand in the text and `heard` (n,) how sure the model is to know each.
    """
    missed = [span for span, sure in zip(offsets, heard.tolist(), strict=True) if sure < HEARD]
    found: dict[str, str] = {}
    for word in _WORD.finditer(text):
        if any(start < word.end() and stop > word.start() for start, stop in missed):
            found.setdefault(word[0].casefold(), word[0])
    return tuple(found.values())
