"""Stage A: text to conditioning, and nothing of a text lost unsaid."""

from dataclasses import replace

import numpy as np
import pytest

from sora_studio.errors import GenerationError, PackError
from sora_studio.inference.encode import encode_text
from sora_studio.inference.events import TextTruncated, WordsUnknown
from sora_studio.inference.packs import load_pack
from sora_studio.inference.tokenizer import count_tokens, tokenize
from sora_studio.inference.words import unknown_words
from tests.inference.tiny_pack import Tiny, cpu_sessions, describe, edit_description, make_pack


def test_a_text_is_its_tokens_between_the_closing_marks(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    tokens = tokenize(pack.encode, "a red zebra")
    np.testing.assert_array_equal(tokens.ids, [[0, 3, 4, 2, 1]])
    assert tokens.offsets == ((0, 0), (0, 1), (2, 5), (6, 11), (0, 0))
    assert (tokens.count.tokens, tokens.count.limit, tokens.count.truncated) == (5, 6, False)
    np.testing.assert_array_equal(tokenize(pack.encode, "").ids, [[0, 1]])


def test_a_long_text_keeps_its_closing_mark_and_is_told(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    text = "a red candle burns snow snow snow"
    tokens = tokenize(pack.encode, text)
    np.testing.assert_array_equal(tokens.ids, [[0, 3, 4, 5, 6, 1]])
    assert tokens.count.truncated
    assert count_tokens(pack, text).tokens == 9
    told: list[TextTruncated] = []
    encode_text(cpu_sessions(), pack, text, on_truncated=told.append)
    assert told == [TextTruncated(text, 9, 6)]


def test_a_text_that_fits_is_not_remarked_on(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    told: list[TextTruncated] = []
    encoded = encode_text(cpu_sessions(), pack, "a red candle", on_truncated=told.append)
    assert told == []
    # 0 + 3 + 4 + 5 + 1 is 13.
    np.testing.assert_allclose(encoded["concepts"], [[1.3, 2.6, 3.9]], rtol=1e-6)


@pytest.mark.parametrize("text", ["\ud800 snow", "\0", "é" * 10_000, "🕯️ 雪", "\n\t "])
def test_any_text_is_encoded(tmp_path, text: str):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    assert np.isfinite(encode_text(cpu_sessions(), pack, text)["concepts"]).all()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a red candle", ()),
        ("a zebra", ("zebra",)),
        ("Zebra, zebra, harp", ("Zebra", "harp")),
        ("\ud800 snow", ()),
        ("", ()),
    ],
)
def test_words_the_model_cannot_draw_are_told_once_in_their_order(tmp_path, text: str, words: tuple[str, ...]):
    pack = load_pack(make_pack(tmp_path / "tiny", Tiny(hears=True)))
    longer = replace(pack, encode=replace(pack.encode, max_tokens=32))
    told: list[WordsUnknown] = []
    encode_text(cpu_sessions(), longer, text, on_unknown=told.append)
    assert told == ([WordsUnknown(text, words)] if words else [])


def test_a_pack_that_does_not_hear_tells_of_no_words(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    told: list[WordsUnknown] = []
    encode_text(cpu_sessions(), pack, "zebra", on_unknown=told.append)
    assert told == []


@pytest.mark.parametrize(
    ("text", "pieces", "words"),
    [
        ("an accordion", {(3, 8): 0.2, (8, 12): 0.4}, ("accordion",)),
        ("an accordion", {(3, 8): 0.9, (8, 12): 0.4}, ("accordion",)),
        ("a merry-go-round.", {(2, 7): 0.1}, ("merry-go-round",)),
        ("the dog's harp, dog's", {(4, 7): 0.1, (10, 14): 0.1, (16, 19): 0.1}, ("dog's", "harp")),
        ("snow", {(0, 4): 0.5}, ()),
        ("snow", {(0, 0): 0.0}, ()),
    ],
)
def test_pieces_make_words(text: str, pieces: dict[tuple[int, int], float], words: tuple[str, ...]):
    assert unknown_words(text, tuple(pieces), np.array(list(pieces.values()), np.float32)) == words


def test_an_encoder_without_the_output_it_promises_is_named(tmp_path):
    folder = make_pack(tmp_path / "tiny")
    edit_description(folder, lambda text: text.replace('output = "concepts"', 'output = "concepts"\nheard = "heard"'))
    with pytest.raises(PackError, match="has no output `heard`"):
        encode_text(cpu_sessions(), load_pack(folder), "snow")


def test_an_encoding_that_is_no_number_is_refused(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny", Tiny(blank="encode")))
    with pytest.raises(GenerationError, match="text stage"):
        encode_text(cpu_sessions(), pack, "snow")


def test_a_broken_tokenizer_is_named(tmp_path):
    folder = make_pack(tmp_path / "tiny")
    (folder / "tokenizer.json").write_text('{"version": "1.0"}')
    describe(folder)
    pack = load_pack(folder)
    with pytest.raises(PackError, match=r"tokenizer\.json is not a tokenizer"):
        count_tokens(pack, "snow")
