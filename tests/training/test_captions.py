"""Captions of the drawn world: what the encoder's head learns from."""

import re
from dataclasses import replace

import numpy as np
import pytest

from sora_studio.timeline.vocabulary import VOCABULARY
from sora_studio.training.world import vocabulary_shots as shots
from sora_studio.training.world.attributes import ATTRIBUTES, Scene
from sora_studio.training.world.caption_writer import article
from sora_studio.training.world.captions import caption
from sora_studio.training.world.scene_choice import sample_scene
from sora_studio.training.world.vocabulary_cast import ACTIONS, SUBJECTS
from sora_studio.training.world.vocabulary_places import PLACES, SLUGS, VISTAS

PLAIN = Scene("none", "none", "forest", "day", "clear", "flat", "WS", "eye", "static", "none", "none", "beside")


def scenes(count: int, seed: int = 0) -> list[Scene]:
    rng = np.random.default_rng(seed)
    return [sample_scene(rng) for _ in range(count)]


def test_a_caption_states_only_what_the_scene_holds() -> None:
    rng = np.random.default_rng(1)
    for scene in scenes(2000, seed=2):
        text, stated = caption(scene, rng)
        assert text.strip()
        assert list(stated) == list(ATTRIBUTES)
        for name, value in stated.items():
            assert value in ("unspecified", getattr(scene, name)), (text, name)


def test_captions_are_grammatical_about_articles_spaces_and_stops() -> None:
    rng = np.random.default_rng(3)
    for scene in scenes(3000, seed=4):
        text, _ = caption(scene, rng)
        assert not re.search(r"\b[Aa] (?=[aeioAEIO])(?!one|eu)\w", text), text
        assert not re.search(r"\b[Aa]n (?=[bcdfgjklmnpqrtvwxyz])", text), text
        assert not re.search(r"  |\.\.| [,.]|,,|, \.|\{|\}|\b(a|an) (a|an|the)\b", text), text
        assert text == text.strip(" ,"), text


def test_articles_follow_the_sound() -> None:
    assert article("old oak") == "an old oak"
    assert article("red door") == "a red door"
    assert article("SUV") == "an SUV"
    assert article("umbrella") == "an umbrella"
    assert article("unicorn") == "a unicorn"
    assert article("unmanned aircraft") == "an unmanned aircraft"


def test_the_word_drone_in_a_view_is_the_cameras_not_a_subject() -> None:
    rng = np.random.default_rng(5)
    scene = replace(PLAIN, setting="coast", angle="high")
    drawn = [caption(scene, rng) for _ in range(400)]
    views = [stated for text, stated in drawn if re.search(r"drone (view|shot|footage|camera)", text.lower())]
    assert views
    assert all(v["subject"] == "none" and v["angle"] == "high" for v in views)


def test_every_value_can_be_stated_and_captions_vary() -> None:
    rng = np.random.default_rng(6)
    stated: dict[str, set[str]] = {name: set() for name in ATTRIBUTES}
    texts = set[str]()
    for scene in scenes(5000, seed=7):
        text, says = caption(scene, rng)
        texts.add(text)
        for name, value in says.items():
            stated[name].add(value)
    for name, values in ATTRIBUTES.items():
        # That a figure has its own colour is never said.
        assert stated[name] >= set(values) - {"none"}, name
    assert len(texts) > 4500


def test_the_subject_is_named_first_and_the_relation_says_where_the_companion_is() -> None:
    rng = np.random.default_rng(8)
    scene = replace(PLAIN, subject="boat", companion="robot", relation="above")
    drawn = [caption(scene, rng) for _ in range(200)]
    said = [text.lower() for text, stated in drawn if stated["relation"] == "above"]
    assert said
    for text in said:
        boat, robot = (min(text.find(w) for w in SUBJECTS[s] if w in text) for s in ("boat", "robot"))
        assert boat < robot, text


@pytest.mark.parametrize(("field", "table"), [("size", shots.SIZES), ("angle", shots.ANGLES), ("move", shots.MOVES)])
def test_the_studios_own_shot_words_are_learned_word_for_word(field: str, table: dict[str, tuple[str, ...]]) -> None:
    assert set(table) == set(ATTRIBUTES[field][1:])
    for code, words in VOCABULARY[field].items():
        meant = shots.STUDIO_CODES[field].get(code)
        assert words in (table[meant] if meant else shots.OTHER_SHOTS), words


def test_no_value_is_without_words() -> None:
    assert set(SUBJECTS) == set(ACTIONS) == set(ATTRIBUTES["subject"][2:])
    assert set(PLACES) == set(VISTAS) == set(SLUGS) == set(ATTRIBUTES["setting"][1:])
