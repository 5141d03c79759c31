"""Which words are remembered, and what of them."""

import json
from pathlib import Path

import pytest

from sora_studio.training.word_vectors import choose, kinds_of, lemma, narrow, read_glove
from sora_studio.training.wordnet import read_nouns, sense_counts

NOUNS = """\
  1 the licence is indented
00000001 03 n 01 thing 0 000 | what there is
00000002 05 n 01 bird 0 001 @ 00000001 n 0000 | it flies
00000003 05 n 02 albatross 0 mollymawk 0 001 @ 00000002 n 0000 | a large bird
00000004 05 n 01 sparrow 0 001 @ 00000002 n 0000 | a small bird
00000005 06 n 01 boat 0 001 @ 00000001 n 0000 | it floats
00000006 06 n 01 mast 0 002 @ 00000001 n 0000 #p 00000005 n 0000 | it carries the sails
00000007 18 n 01 Swift 0 001 @i 00000001 n 0000 | a writer
00000008 05 n 01 swift 0 001 @ 00000002 n 0000 | a fast bird
"""
INDEX = {"thing": "1", "bird": "2", "albatross": "3", "mollymawk": "3", "sparrow": "4", "boat": "5", "mast": "6"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data.noun").write_text(NOUNS, "utf-8")
    lines = [f"{word} n 1 1 @ 1 0 0000000{synset}" for word, synset in INDEX.items()]
    lines.append("swift n 2 1 @ 2 1 00000007 00000008")
    (tmp_path / "index.noun").write_text("\n".join(lines), "utf-8")
    (tmp_path / "index.sense").write_text("swift%1:18:00:: 00000007 1 0\nswift%1:05:00:: 00000008 2 9\n", "utf-8")
    return tmp_path


def test_nouns_are_read_with_what_is_above_them(folder: Path) -> None:
    synsets, senses = read_nouns(folder)
    assert synsets["00000003"].words == ("albatross", "mollymawk")
    assert synsets["00000003"].above == ("00000002",)
    assert synsets["00000006"].wholes == ("00000005",)
    assert synsets["00000007"].is_one
    assert not synsets["00000008"].is_one
    assert (synsets["00000008"].field, synsets["00000008"].gloss) == (5, "a fast bird")
    assert senses["swift"] == ["00000007", "00000008"]
    assert sense_counts(folder) == {("swift", "00000007"): 0, ("swift", "00000008"): 9}


@pytest.mark.parametrize(
    ("word", "noun"),
    [("bird", "bird"), ("birds", "bird"), ("women", "woman"), ("berries", "berry"), ("wolves", "wolf"),
     ("torches", "torch"),
     ("gas", "gas"), ("bus", ""), ("running", "")],
)  # fmt: skip
def test_a_plural_is_its_noun(word: str, noun: str) -> None:
    nouns: dict[str, tuple[str, ...]] = dict.fromkeys(("bird", "woman", "berry", "wolf", "torch", "gas", "bu"), ("1",))
    assert lemma(word, nouns) == noun


def test_words_for_what_can_be_seen_come_before_commoner_ones(folder: Path) -> None:
    common = ["the", "thing", "of", "boat", "2001", "it's", "albatross"]
    chosen = choose(common, *read_nouns(folder), 20)
    assert chosen[:3] == ["the", "thing", "boat"]
    assert chosen.index("albatross") < chosen.index("bird")
    assert "it's" not in chosen
    assert chosen[-1] == "2001"
    further = choose(common, *read_nouns(folder), 2)
    assert further[:4] == ["the", "thing", "boat", "albatross"]
    assert set(further[4:]) == {"bird", "mast", "mollymawk", "sparrow", "swift"}


def test_use_is_narrowed_to_what_tells_words_apart(tmp_path: Path) -> None:
    vectors = {"red": [1, 0.1, 0], "blue": [-1, 0.1, 0], "green": [1, 0.2, 0.01]}
    packed = {"words": list(vectors), "dimensions": 3, "vectors": {w: [*v, 1.0, 7] for w, v in vectors.items()}}
    (tmp_path / "glove.json").write_text(json.dumps(packed), "utf-8")
    words, use = read_glove(tmp_path / "glove.json")
    assert words == ["red", "blue", "green"]
    narrowed = narrow(use, [0, 1, 2, -1], 1)
    assert narrowed.shape == (4, 1)
    assert narrowed[0] == narrowed[2] == -narrowed[1] != 0
    assert narrowed[3] == 0


def test_words_for_like_kinds_are_alike(folder: Path) -> None:
    pytest.importorskip("torch")
    words = ["albatross", "sparrows", "boat", "swift", "the"]
    found = kinds_of(words, *read_nouns(folder), sense_counts(folder), 2)
    assert not found[4].any()
    alike = found @ found.T
    assert alike[0, 1] > alike[0, 2] + 0.01
    assert alike[3, 0] > alike[3, 2]
