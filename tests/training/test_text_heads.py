"""Stage A's heads and the texts they learn from."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from sora_studio.training.concept_head import HeardHead, TextHeads  # noqa: E402
from sora_studio.training.export import HeadGraph, head_inputs  # noqa: E402
from sora_studio.training.layout import LAYOUT  # noqa: E402
from sora_studio.training.texts import is_heard, one_text, target_of  # noqa: E402
from sora_studio.training.world.attributes import ATTRIBUTES  # noqa: E402


def test_what_is_heard_is_said_of_every_token_between_nought_and_one() -> None:
    heard = HeardHead().eval()(torch.randn(1, 7, 384))
    assert heard.shape == (1, 7)
    assert bool(((heard > 0) & (heard < 1)).all())


def test_both_heads_read_one_text() -> None:
    concepts, heard = HeadGraph(TextHeads(LAYOUT.sizes)).eval()(**head_inputs(5))
    assert concepts.shape == (1, LAYOUT.width)
    assert heard.shape == (1, 5)


def test_pieces_of_an_undrawable_noun_are_not_heard_and_marks_are() -> None:
    text = "a clock ticks"
    offsets = [(0, 0), (0, 1), (2, 4), (4, 7), (8, 13), (0, 0)]
    np.testing.assert_array_equal(is_heard(text, offsets), [True, True, False, False, True, True])


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
