"""A scene held to its first frame begins as that frame ends: the place, the figures, the way they face."""

from dataclasses import replace
from typing import Any

import pytest

torch = pytest.importorskip("torch")


from sora_studio.training.compositor import Compositor  # noqa: E402
from sora_studio.training.held_over import backdrop_held, held_to_frame, is_there, walks_held  # noqa: E402
from sora_studio.training.world.attributes import ATTRIBUTES  # noqa: E402
from sora_studio.training.world.layers import VIEW_WIDTH  # noqa: E402
from tests.training.pictures import PLAIN  # noqa: E402
from tests.training.tiny_models import asked, layers  # noqa: E402

SECONDS = torch.tensor([4.0])
OTHER_SEED = 5  # of another view of the place


def frame_of(scene_layers: Any, concepts: Any, at: float) -> Any:
    with torch.no_grad():
        return Compositor()(*scene_layers, concepts, torch.tensor([at]), SECONDS)


def held(dreamed: Any, frame: Any, concepts: Any) -> Any:
    backdrop, figures, places = dreamed
    with torch.no_grad():
        backdrop, places = held_to_frame(Compositor(), backdrop, figures, places, concepts, frame)
    return backdrop, figures, places


def change(one: Any, other: Any) -> float:
    """Of 255."""
    return float((one - other)[:, :3].abs().mean()) * 127.5


@pytest.mark.parametrize("move", ["static", "pan_left", "pan_right", "tilt_up", "push_in", "pull_out"])
def test_the_place_begins_as_the_frame_shows_it_under_every_move(move: str) -> None:
    scene = replace(PLAIN, subject="none", setting="city", move=move)
    concepts, before, dreamed = asked(scene), layers(scene, 3), layers(scene, OTHER_SEED)
    frame = frame_of(before, concepts, 4.0)
    begun = frame_of(held(dreamed, frame, concepts), concepts, 0.0)
    assert change(begun, frame) < 0.4 * change(frame_of(dreamed, concepts, 0.0), frame)


@pytest.mark.parametrize("subject", ["cat", "tree", "balloon"])
@pytest.mark.parametrize("size", ["WS", "MS"])
def test_a_figure_begins_where_it_ended(subject: str, size: str) -> None:
    scene = replace(PLAIN, subject=subject, size=size)
    concepts, before, (backdrop, figures, places) = asked(scene), layers(scene, 3), layers(scene, 3)
    astray = places + torch.tensor([0.2, -0.1, 0.25, 0.0, 0.0, 0.0])
    frame = frame_of(before, concepts, 1.0)
    begun = frame_of(held((backdrop, figures, astray), frame, concepts), concepts, 0.0)
    there, again = frame[:, 3] > 0, begun[:, 3] > 0
    assert float((there & again).sum() / (there | again).sum()) > 0.8


def test_a_figure_keeps_its_facing() -> None:
    scene = replace(PLAIN, subject="cat", size="MS")
    concepts, (backdrop, figures, places) = asked(scene), layers(scene, 3)
    for facing in (1.0, -1.0):
        so = torch.cat([places[..., :5], torch.full_like(places[..., 5:], facing)], -1)
        frame = frame_of((backdrop, figures, so), concepts, 1.0)
        for dreamed in (1.0, -1.0):
            other = torch.cat([places[..., :5], torch.full_like(places[..., 5:], dreamed)], -1)
            assert held((backdrop, figures, other), frame, concepts)[2][0, 0, 5].item() == facing


def test_nobody_walks_out_of_a_shot_they_begin_in() -> None:
    places = torch.tensor([[[0.9, 0.3, 0.0, 2.0, 0.0, 1.0], [-0.2, 0.3, 0.0, -0.5, 0.0, -1.0]]])
    walked = walks_held(places)
    start, end = (walked[..., 0] * 64 + along * walked[..., 3] * 12 for along in (-2, 2))
    assert torch.allclose(start, places[..., 0] * 64 - 2 * places[..., 3] * 12)
    assert (end.abs() <= VIEW_WIDTH / 2).all()
    assert (walked[..., 3].sign() == places[..., 3].sign()).all()


def test_whom_the_frame_does_not_show_is_where_they_were_dreamed() -> None:
    scene = replace(PLAIN, subject="cat")
    concepts, dreamed = asked(scene), layers(scene, 3)
    empty = -torch.ones(1, 4, 144, 256)
    assert not is_there(empty, concepts, 0)
    assert torch.equal(held(dreamed, empty, concepts)[2], dreamed[2])


@pytest.mark.parametrize("angle", ATTRIBUTES["angle"][1:])
def test_what_lies_outside_the_frame_stays_dreamed(angle: str) -> None:
    scene = replace(PLAIN, subject="none", setting="city", angle=angle)
    concepts, (canvas, _, _) = asked(scene), layers(scene, 3)
    grey = torch.zeros(1, 4, 144, 256)
    grey[:, 3] = -1
    kept = (backdrop_held(Compositor(), canvas, concepts, grey) == canvas)[:, 0].float().mean()
    assert 0.5 < kept < 0.9
