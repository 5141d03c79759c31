"""A scene as one tensor holds all of its layers."""

import pytest

torch = pytest.importorskip("torch")

from sora_studio.training.pack_player import SCENE_SHAPE  # noqa: E402
from sora_studio.training.scene_tensor import CHOICES, joined, parted  # noqa: E402


def test_a_scene_taken_apart_is_what_it_was_joined_from() -> None:
    parts = (
        torch.randn(3, 4, 108, 192),
        torch.randn(3, 2, 2, 4, 96, 96),
        torch.randn(3, 2, 6),
        torch.randn(3, sum(CHOICES)),
    )
    scene = joined(*parts)
    assert scene.shape == (3, *SCENE_SHAPE)
    for part, back in zip(parts, parted(scene), strict=True):
        torch.testing.assert_close(back, part, rtol=0, atol=0)


def test_of_the_last_row_only_places_and_choices_are_used() -> None:
    scene = torch.randn(1, *SCENE_SHAPE)
    again = joined(*parted(scene))
    torch.testing.assert_close(again[:, :-1], scene[:, :-1], rtol=0, atol=0)
    assert (again[:, -1] != 0).sum() == 2 * 6 + sum(CHOICES)
