"""The shipped compositor films layers as the drawn world's camera does."""

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from sora_studio.training.compositor import Compositor  # noqa: E402
from sora_studio.training.drafted import drafted  # noqa: E402
from sora_studio.training.sampling import to_pixels  # noqa: E402
from sora_studio.training.world.attributes import ATTRIBUTES  # noqa: E402
from sora_studio.training.world.draw import draw_clip, draw_layers  # noqa: E402
from sora_studio.training.world.figure import PERIOD_S  # noqa: E402
from tests.training.pictures import PLAIN, difference, shift  # noqa: E402
from tests.training.tiny_models import asked, layers  # noqa: E402

PAIR = replace(PLAIN, subject="dog", companion="tree", setting="coast", companion_colour="red")
SIZES, ANGLES, MOVES = (ATTRIBUTES[name][1:] for name in ("size", "angle", "move"))
FIRST, LAST = 0.25, 3.75


def film(figures, places, scene, times=(0.0,), canvas=None):
    """Frames (n, 144, 256, 4) of given layers, over black unless a canvas is given."""
    n = len(times)
    canvas = -torch.ones(1, 4, 12, 12) if canvas is None else canvas
    parts = [part.expand(n, *part.shape[1:]) for part in (canvas, figures, places, asked(scene))]
    with torch.no_grad():
        return to_pixels(Compositor()(*parts, torch.tensor(times), torch.full((n,), 4.0)))


def squares(*colours):
    """Two figures that fill their boxes in both poses, (1, 2, 2, 4, 96, 96); a colour is given per figure and pose."""
    pixels = torch.tensor([[*colour, 1.0] for colour in colours]) * 2 - 1
    return pixels.view(1, 2, 2, 4, 1, 1).expand(-1, -1, -1, -1, 96, 96)


RED, GREEN, BLUE = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
MIDDLE = torch.zeros(1, 2, 6)


@pytest.mark.parametrize("move", MOVES)
def test_composited_layers_are_the_drawn_world(move: str) -> None:
    for size, angle in zip(SIZES, ANGLES + ANGLES, strict=False):
        scene = replace(PAIR, size=size, angle=angle, move=move)
        drawn = draw_clip(scene, 3, [FIRST, LAST], scale=1.0, sketch=True)
        frames = drafted(draw_layers(scene, 3), scene, [FIRST, LAST])
        for k in range(2):
            error = difference(drawn.frames[k], frames[k, ..., :3])
            assert error < 4, scene
            assert difference(drawn.mask[k], frames[k, ..., 3]) < 4, scene
            assert move == "static" or error < 0.6 * difference(drawn.frames[1 - k], frames[k, ..., :3]), scene


@pytest.mark.parametrize("absent", ["none", "unspecified"])
def test_an_absent_companion_does_not_show(absent: str) -> None:
    _, figures, places = layers(PAIR, 3)
    alone = replace(PAIR, companion=absent)
    nobody = figures.clone()
    nobody[:, 1] = -1
    np.testing.assert_array_equal(film(figures, places, alone), film(nobody, places, PAIR))


def test_a_landscape_has_no_subject_but_a_text_that_names_none_has() -> None:
    figures = squares(RED, RED, BLUE, BLUE)
    assert not film(figures, MIDDLE, PLAIN)[..., 3].any()
    assert film(figures, MIDDLE, replace(PLAIN, subject="unspecified"))[0, 72, 128].tolist() == [255, 0, 0, 255]


def test_the_subject_stands_before_its_companion() -> None:
    frame = film(squares(RED, RED, BLUE, BLUE), MIDDLE, PAIR)[0]
    assert frame[72, 128].tolist() == [255, 0, 0, 255]
    apart = MIDDLE + torch.tensor([[0.5, 0, 0, 0, 0, 0], [-0.5, 0, 0, 0, 0, 0]])
    frame = film(squares(RED, RED, BLUE, BLUE), apart, PAIR)[0]
    assert (frame[72, 78, :3].tolist(), frame[72, 178, :3].tolist()) == ([0, 0, 255], [255, 0, 0])


def test_each_pose_is_held_for_half_a_period() -> None:
    times = tuple(PERIOD_S * share for share in (0.0, 0.4, 0.6, 0.9, 1.1))
    middle = film(squares(RED, GREEN, BLUE, BLUE), MIDDLE, PAIR, times)[:, 72, 128]
    assert [tuple(pixel) for pixel in (middle[:, :2] > 127).tolist()] == [
        (True, False), (True, False), (False, True), (False, True), (True, False)
    ]  # fmt: skip


