"""What the painter of frames relies on, and where it starts."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from sora_studio.training.outline import OUTLINES, PLANES  # noqa: E402
from sora_studio.training.refine_model import RefineModel, places, trust  # noqa: E402
from tests.training.pictures import PLAIN  # noqa: E402
from tests.training.tiny_models import TINY_PAINTER, asked, woken  # noqa: E402


def painted(model: Any, sample: Any, sketch: Any, level: float = 1.0, weather: str = "clear") -> Any:
    height, width = sample.shape[2:]
    still = model.textures.still_at([0], [0], height, width)
    asked_for = asked(replace(PLAIN, weather=weather)), torch.zeros(1), places(height // 4, width // 4), still
    with torch.no_grad():
        return model(sample, torch.tensor([level]), sketch, *asked_for, torch.zeros(1, 2))


def test_pure_noise_is_not_believed_and_a_clean_picture_fully() -> None:
    assert trust(torch.tensor([1.0])).item() == 0.0
    assert trust(torch.tensor([0.0])).item() == pytest.approx(1.0)
    model, sketch = woken(RefineModel(TINY_PAINTER)), torch.randn(1, 4, 32, 32)
    samples = [torch.randn(1, 3, 64, 64) for _ in range(2)]
    noise = [painted(model, sample, sketch) for sample in samples]
    torch.testing.assert_close(noise[0], noise[1])
    half = [painted(model, sample, sketch, 0.5) for sample in samples]
    assert (half[0] - half[1]).abs().max() > 1e-3


def test_an_unlearned_painter_shows_nearly_the_sketch_itself() -> None:
    model = RefineModel(TINY_PAINTER).eval()
    frame = painted(model, torch.randn(1, 3, 64, 64), torch.full((1, 4, 32, 32), 0.25))
    assert (frame - 0.25).abs().max() < 0.05


@pytest.mark.parametrize(("weather", "falls"), [("clear", False), ("fog", False), ("snowfall", True), ("wind", True)])
def test_what_falls_is_laid_over_the_painting(weather: str, falls: bool) -> None:
    model, sketch = woken(RefineModel(TINY_PAINTER)), torch.randn(1, 4, 32, 32)
    sample = torch.randn(1, 3, 64, 64)
    before = painted(model, sample, sketch, weather=weather)
    with torch.no_grad():
        model.textures.tiles.zero_()
    without = painted(model, sample, sketch, weather=weather)
    assert torch.equal(before, without) != falls


def test_bolder_drawing_strengthens_outlines_and_glow_alone() -> None:
    model, wishes = woken(RefineModel(TINY_PAINTER)), torch.randn(1, TINY_PAINTER.context)
    outlines, others = torch.zeros(1, PLANES, 4, 4), torch.rand(1, PLANES, 4, 4)
    outlines[:, OUTLINES], others[:, OUTLINES] = 1.0, 0.0
    with torch.no_grad():
        before = [model.graded(planes, wishes) for planes in (outlines, others)]
        model.draw_bolder(3.0)
        after = [model.graded(planes, wishes) for planes in (outlines, others)]
    torch.testing.assert_close(after[0], 3 * before[0])
    torch.testing.assert_close(after[1], before[1])


def test_cells_lie_between_the_corners_of_the_frame() -> None:
    cells = places(72, 128)[0].numpy()
    assert cells.shape == (2, 72, 128)
    np.testing.assert_allclose(cells[:, 0, 0], [-1, -1])
    np.testing.assert_allclose(cells[:, -1, -1], [1, 1])
    np.testing.assert_allclose(cells[:, 0, -1], [1, -1])
