"""The camera's move is read off drawn clips whose move is known."""

from dataclasses import replace

import numpy as np
import pytest

from sora_studio.training.moves import camera_motion, nearest_move, typical_motions
from sora_studio.training.world.attributes import Scene
from sora_studio.training.world.draw import draw_clip

SCENE = Scene(subject="tree", setting="desert", time="day", weather="clear", style="flat", size="WS")
TIMES_S = [0.0, 0.5, 1.0, 1.5]


def motion(move: str) -> np.ndarray:
    return camera_motion(draw_clip(replace(SCENE, move=move), 3, TIMES_S, scale=0.5, sketch=True).frames)


@pytest.mark.parametrize(
    ("move", "opposite", "axis"),
    [("pan_left", "pan_right", 0), ("tilt_up", "tilt_down", 1), ("push_in", "pull_out", 2)],
)
def test_opposite_moves_flow_opposite_ways(move: str, opposite: str, axis: int) -> None:
    there, back = motion(move)[axis], motion(opposite)[axis]
    assert there > 0 > back
    assert abs(motion("static")[axis]) < min(there, -back)


def test_a_motion_is_named_after_the_move_it_resembles() -> None:
    moves = ["static", "pan_left", "push_in"]
    typical = typical_motions(np.stack([motion(move) for move in moves]), moves)
    assert [nearest_move(motion(move) * 0.9, typical) for move in moves] == moves
