"""What is seen while one shot becomes the next."""

import numpy as np
import pytest

from sora_studio.film.transitions import going_over, share
from sora_studio.timeline.transition import KINDS, TransitionKind

RED, BLUE = (np.full((40, 60, 3), colour, np.uint8) for colour in ((200, 0, 0), (0, 0, 200)))
LANDSCAPE = np.tile(np.arange(0, 240, 4, dtype=np.uint8), (40, 1))[..., None].repeat(3, 2)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_each_begins_near_the_one_and_ends_near_the_other(kind: TransitionKind) -> None:
    first, last = (going_over(kind, RED, BLUE, share(frame, 50)).astype(int) for frame in (0, 49))
    assert first.shape == RED.shape
    assert np.abs(first - RED).mean() < 12
    assert np.abs(last - BLUE).mean() < 12


@pytest.mark.parametrize(("kind", "level"), [("dip to black", 0), ("dip to white", 255)])
def test_a_dip_is_flat_in_its_middle(kind: TransitionKind, level: int) -> None:
    assert (going_over(kind, RED, BLUE, 0.5) == level).all()
    half_way = (np.array([200, 0, 0]) + level) / 2
    assert np.abs(going_over(kind, RED, BLUE, 0.25)[0, 0] - half_way).max() <= 0.5


@pytest.mark.parametrize(
    ("kind", "come_first"),
    [
        ("wipe right", np.s_[:, :15]),
        ("wipe left", np.s_[:, 45:]),
        ("wipe down", np.s_[:10]),
        ("wipe up", np.s_[30:]),
    ],
)
def test_a_wipe_uncovers_the_next_shot_behind_its_edge(kind: TransitionKind, come_first: object) -> None:
    frame = going_over(kind, RED, BLUE, 0.25)
    assert (frame[come_first] == BLUE[0, 0]).all()  # type: ignore[index]
    assert (frame == BLUE).all(2).mean() == 0.25


@pytest.mark.parametrize(("kind", "step"), [("push left", -15), ("push right", 15)])
def test_a_push_moves_both_pictures(kind: TransitionKind, step: int) -> None:
    frame = going_over(kind, LANDSCAPE, BLUE, 0.25)
    moved = np.roll(LANDSCAPE, step, axis=1)
    stays = np.s_[:, 15:] if step > 0 else np.s_[:, :45]
    assert (frame[stays] == moved[stays]).all()
    assert (frame == BLUE).all(2).mean() == 0.25


def test_the_steps_are_even_and_neither_end_is_a_whole_shot() -> None:
    steps = [share(frame, 3) for frame in range(3)]
    assert steps == [0.25, 0.5, 0.75]
