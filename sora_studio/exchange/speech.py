"""Dialogue as one line of text: MARY (softly): Is anybody there?"""

import re

from sora_studio.timeline.shot import DialogueLine

_SAID = re.compile(r"([^\s:()][^:()]{0,39}?)\s*(?:\(([^()]{0,80})\)\s*)?:(?!//)\s*(\S.*)")


def read_speech(line: str) -> DialogueLine:
    """Who says what, and how; the whole line is what is said where it names nobody."""
    text = " ".join(line.split())
    match = _SAID.fullmatch(text)
    if match is None:
        return DialogueLine("", text)
    return DialogueLine(match[1], match[3], (match[2] or "").strip())


def read_speeches(text: str) -> tuple[DialogueLine, ...]:
    """A line of text each; empty ones are left out."""
    return tuple(read_speech(line) for line in text.splitlines() if line.strip())
