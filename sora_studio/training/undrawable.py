"""Sentences with things the drawn world has no picture of, and plenty of plain words that name no thing at all.

They teach the encoder which words of a text it can't follow ("heard" in encode.onnx), and that such a thing is no
reason to draw another.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import numpy as np

from sora_studio.training import lexicon, lexicon_gathered
from sora_studio.training.lexicon_gathered import fair, is_held_back, stems
from sora_studio.training.undrawable_words import NOUNS
from sora_studio.training.undrawable_words import PLAIN as OWN_PLAIN
from sora_studio.training.world import (
    vocabulary,
    vocabulary_cast,
    vocabulary_looks,
    vocabulary_places,
    vocabulary_shots,
)
from sora_studio.training.world.captions import caption
from sora_studio.training.world.scene_choice import sample_scene
from sora_studio.training.world.vocabulary_places import PLACES


def _texts_in(table: object) -> Iterator[str]:
    if isinstance(table, str):
        yield table
    elif isinstance(table, Mapping):
        for part in cast(Mapping[str, object], table).values():
            yield from _texts_in(part)
    elif isinstance(table, tuple | list):
        for part in cast(Sequence[object], table):
            yield from _texts_in(part)


_VOCABULARIES = (vocabulary, vocabulary_cast, vocabulary_looks, vocabulary_places, vocabulary_shots)
_SAID_ELSEWHERE = stems(" ".join(_texts_in([
    [vars(v)[name] for v in _VOCABULARIES for name in dir(v) if name.isupper()], lexicon.PHRASES, lexicon.ASIDES,
    lexicon.DEEDS, lexicon.ELSEWHERE, lexicon_gathered.TRAINED, lexicon_gathered.HELD_BACK, OWN_PLAIN,
])))  # fmt: skip
# A gathered noun is undrawable only where nothing else is called by a word of it.
ALL_NOUNS = tuple(dict.fromkeys((*NOUNS, *(n for n in lexicon_gathered.UNDRAWABLE if not stems(n) & _SAID_ELSEWHERE))))
# Never trained on: they measure whether unknown things are noticed.
HELD_BACK_NOUNS = frozenset(noun for noun in fair(ALL_NOUNS) if is_held_back(noun))
TRAINED_NOUNS = tuple(noun for noun in fair(ALL_NOUNS) if noun not in HELD_BACK_NOUNS)
PLAIN = tuple(fair((*OWN_PLAIN, *(word for word in lexicon_gathered.PLAIN_WORDS if word not in ALL_NOUNS))))
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
    "{x}, {y}, {adjective}", "{x}, {x}, {x}", "a {x}, a {x} and a {x}", "{x} and {x}, {x} or {x}",
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
        words = f"{rng.choice(lexicon.WHERE)} the {lexicon.phrase(rng, 'setting', value)}"
    stated["setting"] = value
    return words


def _who(rng: np.random.Generator, stated: dict[str, str]) -> str:
    values = [value for value in lexicon.PHRASES["subject"] if value != "none"]
    stated["subject"] = values[int(rng.integers(len(values)))]
    return f"{rng.choice(['a', 'the'])} {lexicon.phrase(rng, 'subject', stated['subject'])}"


_WORD = re.compile(r"[A-Za-z'-]+")
_LONGEST = 4


def unheard_spans(text: str) -> list[tuple[int, int]]:
    """Where in a text the undrawable nouns stand."""
    return find_names(text, _UNHEARD)


def drawable_spans(text: str) -> list[tuple[int, int]]:
    """Where in a text the names of figures and places stand."""
    return find_names(text, _DRAWN)


def find_names(text: str, names: frozenset[str]) -> list[tuple[int, int]]:
    """The longest names from each place on, also in the plural."""
    words = list(_WORD.finditer(text))
    spans: list[tuple[int, int]] = []
    first = 0
    while first < len(words):
        for last in range(min(first + _LONGEST, len(words)) - 1, first - 1, -1):
            start, stop = words[first].start(), words[last].end()
            name = text[start:stop].lower()
            if name in names or name.removesuffix("s") in names or name.removesuffix("es") in names:
                spans.append((start, stop))
                first = last
                break
        first += 1
    return spans


_UNHEARD = frozenset(noun.lower() for noun in ALL_NOUNS)
_DRAWN = frozenset(
    word.lower()
    for tables in (lexicon.PHRASES, lexicon_gathered.TRAINED, lexicon_gathered.HELD_BACK)
    for name in ("subject", "setting")
    for value, words in tables[name].items()
    for word in words
    if value != "none"
)
