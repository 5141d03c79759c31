"""Stage A's heads and the texts they learn from."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from sora_studio.training.concept_head import HeardHead, TextHeads  # noqa: E402
from sora_studio.training.encoder import TOKEN_WIDTH  # noqa: E402
from sora_studio.training.export import HeadGraph, head_inputs  # noqa: E402
from sora_studio.training.layout import LAYOUT  # noqa: E402
from sora_studio.training.texts import NAME, PLAIN, UNDRAWABLE, kinds_of, one_text, target_of  # noqa: E402
from sora_studio.training.world.attributes import ATTRIBUTES  # noqa: E402


def test_what_is_heard_is_said_of_every_token_between_nought_and_one() -> None:
    heard = HeardHead().eval()(torch.randn(1, 7, TOKEN_WIDTH))
    assert heard.shape == (1, 7)
    assert bool(((heard > 0) & (heard < 1)).all())


def test_both_heads_read_one_text() -> None:
    concepts, heard = HeadGraph(TextHeads(LAYOUT.sizes)).eval()(**head_inputs(5))
    assert concepts.shape == (1, LAYOUT.width)
    assert heard.shape == (1, 5)


def test_pieces_of_nouns_and_names_are_told_apart_and_marks_are_neither() -> None:
    text = "a clock and a dachshund tick"
    offsets = [(0, 0), (0, 1), (2, 4), (4, 7), (8, 11), (12, 13), (14, 18), (18, 23), (24, 28), (0, 0)]
    kinds = [PLAIN, PLAIN, UNDRAWABLE, UNDRAWABLE, PLAIN, PLAIN, NAME, NAME, PLAIN, PLAIN]
    np.testing.assert_array_equal(kinds_of(text, offsets), kinds)


def test_a_place_alone_is_empty_and_a_figure_alone_has_no_companion() -> None:
    def read(**stated: str) -> dict[str, str]:
        return {n: values[i] for (n, values), i in zip(ATTRIBUTES.items(), target_of(stated), strict=True)}

    assert (read(setting="cave")["subject"], read(setting="cave")["companion"]) == ("none", "none")
    assert read(subject="cat")["companion"] == "none"
    assert set(read().values()) == {"unspecified"}


def test_every_kind_of_text_states_only_what_exists() -> None:
    rng = np.random.default_rng(2)
    for _ in range(300):
        _, stated = one_text(rng)
        target_of(stated)
