"""The sentences the head learns from state only what the world can draw, and say what they state."""

import numpy as np
import pytest

from sora_studio.training.lexicon import PHRASES, PROBES, WORDS, sentence
from sora_studio.training.world.attributes import ATTRIBUTES


@pytest.mark.parametrize("attribute", WORDS)
def test_every_word_stands_for_a_value_the_world_has(attribute: str) -> None:
    assert set(WORDS[attribute]) <= set(ATTRIBUTES[attribute])
    assert all(phrase.strip() for phrases in PHRASES[attribute].values() for phrase in phrases)


@pytest.mark.parametrize("seed", range(60))
def test_a_sentence_says_what_it_states(seed: int) -> None:
    text, stated = sentence(np.random.default_rng(seed))
    for attribute, value in stated.items():
        table = PHRASES["subject" if attribute == "companion" else attribute]
        assert any(phrase.lower() in text.lower() for phrase in table[value]), (text, attribute, value)


def test_probes_ask_only_for_what_exists() -> None:
    for text, wishes in PROBES:
        assert all(value in ATTRIBUTES[name] for name, value in wishes.items()), text
