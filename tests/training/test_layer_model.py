"""What a layer painter heeds, and what it must not."""

from dataclasses import replace
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from sora_studio.training.layer_model import PATCH, LayerModel, LayerShape  # noqa: E402
from tests.training.tiny_models import woken  # noqa: E402

SHAPE = LayerShape(
    concept_sizes=(3, 4), heeded=(1,), rows=3, columns=4, channels=4, given=4, numbers=2, given_numbers=1,
    width=16, blocks=2, heads=2,
)  # fmt: skip
NAMES = ("sample", "numbers", "timestep", "concepts", "given", "given_numbers", "has_given")


def inputs(count: int = 1, shape: LayerShape = SHAPE) -> dict[str, Any]:
    size = shape.rows * PATCH, shape.columns * PATCH
    concepts = [torch.rand(count, n).softmax(-1) for n in shape.concept_sizes]
    values = (
        torch.randn(count, shape.channels, *size), torch.randn(count, shape.numbers), torch.rand(count),
        torch.cat(concepts, -1), torch.randn(count, shape.given, *size), torch.randn(count, shape.given_numbers),
        torch.ones(count),
    )  # fmt: skip
    return dict(zip(NAMES, values, strict=True))


def painter(shape: LayerShape = SHAPE) -> LayerModel:
    return woken(LayerModel(shape))


def painted(model: Any, values: dict[str, Any], **changes: Any) -> tuple[Any, Any]:
    with torch.no_grad():
        return model(**values | changes)


def changed_by(name: str, where: slice = slice(None), **fixed: Any) -> tuple[float, float]:
    """How far the layer and its numbers change when `where` of an input does."""
    values, model = inputs() | fixed, painter()
    other = values[name].clone()
    other[:, where] = torch.randn_like(other[:, where])
    before, after = painted(model, values), painted(model, values, **{name: other})
    return tuple(float((a - b).abs().max()) for a, b in zip(before, after, strict=True))  # pyright: ignore


def test_what_it_does_not_heed_changes_nothing() -> None:
    assert changed_by("concepts", slice(0, 3)) == (0, 0)
    assert min(changed_by("concepts", slice(3, 7))) > 1e-4


@pytest.mark.parametrize("name", ["given", "given_numbers"])
def test_what_is_given_counts_only_where_it_says_so(name: str) -> None:
    assert changed_by(name, has_given=torch.zeros(1)) == (0, 0)
    assert min(changed_by(name)) > 1e-4


@pytest.mark.parametrize("name", ["sample", "numbers"])
def test_a_picture_and_its_place_depend_on_each_other(name: str) -> None:
    assert min(changed_by(name)) > 1e-4


def test_layers_of_a_batch_are_dreamed_apart() -> None:
    values, model = inputs(2), painter()
    together = painted(model, values)
    for i in range(2):
        alone = painted(model, {name: value[i : i + 1] for name, value in values.items()})
        for one, both in zip(alone, together, strict=True):
            torch.testing.assert_close(one[0], both[i], atol=1e-5, rtol=1e-4)


def test_a_layer_without_a_place_leaves_its_numbers_alone() -> None:
    shape = replace(SHAPE, numbers=0, given_numbers=0)
    values = inputs(shape=shape)
    picture, numbers = painted(painter(shape), values)
    assert picture.shape == values["sample"].shape
    assert numbers is values["numbers"]


def test_what_is_far_apart_in_a_layer_is_told_of_each_other() -> None:
    values, model = inputs(), painter()
    other = values["sample"].clone()
    other[..., :PATCH, :PATCH] += 1
    before, after = painted(model, values)[0], painted(model, values, sample=other)[0]
    assert (before - after)[..., -PATCH:, -PATCH:].abs().max() > 1e-4
