"""The sentences the heads learn from state only what the world can draw, and say what they state."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pytest

from sora_studio.training import undrawable
from sora_studio.training.free_language import FREE_LANGUAGE
from sora_studio.training.lexicon import ASIDES, DEEDS, ELSEWHERE, PHRASES, name_alone, sentence
from sora_studio.training.lexicon_gathered import HELD_BACK, MEASURED, TRAINED, UNMET, stems
from sora_studio.training.lexicon_words import WORDS
from sora_studio.training.probes import PROBES
from sora_studio.training.undrawable_words import NOUNS, PLAIN
from sora_studio.training.world import (
    vocabulary,
    vocabulary_cast,
    vocabulary_looks,
    vocabulary_places,
    vocabulary_shots,
)
from sora_studio.training.world.attributes import ATTRIBUTES

_SPOKEN_FOR = ("companion", "companion_colour")


@pytest.mark.parametrize("attribute", WORDS)
def test_every_word_stands_for_a_value_the_world_has(attribute: str) -> None:
    assert set(WORDS[attribute]) <= set(ATTRIBUTES[attribute])
    assert all(phrase.strip() for phrases in PHRASES[attribute].values() for phrase in phrases)


def test_every_attribute_has_words_for_every_value() -> None:
    for name, values in ATTRIBUTES.items():
        assert name in _SPOKEN_FOR or set(WORDS[name]) >= set(values) - {"unspecified", "none"}, name


@pytest.mark.parametrize("seed", range(80))
def test_a_sentence_says_what_it_states(seed: int) -> None:
    text, stated = sentence(np.random.default_rng(seed))
    for attribute, value in stated.items():
        table = PHRASES[{"companion": "subject", "companion_colour": "colour"}.get(attribute, attribute)]
        known = (*table[value], *TRAINED.get("subject" if attribute == "companion" else attribute, {}).get(value, ()))
        assert any(phrase.lower() in text.lower() for phrase in known), (text, attribute, value)


def test_probes_ask_only_for_what_exists() -> None:
    for text, wishes in PROBES:
        assert all(value in ATTRIBUTES[name] for name, value in wishes.items()), text


def test_no_word_stands_for_two_figures_or_two_places() -> None:
    for name in ("subject", "setting"):
        phrases = [phrase for words in PHRASES[name].values() for phrase in words]
        assert len(phrases) == len(set(phrases))


def texts_in(*tables: object) -> Iterable[str]:
    for table in tables:
        match table:
            case str():
                yield table
            case Mapping():
                yield from texts_in(*table.values())
            case tuple() | list():
                yield from texts_in(*table)
            case _:
                raise TypeError(table)


def test_no_undrawable_noun_is_among_the_words_for_what_can_be_drawn() -> None:
    places, cast, looks = vocabulary_places, vocabulary_cast, vocabulary_looks
    shots = (vocabulary_shots.SIZES, vocabulary_shots.ANGLES, vocabulary_shots.MOVES, vocabulary_shots.OTHER_SHOTS)
    drawn = texts_in(
        cast.SUBJECTS, cast.PLURALS, cast.ACTIONS, places.PLACES, places.VISTAS, places.SLUGS, looks.ADJECTIVES,
        looks.WEARING, looks.HELMETS, looks.SHADES, vocabulary.TIMES, vocabulary.WEATHERS, vocabulary.STYLES,
        vocabulary.MOODS, vocabulary.FILLERS, shots, PHRASES, ASIDES, DEEDS, PLAIN,
    )  # fmt: skip
    assert [text for text in drawn if undrawable.unheard_spans(text)] == []
    assert len(NOUNS) == len(set(NOUNS))


@pytest.mark.parametrize("seed", range(60))
def test_a_text_about_undrawable_things_states_only_what_can_be_drawn(seed: int) -> None:
    text, stated = undrawable.sentence(np.random.default_rng(seed))
    assert text
    assert not re.search(r"[{}]|  ", text), text
    assert all(value in ATTRIBUTES[name] for name, value in stated.items())


def test_nouns_held_back_are_in_no_training_text() -> None:
    rng = np.random.default_rng(0)
    for _ in range(500):
        text, _ = undrawable.sentence(rng)
        for start, stop in undrawable.unheard_spans(text):
            assert text[start:stop].lower() not in undrawable.HELD_BACK_NOUNS, text


def test_undrawable_nouns_are_found_whole_and_in_the_plural() -> None:
    text = "A woman plays the Accordion; clocks, clockwork"
    assert [text[a:b] for a, b in undrawable.unheard_spans(text)] == ["Accordion", "clocks"]


MEETS = """
from sora_studio.training import undrawable
from sora_studio.training.lexicon import PHRASES
from sora_studio.training.lexicon_gathered import MEASURED, TRAINED, stems
from sora_studio.training.world import vocabulary_cast as cast, vocabulary_places as places
from tests.training.test_lexicon import texts_in
naming = texts_in(
    cast.SUBJECTS, cast.PLURALS, places.PLACES, places.VISTAS, places.SLUGS, PHRASES["subject"], PHRASES["setting"],
    TRAINED, undrawable.TRAINED_NOUNS, undrawable.PLAIN,
)
print(sum(bool(stems(text) & MEASURED) for text in naming))
"""


def met(**surroundings: str) -> int:
    """How many names in the training texts hold a word of the free-language prompts."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", MEETS]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, env={**os.environ, **surroundings})
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_heads_can_be_taught_without_a_word_of_the_prompts_that_measure_them() -> None:
    assert met(**{UNMET: "1"}) == 0
    assert met() > 20


def test_every_free_language_prompt_names_something_that_can_be_drawn() -> None:
    assert len(FREE_LANGUAGE) == 60
    for text, subject, setting in FREE_LANGUAGE:
        assert subject in ATTRIBUTES["subject"]
        assert setting in ATTRIBUTES["setting"]
        assert len(stems(text) & MEASURED) > 1, text
    assert len(ELSEWHERE) == len(set(ELSEWHERE))


def test_a_name_in_the_plural_is_the_same_name() -> None:
    assert stems("daisies horses boxes cities") == stems("Daisy, horse, box, city")


def test_names_held_back_are_in_no_training_text() -> None:
    seen = set[str]().union(*(stems(text) for text in texts_in(TRAINED, PHRASES["subject"], PHRASES["setting"])))
    assert [word for word in texts_in(HELD_BACK) if stems(word.split()[-1]) & seen] == []


@pytest.mark.parametrize("seed", range(40))
def test_a_name_alone_states_what_it_names(seed: int) -> None:
    text, stated = name_alone(np.random.default_rng(seed))
    assert stated
    for name, value in stated.items():
        known = (*PHRASES[name][value], *TRAINED[name].get(value, ()))
        assert any(word.lower() in text.lower() for word in known), (text, name, value)
