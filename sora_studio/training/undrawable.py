"""Sentences with things the drawn world has no picture of, and plenty of plain words that name no thing at all.

They teach the encoder which words of a text it can't follow ("heard" in encode.onnx), and that such a thing is no
reason to draw another.
"""

import re

import numpy as np

from sora_studio.training import lexicon
from sora_studio.training.undrawable_words import NOUNS, PLAIN
from sora_studio.training.world.attributes import sample_scene
from sora_studio.training.world.captions import caption
from sora_studio.training.world.vocabulary_places import PLACES

# Every fifth is never trained on and measures whether unknown things are noticed.
HELD_BACK_NOUNS = frozenset(NOUNS[2::5])
TRAINED_NOUNS = tuple(noun for noun in NOUNS if noun not in HELD_BACK_NOUNS)
_OBJECTS = (
    "{who} plays the {x} {place}", "{who} holds a {x} {place}", "{who} with a {x} {place}",
    "{who} carries the {x} {place}", "{who} looks at the {x} {place}", "{who} {place} next to a {x}",
    "{who} finds a {x} and a {y} {place}", "{who} {place}, behind a {x}",
    "{who} {verb} past the {x} {place}", "{who} {place}. The {x} is {adjective}",
)  # fmt: skip
_ALONE = (
    "a {x} {place}", "the {x} {place}", "{x} {place}", "a {adjective} {x} {place}", "a {x} and a {y} {place}",
    "a {adjective} {x} {verb} {place}", "close-up of a {x} {place}", "a {x} on the wall", "a {x} on the floor", "{x}",
    "an {x}", "the {adjective} {x}", "two {x}s {place}", "there is a {x} {place}", "a {x} {verb}",
    "{x}, {y}, {adjective}",
)  # fmt: skip
_PLAIN = (
    "{p} {p} {p} {who} {place}", "{who} {p} and {p} {place}", "{p}, {p}, {p}", "{p} {p}",
    "{who} {place}. {p} {p} {p} {p}", "the {p} of {p}", "{who} {p} {p} the {p} {p}", "{p}",
    "{who} {place}, {p} and {p}",
)  # fmt: skip


def sentence(rng: np.random.Generator, nouns: tuple[str, ...] = TRAINED_NOUNS) -> tuple[str, dict[str, str]]:
    """A text with things nobody can draw, or with many plain words; and what it states all the same."""
    stated: dict[str, str] = {}

    def pick(values: tuple[str, ...]) -> str:
        return values[int(rng.integers(len(values)))]

    def fill(slot: re.Match[str]) -> str:
        match slot[1]:
            case "x" | "y":
                return pick(nouns)
            case "p":
                return pick(PLAIN)
            case "adjective":
                return pick(lexicon.ADJECTIVES)
            case "verb":
                return pick(lexicon.VERBS)
            case "place":
                return _place(rng, stated)
            case _:
                return _who(rng, stated)

    form = rng.random()
    if form < 0.15:
        text, stated = lexicon.sentence(rng) if rng.random() < 0.5 else caption(sample_scene(rng), rng)
        return (
            f"{text.removesuffix('.')}, {pick(('with a ', 'a ', 'next to a ', 'holding a ', ''))}{pick(nouns)}",
            stated,
        )
    text = re.sub(r"\{(\w+)\}", fill, pick(_OBJECTS if form < 0.45 else _ALONE if form < 0.75 else _PLAIN))
    text = re.sub(r" +(?=[ ,.])", "", text).strip()
    if stated.get("setting") and "subject" not in stated:
        stated["subject"] = "none"
    return (text.capitalize() if rng.random() < 0.5 else text), stated


def _place(rng: np.random.Generator, stated: dict[str, str]) -> str:
    form = rng.random()
    if form < 0.25:
        return ""
    if form < 0.6:
        value = str(rng.choice(list(PLACES)))
        words = str(rng.choice(PLACES[value]))
    else:
        value = str(rng.choice(list(lexicon.PHRASES["setting"])))
        words = f"in the {rng.choice(lexicon.PHRASES['setting'][value])}"
    stated["setting"] = value
    return words


def _who(rng: np.random.Generator, stated: dict[str, str]) -> str:
    values = [value for value in lexicon.PHRASES["subject"] if value != "none"]
    stated["subject"] = values[int(rng.integers(len(values)))]
    return f"{rng.choice(['a', 'the'])} {rng.choice(lexicon.PHRASES['subject'][stated['subject']])}"


_UNHEARD = re.compile(r"\b(" + "|".join(sorted(map(re.escape, NOUNS), key=len, reverse=True)) + r")(s|es)?\b", re.I)


def unheard_spans(text: str) -> list[tuple[int, int]]:
    """Where in a text the undrawable nouns stand."""
    return [match.span() for match in _UNHEARD.finditer(text)]
