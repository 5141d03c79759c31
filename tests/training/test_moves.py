"""The camera's move is read off drawn clips whose move is known."""

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from sora_studio.training.drafted import drafted  # noqa: E402
from sora_studio.training.measure.moves import (  # noqa: E402
    FLOW_TIMES_S,
    mirrored,
    motion,
)
from sora_studio.training.world.attributes import Scene  # noqa: E402
from sora_studio.training.world.draw import draw_layers  # noqa: E402
from sora_studio.training.world.scene_choice import fill  # noqa: E402

SCENE = fill(Scene(subject="tree", setting="desert", size="WS", angle="eye"), np.random.default_rng(1))
LAYERS = draw_layers(SCENE, 3)
# Where the numbers of a motion lie: the median step right, down, and the growth, around the figure.
RIGHT, DOWN, GROWTH = 2, 5, 6


def frames(move: str) -> np.ndarray:
    return drafted(LAYERS, replace(SCENE, move=move), list(FLOW_TIMES_S))


@pytest.mark.parametrize(
    ("move", "opposite", "axis"),
    [("pan_left", "pan_right", RIGHT), ("tilt_up", "tilt_down", DOWN), ("push_in", "pull_out", GROWTH)],
)
def test_opposite_moves_flow_opposite_ways(move: str, opposite: str, axis: int) -> None:
    there, back = motion(frames(move))[axis], motion(frames(opposite))[axis]
    assert there > 0 > back
    assert abs(motion(frames("static"))[axis]) < min(there, -back)


def test_a_mirrored_clip_moves_as_the_mirrored_motion_says() -> None:
    seen = motion(frames("truck_left"))
    other = motion(np.ascontiguousarray(frames("truck_left")[:, :, ::-1]))
    np.testing.assert_allclose(other, mirrored(seen), atol=2.0)
    np.testing.assert_array_equal(mirrored(mirrored(seen)), seen)
