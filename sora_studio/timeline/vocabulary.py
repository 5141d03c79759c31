"""The storyboard's words for sizes, angles and camera moves: canonical code, spoken form, synonyms."""

import re
from collections.abc import Mapping

# Code kept on the shot -> the words a text encoder understands.
SIZES: Mapping[str, str] = {
    "EWS": "extreme wide shot",
    "WS": "wide shot",
    "LS": "long shot",
    "FS": "full shot",
    "MLS": "medium long shot",
    "cowboy": "cowboy shot",
    "MS": "medium shot",
    "MCU": "medium close-up",
    "CU": "close-up",
    "BCU": "big close-up",
    "ECU": "extreme close-up",
    "two-shot": "two-shot",
    "OTS": "over-the-shoulder shot",
    "POV": "point-of-view shot",
    "insert": "insert shot",
    "establishing": "establishing shot",
}
ANGLES: Mapping[str, str] = {
    "eye": "eye-level angle",
    "high": "high angle",
    "low": "low angle",
    "overhead": "overhead view",
    "worm's-eye": "worm's-eye view",
    "dutch": "Dutch angle",
}
MOVES: Mapping[str, str] = {
    "static": "static camera",
    "pan left": "camera pans left",
    "pan right": "camera pans right",
    "tilt up": "camera tilts up",
    "tilt down": "camera tilts down",
    "roll": "camera rolls",
    "zoom in": "camera zooms in",
    "zoom out": "camera zooms out",
    "push in": "camera pushes in",
    "pull out": "camera pulls out",
    "truck left": "camera trucks left",
    "truck right": "camera trucks right",
    "pedestal up": "camera rises",
    "pedestal down": "camera lowers",
    "crane up": "camera cranes up",
    "crane down": "camera cranes down",
    "arc": "camera arcs around",
    "handheld": "handheld camera",
    "rack focus": "rack focus",
}
VOCABULARY: Mapping[str, Mapping[str, str]] = {"size": SIZES, "angle": ANGLES, "move": MOVES}

_SYNONYMS: Mapping[str, Mapping[str, str]] = {
    "size": {
        "extreme wide": "EWS",
        "extreme long shot": "EWS",
        "ELS": "EWS",
        "wide": "WS",
        "long": "LS",
        "full": "FS",
        "medium long": "MLS",
        "medium wide shot": "MLS",
        "american": "cowboy",
        "medium": "MS",
        "mid": "MS",
        "mid shot": "MS",
        "medium close": "MCU",
        "close": "CU",
        "close shot": "CU",
        "closeup": "CU",
        "XCU": "ECU",
        "2-shot": "two-shot",
        "2S": "two-shot",
        "over the shoulder": "OTS",
        "over shoulder": "OTS",
        "point of view": "POV",
        "INS": "insert",
        "EST": "establishing",
    },
    "angle": {
        "eye level": "eye",
        "straight on": "eye",
        "down shot": "high",
        "up shot": "low",
        "top": "overhead",
        "top down": "overhead",
        "bird's eye": "overhead",
        "bird's eye view": "overhead",
        "aerial": "overhead",
        "worm's eye": "worm's-eye",
        "canted": "dutch",
        "dutch tilt": "dutch",
    },
    "move": {
        "none": "static",
        "still": "static",
        "locked off": "static",
        "lock off": "static",
        "fixed": "static",
        "tilt": "tilt up",
        "pan": "pan right",
        "zoom": "zoom in",
        "dolly": "push in",
        "dolly in": "push in",
        "dolly out": "pull out",
        "dolly back": "pull out",
        "push": "push in",
        "pull": "pull out",
        "pull back": "pull out",
        "truck": "truck right",
        "track": "truck right",
        "track left": "truck left",
        "track right": "truck right",
        "pedestal": "pedestal up",
        "boom": "pedestal up",
        "boom up": "pedestal up",
        "boom down": "pedestal down",
        "jib up": "crane up",
        "jib down": "crane down",
        "crane": "crane up",
        "orbit": "arc",
        "hand held": "handheld",
        "shaky": "handheld",
        "focus pull": "rack focus",
    },
}


def _key(words: str) -> str:
    return re.sub(r"[\s_-]+", " ", words.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")).strip().casefold()


def _readings(field: str) -> Mapping[str, str]:
    codes = VOCABULARY[field]
    spoken = {_key(words): code for code, words in codes.items()}
    synonyms = {_key(words): code for words, code in _SYNONYMS[field].items()}
    return spoken | synonyms | {_key(code): code for code in codes}


_READINGS: Mapping[str, Mapping[str, str]] = {field: _readings(field) for field in VOCABULARY}


def canonical(field: str, words: str) -> str | None:
    """The code for `words` in a field ("size", "angle", "move"), None if the field's trade has no such word."""
    return _READINGS[field].get(_key(words))
