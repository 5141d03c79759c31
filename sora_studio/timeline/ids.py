"""Ids of scenes and shots: from their own text, so reading a script twice names everything the same."""

import hashlib
from collections.abc import Container
from itertools import count


def text_id(kind: str, text: str) -> str:
    """An id such as "shot-3f2a9c0171" for a text."""
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def unused_id(wanted: str, taken: Container[str]) -> str:
    """`wanted`, or the first of "wanted-2", "wanted-3" … not taken."""
    if wanted not in taken:
        return wanted
    return next(numbered for number in count(2) if (numbered := f"{wanted}-{number}") not in taken)
