"""What the panel calls sizes, angles and moves: short names for a tile."""

from sora_studio.timeline.vocabulary import VOCABULARY

_SHORT = {
    "cowboy": "Cowboy",
    "two-shot": "Two-shot",
    "insert": "Insert",
    "establishing": "Establishing",
    "eye": "Eye level",
    "high": "High",
    "low": "Low",
    "overhead": "Overhead",
    "worm's-eye": "Worm's-eye",
    "dutch": "Dutch",
}


def short_name(code: str) -> str:
    """The trade's name for a code, short enough for a tile: "MCU", "Push in"."""
    if code in _SHORT:
        return _SHORT[code]
    return code if code.isupper() else code[:1].upper() + code[1:]


def long_name(field: str, code: str) -> str:
    """The words the encoder reads, as a tool tip says them: "MCU: medium close-up"."""
    words = VOCABULARY[field].get(code, code)
    return words[:1].upper() + words[1:]
