"""What a first frame tells: the canvas as far as it shows it, and the figures cut out of it."""

from dataclasses import replace
from typing import Any

import pytest

torch = pytest.importorskip("torch")


from sora_studio.training.compositor import Compositor  # noqa: E402
from sora_studio.training.first_frame import backdrop_given, figure_given  # noqa: E402
from sora_studio.training.world.attributes import ATTRIBUTES  # noqa: E402
from sora_studio.training.world.camera import ZOOM  # noqa: E402
from sora_studio.training.world.layers import HEIGHT, VIEW_HEIGHT, VIEW_WIDTH, WIDTH  # noqa: E402
from tests.training.pictures import PLAIN  # noqa: E402
from tests.training.tiny_models import asked, layers  # noqa: E402

BLACK = -torch.ones(1, 4, 12, 12)
STILL = torch.tensor([2.0]), torch.tensor([4.0])
UNMOVED = torch.tensor([0.0, 0.0, 0.0, 0.0, 1.0]).view(1, 5, 1, 1)


def composited(canvas: Any, figures: Any, places: Any, concepts: Any) -> Any:
    with torch.no_grad():
        return Compositor()(canvas, figures, places, concepts, *STILL)


def laid_again(frame: Any, concepts: Any, numbers: tuple[int, ...]) -> Any:
    """The frame (1, 4, 144, 256) of what is cut out of `frame`, laid where it was found, over black."""
    figures, places = -torch.ones(1, 2, 2, 4, 96, 96), torch.zeros(1, 2, 6)
    for number in numbers:
        picture, box = figure_given(frame, concepts, number)
        figures[:, number], places[:, number, :3] = picture.unsqueeze(1), box
    return composited(BLACK, figures, places, concepts)


def shared(a: Any, b: Any) -> float:
    a, b = a[:, 3] > 0, b[:, 3] > 0
    return float((a & b).sum() / (a | b).sum())


@pytest.mark.parametrize(("subject", "size"), [("tree", "WS"), ("cat", "MS"), ("woman", "CU"), ("balloon", "EWS")])
def test_what_is_cut_out_of_a_frame_is_the_figure_where_it_was(subject: str, size: str) -> None:
    scene = replace(PLAIN, subject=subject, size=size)
    concepts, (_, figures, places) = asked(scene), layers(scene, 3)
    frame = composited(BLACK, figures, places, concepts)
    again = laid_again(frame, concepts, (0,))
    assert shared(frame, again) > (0.75 if size == "EWS" else 0.9)
    inside = (frame[:, 3:] > 0.9) & (again[:, 3:] > 0.9)
    assert (frame - again).abs()[:, :3][inside.expand(-1, 3, -1, -1)].mean() < 0.1


def test_of_two_figures_each_is_cut_out_of_its_own_side() -> None:
    scene = replace(PLAIN, subject="woman", companion="man", size="WS")
    concepts, (_, figures, places) = asked(scene), layers(scene, 3)
    both = composited(BLACK, figures, places, concepts)
    assert shared(both, laid_again(both, concepts, (0, 1))) > 0.85
    for number in range(2):
        alone = figures.clone()
        alone[:, 1 - number] = -1
        own = composited(BLACK, alone, places, concepts)
        assert shared(own, laid_again(both, concepts, (number,))) > 0.8


def test_where_no_figure_is_nothing_is_cut_out() -> None:
    frame = torch.rand(1, 4, 144, 256)
    frame[:, 3] = -1
    picture, box = figure_given(frame, asked(PLAIN), 0)
    assert (picture == -1).all()
    assert torch.isfinite(box).all()


@pytest.mark.parametrize("size", ZOOM)
def test_as_much_of_the_canvas_is_known_as_the_framing_sees(size: str) -> None:
    frame = -torch.ones(1, 4, 144, 256)
    known = backdrop_given(Compositor(), frame, asked(replace(PLAIN, size=size)), UNMOVED)[:, 3]
    seen = VIEW_WIDTH * VIEW_HEIGHT / (WIDTH * HEIGHT) / ZOOM[size] ** 2
    assert known.mean().item() == pytest.approx(seen, rel=0.06)


@pytest.mark.parametrize("angle", ATTRIBUTES["angle"][1:])
def test_the_known_part_is_the_canvas_itself_and_the_rest_is_blank(angle: str) -> None:
    scene = replace(PLAIN, setting="city", angle=angle)
    canvas, figures, places = layers(scene, 3)
    frame = composited(canvas, figures, places, asked(scene))
    given = backdrop_given(Compositor(), frame, asked(scene), UNMOVED)
    known = given[:, 3:]
    assert 0.1 < known.mean() < 0.4
    assert ((given[:, :3] - canvas[:, :3]).abs() * known).sum() / (3 * known.sum()) < 0.06
    assert (given[:, :3] * (1 - known)).abs().max() == 0


def test_nothing_is_known_of_what_lies_behind_a_figure() -> None:
    frame = -torch.ones(1, 4, 144, 256)
    frame[:, 3, 40:100, 100:150] = 1
    concepts = asked(replace(PLAIN, size="EWS"))
    hole = torch.nn.functional.interpolate((frame[:, 3:] > 0).float(), (108 * 144 // 252, 192 * 256 // 448))
    whole = backdrop_given(Compositor(), -torch.ones_like(frame), concepts, UNMOVED)[:, 3].sum()
    known = backdrop_given(Compositor(), frame, concepts, UNMOVED)[:, 3].sum()
    assert (whole - known).item() == pytest.approx(hole.sum().item(), rel=0.1)
    assert backdrop_given(Compositor(), torch.ones_like(frame), concepts, UNMOVED).abs().max() == 0
