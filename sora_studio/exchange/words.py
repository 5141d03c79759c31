"""Prose of a script as words for a prompt: emphasis off, headings spoken, lengths bounded."""

import re

from sora_studio.errors import ScriptError

# What no encoder reads to the end: the longest legal prompt is far past any model's context.
PROMPT_LIMIT = 2000

# Possessive, and begun only where a run begins: a megabyte of asterisks takes no longer than one of prose.
_ASTERISKS = re.compile(r"(?<![\\*])\*++(?=\S)|(?<=[^\s\\*])\*++")
_UNDERSCORES = re.compile(r"(?<![\w\\])_++(?=\S)|(?<=[^\s\\_])_++(?!\w)")
_ESCAPED = re.compile(r"\\([*_\\])")
_PLACE = re.compile(r"(INT\.?/EXT|EXT\.?/INT|I/E|INT|EXT|EST)[.\s]\s*(.*)", re.IGNORECASE | re.DOTALL)
_PLACE_WORDS = {"INT": "interior", "EXT": "exterior", "EST": "establishing view"}
# Times that say when in the story, not what light to see.
_STORY_TIMES = {"continuous", "later", "moments later", "same", "same time", "same day", "present"}


def plain(text: str) -> str:
    """The text in one line without `*emphasis*` and `_underline_` marks."""
    text = _UNDERSCORES.sub("", _ASTERISKS.sub("", text))
    return " ".join(_ESCAPED.sub(r"\1", text).split())


def heading_words(heading: str) -> str:
    """ "EXT. SNOWY MEADOW - DAY" as "exterior, snowy meadow, day", for the prompt of every shot there."""
    match = _PLACE.fullmatch(heading)
    where, rest = (match[1].upper(), match[2]) if match else ("", heading)
    if rest == rest.upper():
        rest = rest.lower()
    parts = [part.strip(" .") for part in re.split(r"\s+[-\N{EN DASH}\N{EM DASH}]+\s+", rest)]
    spoken = [_PLACE_WORDS.get(where, "interior and exterior")] if where else []
    return ", ".join([*spoken, *(part for part in parts if part and part.lower() not in _STORY_TIMES)])


def checked_length(text: str, what: str, line: int, hint: str = "Shorten it.") -> str:
    """The text, or ScriptError if it is longer than any prompt may be."""
    if len(text) > PROMPT_LIMIT:
        raise ScriptError(f"Line {line}: {what} is {len(text):,} characters long; {PROMPT_LIMIT:,} is the most.", hint)
    return text
