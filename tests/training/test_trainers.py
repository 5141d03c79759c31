"""What the trainers show their painters, and that one step of each can be taken."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from sora_studio.training import loop  # noqa: E402
from sora_studio.training.compositor import Compositor  # noqa: E402
from sora_studio.training.data import GrowingSet, draw_backdrops, draw_casts  # noqa: E402
from sora_studio.training.draft_model import as_seen_by  # noqa: E402
from sora_studio.training.layer_model import LayerModel  # noqa: E402
from sora_studio.training.layer_train import Batch, backdrop_batch, figure_batch, layer_loss  # noqa: E402
from sora_studio.training.layout import LAYOUT  # noqa: E402
from sora_studio.training.refine_model import RefineModel  # noqa: E402
from sora_studio.training.refine_train import CROPS_PER_STEP, draw_batch, paint, refine_loss  # noqa: E402
from sora_studio.training.scene_tensor import CHOICES  # noqa: E402
from sora_studio.training.world.attributes import ATTRIBUTES  # noqa: E402
from tests.training.pictures import PLAIN  # noqa: E402
from tests.training.tiny_models import TINY_BACKDROP, TINY_FIGURE, TINY_PAINTER, asked, woken  # noqa: E402

CPU = torch.device("cpu")


def at_hand(**arrays: np.ndarray) -> GrowingSet:
    """A set of one file that is already read."""
    data = GrowingSet(Path(), *arrays)
    data.files = [arrays]
    return data


@pytest.fixture(scope="module")
def backdrops() -> Batch:
    data = at_hand(**draw_backdrops(np.random.default_rng(1), 4))
    return backdrop_batch(data, np.random.default_rng(2), Compositor())


@pytest.fixture(scope="module")
def casts() -> dict[str, np.ndarray]:
    return draw_casts(np.random.default_rng(1), 16)


@pytest.fixture(scope="module")
def figures(casts: dict[str, np.ndarray]) -> Batch:
    return figure_batch(at_hand(**casts), np.random.default_rng(2), Compositor())


def test_what_is_given_of_a_canvas_is_a_part_of_that_canvas(backdrops: Batch) -> None:
    known = backdrops.given[:, 3:]
    assert ((known == 0) | (known == 1)).all()
    assert 0.02 < known.mean() < 0.5
    error = (backdrops.given[:, :3] - backdrops.clean[:, :3]).abs() * known
    assert error.sum() / (3 * known.sum()) < 0.06
    assert 0 < backdrops.has_given.sum() < len(known)


def test_what_is_given_of_a_figure_is_that_figure(casts: dict[str, np.ndarray]) -> None:
    alone = casts["concepts"][:, LAYOUT.names.index("companion")] == ATTRIBUTES["companion"].index("none")
    data = at_hand(**{name: values[alone] for name, values in casts.items()})
    batch = figure_batch(data, np.random.default_rng(2), Compositor())
    assert batch.given[batch.has_given == 0].abs().max() == 0
    shown = [i for i in range(len(batch.given)) if batch.given[i, 3].max() > 0]
    assert shown
    assert all(batch.has_given[i] == 1 for i in shown)
    for i in shown:
        ours, theirs = (pixels[:3][:, pixels[3] > 0.9].mean(1) for pixels in (batch.given[i], batch.clean[i, :4]))
        assert (ours - theirs).abs().max() < 0.35


def test_what_is_seen_of_a_figure_weighs_more_than_the_blank_around_it(figures: Batch) -> None:
    visible = (figures.clean[:, 3] > 0).unsqueeze(1)
    assert figures.weight.shape == figures.clean.shape
    assert (figures.weight[:, :1][visible] > 1).all()
    assert figures.weight.min() == 1


def test_a_figure_is_told_its_role(figures: Batch) -> None:
    assert figures.concepts.shape[1] == as_seen_by(asked(PLAIN), 0).shape[1]
    assert set(map(tuple, figures.concepts[:, -2:].tolist())) == {(1, 0), (0, 1)}


def test_every_layer_comes_with_the_choice_it_was_drawn_by(backdrops: Batch, figures: Batch) -> None:
    for batch, choices in ((backdrops, CHOICES[0]), (figures, CHOICES[1])):
        assert batch.choice.shape == (len(batch.clean), choices)
        assert (batch.choice.sum(1) == 1).all()


@pytest.mark.parametrize("kind", ["backdrops", "figures"])
def test_a_layer_painter_takes_a_step(kind: str, request: pytest.FixtureRequest) -> None:
    batch: Batch = request.getfixturevalue(kind)
    model = woken(LayerModel(TINY_BACKDROP if kind == "backdrops" else TINY_FIGURE))
    masters = loop.Masters(model)
    before = [parameter.clone() for parameter in masters.exact]
    loss, numbers_loss = layer_loss(model, batch, CPU)
    (loss + numbers_loss).backward()
    assert np.isfinite(masters.step(1e-2))
    assert bool(numbers_loss > 0) == (kind == "figures")
    moved = [not torch.equal(a, b) for a, b in zip(before, masters.exact, strict=True)]
    assert all(moved)
    averaged = masters.averaged_into(LayerModel(model.shape))
    assert all(parameter.dtype == torch.float32 for parameter in averaged.parameters())


def ramps() -> GrowingSet:
    """One scene whose colours tell where in the frame a pixel lies: red across, green down."""
    y, x = np.mgrid[0:288, 0:512].astype(np.float32)
    painting = np.stack([x / 2, y / 2, np.full_like(x, 90)], -1).astype(np.uint8)
    mask = np.zeros((144, 256, 1), np.uint8)
    mask[40:100, 60:200] = 255
    return at_hand(
        paintings=np.stack([painting] * 2)[None],
        sketches=np.concatenate([painting[::2, ::2], mask], -1)[None, None].repeat(2, 1),
        concepts=np.ones((1, len(LAYOUT.sizes)), np.int64),
        times=np.array([[0.5, 2.5]], np.float32),
    )


def test_a_crop_of_a_painting_and_its_sketch_show_the_same_part_of_the_frame() -> None:
    batch = draw_batch(ramps(), np.random.default_rng(3))
    corner, clean, place = batch["corner"], batch["clean"], batch["place"]
    assert clean.shape == (CROPS_PER_STEP, 3, 192, 256)
    left_top = ((clean[:, :2, 0, 0] + 1) * 127.5 * 2).round()
    assert (left_top - corner).abs().max() <= 1
    assert ((place[:, :, 0, 0] + 1) / 2 * torch.tensor([127, 71]) * 4 - corner).abs().max() < 0.1
    under = torch.nn.functional.avg_pool2d(clean, 2)
    assert (under - batch["sketch"][:, :3]).abs().mean((1, 2, 3)).max() < 0.12
    assert set(batch["moment"].tolist()) <= {0.5, 2.5}


def test_the_painter_takes_a_step_and_paints_whole_frames() -> None:
    model = RefineModel(TINY_PAINTER)
    masters = loop.Masters(model)
    loss = refine_loss(model, draw_batch(ramps(), np.random.default_rng(3)), device=CPU)
    loss.backward()
    assert loss.isfinite()
    assert np.isfinite(masters.step(1e-2))
    learned = masters.averaged_into(RefineModel(TINY_PAINTER))
    frames = paint(learned, torch.zeros(1, 4, 144, 256), asked(PLAIN), torch.tensor([1.0]))
    assert frames.shape == (1, 3, 288, 512)
