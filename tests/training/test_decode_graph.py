"""The pack's decode graph: a scene at any moments, or a drawing in its place that the camera moves over."""

from dataclasses import replace
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from sora_studio.training.compositor import Compositor  # noqa: E402
from sora_studio.training.decode_graph import DecodeGraph  # noqa: E402
from sora_studio.training.scene_tensor import CHOICES, joined  # noqa: E402
from sora_studio.training.world.attributes import ATTRIBUTES  # noqa: E402
from sora_studio.training.world.camera import GROWTH  # noqa: E402
from tests.training.pictures import PLAIN  # noqa: E402
from tests.training.tiny_models import asked, layers  # noqa: E402

PAIR = replace(PLAIN, subject="dog", companion="tree", move="truck_left")
MOVES = ATTRIBUTES["move"][1:]
ENDS = (0.0, 4.0)


def decoded(move: str, sketch: Any, scene: Any = None, *, drawing: bool = True) -> Any:
    """Frames (2, 4, 144, 256) at both ends of a shot."""
    scene = torch.zeros(1, 401, 576) if scene is None else scene
    concepts = asked(replace(PAIR, move=move))
    with torch.no_grad():
        has = torch.tensor([float(drawing)])
        return DecodeGraph()(scene, concepts, torch.tensor(ENDS), torch.tensor([4.0]), sketch, has)


def test_a_scene_is_filmed_by_the_compositor_whatever_the_drawing() -> None:
    parts = layers(PAIR, 3)
    frames = decoded(PAIR.move, torch.rand(1, 4, 144, 256), joined(*parts, torch.zeros(1, sum(CHOICES))), drawing=False)
    both = [part.expand(2, *part.shape[1:]) for part in (*parts, asked(PAIR))]
    with torch.no_grad():
        torch.testing.assert_close(frames, Compositor()(*both, torch.tensor(ENDS), torch.full((2,), 4.0)))


def test_a_drawing_takes_the_place_of_the_scene() -> None:
    sketch = torch.rand(1, 4, 144, 256) * 2 - 1
    first, second = (decoded(PAIR.move, sketch, torch.randn(1, 401, 576)) for _ in range(2))
    torch.testing.assert_close(first, second)


def test_a_static_shot_shows_the_drawing_unchanged() -> None:
    sketch = torch.rand(1, 4, 144, 256) * 2 - 1
    torch.testing.assert_close(decoded("static", sketch), sketch.expand(2, -1, -1, -1), atol=2e-3, rtol=0)


@pytest.mark.parametrize(("move", "grows"), [("push_in", True), ("pull_out", False)])
def test_a_push_grows_what_is_drawn_and_begins_or_ends_with_the_whole(move: str, grows: bool) -> None:
    sketch = -torch.ones(1, 4, 144, 256)
    sketch[..., 50:90, 100:160] = 1
    areas = (decoded(move, sketch)[:, 3] > 0).sum((1, 2)).tolist()
    small, large = areas if grows else areas[::-1]
    assert small == pytest.approx(40 * 60, rel=0.02)
    assert large == pytest.approx(40 * 60 * (1 + GROWTH) ** 2, rel=0.05)


@pytest.mark.parametrize("move", MOVES)
def test_no_move_looks_beyond_the_edges_of_a_drawing(move: str) -> None:
    across = torch.linspace(-1, 1, 256).view(1, 1, 1, -1).expand(1, 2, 144, -1)
    down = torch.linspace(-1, 1, 144).view(1, 1, -1, 1).expand(1, 2, -1, 256)
    frames = decoded(move, torch.cat([across, down], 1))
    assert (frames[:, 0].diff(dim=-1) > 0.003).all()
    assert (frames[:, 2].diff(dim=-2) > 0.003).all()


@pytest.mark.parametrize(("move", "axis"), [("pan_left", -1), ("truck_left", -1), ("tilt_up", -2)])
def test_a_drawing_moves_against_the_camera(move: str, axis: int) -> None:
    sketch = -torch.ones(1, 4, 144, 256)
    sketch[..., 60:84, 116:140] = 1
    first, last = (torch.nonzero(frame[3] > 0).float().mean(0) for frame in decoded(move, sketch))
    assert (last - first)[axis] > 15