def test_a_figure_goes_its_way_about_the_middle_of_the_shot() -> None:
    place = MIDDLE.clone()
    place[0, 0, 3] = 1.0  # 12 base pixels a second
    start, middle, end = (
        np.flatnonzero(frame[72, :, 3] > 127).mean()
        for frame in film(squares(RED, RED, BLUE, BLUE), place, replace(PLAIN, subject="dog"), (0.0, 2.0, 4.0))
    )
    assert middle - start == pytest.approx(24, abs=1)
    assert end - middle == pytest.approx(24, abs=1)


@pytest.mark.parametrize(("facing", "red_side"), [(1.0, 98), (0.2, 98), (-0.2, 158), (-1.0, 158)])
def test_a_figure_faces_one_way_or_the_other(facing: float, red_side: int) -> None:
    figures, place = squares(RED, RED, BLUE, BLUE).clone(), MIDDLE.clone()
    figures[..., 48:] = squares(GREEN, GREEN, BLUE, BLUE)[..., 48:]
    place[0, 0, 5] = facing
    frame = film(figures, place, replace(PLAIN, subject="dog"))[0]
    assert [x for x in (98, 158) if frame[72, x, 0] > 127] == [red_side]


def test_a_static_camera_leaves_every_pixel() -> None:
    first, last = drafted(draw_layers(PLAIN, 1), PLAIN, [0.0, 4.0])
    np.testing.assert_array_equal(first, last)


def test_a_text_that_asks_for_nothing_is_a_still_medium_shot_at_eye_level() -> None:
    canvas, figures, places = layers(PLAIN, 1)
    vague = replace(PLAIN, size="unspecified", angle="unspecified", move="unspecified")
    plain = film(figures, places, replace(PLAIN, size="MS"), (0.0, 3.0), canvas)
    np.testing.assert_array_equal(film(figures, places, vague, (0.0, 3.0), canvas), plain)


def on_one_plane(depth: float, move: str, times: tuple[float, ...] = (1.5, 2.0), subject: str = "none") -> np.ndarray:
    """Frames of a forest painted flat, as deep as told, with a figure before it."""
    scene = replace(PLAIN, subject=subject, move=move)
    canvas, figures, places = layers(scene, 2)
    canvas[:, 3] = depth * 2 - 1
    return film(figures, places, scene, times, canvas)


WAYS = {
    "pan_left": (1, 0),
    "pan_right": (-1, 0),
    "tilt_up": (0, 1),
    "tilt_down": (0, -1),
    "truck_left": (1, 0),
    "truck_right": (-1, 0),
}


@pytest.mark.parametrize("move", WAYS)
def test_the_picture_moves_against_the_camera(move: str) -> None:
    first, second = on_one_plane(1.0, move)
    moved = shift(first[..., :3], second[..., :3])
    for axis, way in enumerate(WAYS[move]):
        assert moved[axis] * way > 2 if way else abs(moved[axis]) < 1


@pytest.mark.parametrize("move", ["truck_left", "truck_right"])
def test_a_truck_leaves_the_far_behind(move: str) -> None:
    near, far = (abs(shift(*on_one_plane(depth, move)[..., :3])[0]) for depth in (1.0, 0.0))
    assert far < 0.4 * near


def test_an_orbit_keeps_the_figure_and_moves_the_far() -> None:
    near, far = (on_one_plane(depth, "orbit", (0.0, 4.0), "tree") for depth in (1.0, 0.0))
    np.testing.assert_array_equal(near[0], near[1])
    np.testing.assert_array_equal(far[0, ..., 3], far[1, ..., 3])
    assert difference(far[0, ..., :3], far[1, ..., :3]) > 5


def test_every_size_and_move_is_chosen_whole_however_unsure_the_text() -> None:
    scene = replace(PAIR, move="pan_left", size="CU")
    concepts = asked(scene)
    unsure = 0.6 * concepts + 0.4 * asked(replace(scene, move="pan_right", size="EWS"))
    parts = layers(scene, 3)
    with torch.no_grad():
        sure, blurred = (Compositor()(*parts, c, torch.tensor([1.0]), torch.tensor([4.0])) for c in (concepts, unsure))
    torch.testing.assert_close(sure, blurred)
