"""Stage A: text to conditioning, and nothing of a text lost unsaid."""

import numpy as np
import pytest

from sora_studio.errors import GenerationError, PackError
from sora_studio.inference.encode import encode_text
from sora_studio.inference.events import TextTruncated
from sora_studio.inference.packs import load_pack
from sora_studio.inference.tokenizer import count_tokens, tokenize
from tests.inference.tiny_pack import Tiny, cpu_sessions, describe, make_pack


def test_a_text_is_its_tokens_between_the_closing_marks(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    ids, count = tokenize(pack, "a red zebra")
    np.testing.assert_array_equal(ids, [[0, 3, 4, 2, 1]])
    assert (count.tokens, count.limit, count.truncated) == (5, 6, False)
    np.testing.assert_array_equal(tokenize(pack, "")[0], [[0, 1]])


def test_a_long_text_keeps_its_closing_mark_and_is_told(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    text = "a red candle burns snow snow snow"
    ids, count = tokenize(pack, text)
    np.testing.assert_array_equal(ids, [[0, 3, 4, 5, 6, 1]])
    assert count.truncated
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
