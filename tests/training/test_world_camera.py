"""What the drawn world's camera does to ground and figures."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from sora_studio.training.world.attributes import ATTRIBUTES
from sora_studio.training.world.camera import HORIZON_ROW, SHOT_S, camera_at
from sora_studio.training.world.draw import draw_clip
from sora_studio.training.world.layers import HORIZON, VIEW_HEIGHT
from tests.training.pictures import PLAIN, difference, shift

SIZES, ANGLES, MOVES = (ATTRIBUTES[name][1:] for name in ("size", "angle", "move"))


@pytest.mark.parametrize(
    ("move", "axis", "sign"),
    [
        ("pan_left", 0, 1),
        ("pan_right", 0, -1),
        ("tilt_up", 1, 1),
        ("tilt_down", 1, -1),
        ("truck_left", 0, 1),
        ("truck_right", 0, -1),
    ],
)
def test_the_picture_moves_against_the_camera(move: str, axis: int, sign: int) -> None:
    first, second = draw_clip(replace(PLAIN, move=move), 2, [1.5, 2.0], scale=1.0).frames
    moved = shift(first, second)
    assert moved[axis] * sign > 0.7
    assert abs(moved[1 - axis]) < 0.7


@pytest.mark.parametrize("move", MOVES)
def test_a_move_goes_on_for_the_whole_shot_and_no_longer(move: str) -> None:
    times = [0.0, 1.0, 2.0, 3.0, SHOT_S, SHOT_S + 1]
    cameras = [camera_at("WS", "eye", move, seconds) for seconds in times]
    assert len(set(cameras)) == (1 if move == "static" else 5)
    assert cameras[-1] == cameras[-2]
    assert camera_at("WS", "eye", move, 0.5, shot_s=1.0) == cameras[2]


def test_a_static_camera_leaves_the_backdrop_where_it_is() -> None:
    frames = draw_clip(replace(PLAIN, setting="room"), 2, [0.0, 4.0], scale=1.0).frames
    assert np.array_equal(frames[0], frames[1])


@pytest.mark.parametrize(("size", "angle"), list(product(SIZES, ANGLES)))
def test_the_angle_says_where_the_horizon_lies(size: str, angle: str) -> None:
    camera = camera_at(size, angle, "static", 0.0)
    row = np.array([HORIZON_ROW[angle] - VIEW_HEIGHT / 2], np.float32)
    assert camera.source(np.zeros(1, np.float32), row, 0.0)[1][0] == pytest.approx(HORIZON, abs=1e-3)


def test_a_high_camera_sees_the_ground_and_a_low_one_the_sky() -> None:
    blue = {
        angle: draw_clip(replace(PLAIN, setting="desert", angle=angle), 2, [0.0], scale=0.5).frames[..., 2].mean()
        for angle in ANGLES
    }
    assert blue["high"] < blue["eye"] < blue["low"]


@pytest.mark.parametrize(("move", "seconds"), list(product(MOVES, (0.0, 1.0, 4.0))))
def test_a_figure_does_not_slide_over_the_ground_it_stands_on(move: str, seconds: float) -> None:
    spots = [(-60.0, 40.0), (0.0, 0.0), (90.0, -30.0)]
    before, now = camera_at("WS", "high", "static", 0.0), camera_at("WS", "high", move, seconds)
    for x, y in spots:
        stood, stands = (np.float32(x), np.float32(y)), now.project(x, y)
        expected = before.source(np.full(1, stood[0]), np.full(1, stood[1]), 1.0)
        found = now.source(np.full(1, stands[0], np.float32), np.full(1, stands[1], np.float32), 1.0)
        np.testing.assert_allclose(found, expected, atol=1e-3)


@pytest.mark.parametrize(("move", "grows"), [("push_in", True), ("pull_out", False)])
def test_the_subject_grows_as_the_camera_pushes_in(move: str, grows: bool) -> None:
    mask = draw_clip(replace(PLAIN, subject="monster", size="WS", move=move), 2, [0.0, 4.0], scale=1.0).mask > 127
    ratio = mask[1].sum() / mask[0].sum()
    assert ratio > 1.6 if grows else ratio < 0.65


def test_an_orbit_turns_the_far_about_the_figure() -> None:
    clip = draw_clip(replace(PLAIN, subject="tree", move="orbit"), 2, [0.0, 4.0], scale=1.0)
    assert difference(clip.mask[0], clip.mask[1]) < 2
    assert difference(clip.frames[0], clip.frames[1]) > 5
