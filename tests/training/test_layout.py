"""How concepts lie in one flat vector."""

import numpy as np

from sora_studio.training.layout import LAYOUT, ConceptLayout


def test_asking_for_nothing_is_an_answer_of_its_own_for_every_attribute() -> None:
    nothing = LAYOUT.nothing()
    assert nothing.shape == (1, LAYOUT.width)
    assert [float(nothing[0, part][0]) for part in LAYOUT.slices()] == [1.0] * len(LAYOUT.names)
    assert nothing.sum() == len(LAYOUT.names)


def test_concepts_lie_one_attribute_after_another() -> None:
    layout = ConceptLayout(("a", "b"), (2, 3))
    np.testing.assert_array_equal(layout.one_hot(np.array([[1, 2]])), [[0, 1, 0, 0, 1]])
    assert layout.slice_of("b") == slice(2, 5)
