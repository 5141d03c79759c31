"""What a style mixes from: areas made crisp, and outlines only where something ends."""

from typing import Any

import pytest

torch = pytest.importorskip("torch")

from sora_studio.training.outline import GLOW_REACH, PLANES, crisp, edges, enlarged, planes  # noqa: E402


def half_and_half() -> Any:
    sketch = torch.full((1, 4, 24, 32), -0.5)
    sketch[..., 16:] = 0.5
    return sketch


def test_an_enlarged_edge_becomes_narrower_and_stays_where_it_was() -> None:
    soft = enlarged(half_and_half())
    sharp = crisp(soft)

    def between(picture: Any) -> int:
        return int((picture[0, 0, 20].abs() < 0.4).sum())

    assert between(sharp) <= between(soft) / 2
    assert (sharp[0, 0, 20, :24] < 0).all()
    assert (sharp[0, 0, 20, 40:] > 0).all()


def test_outlines_lie_on_the_edge_alone() -> None:
    outline = edges(crisp(enlarged(half_and_half())))[0, 0, 20]
    assert outline[28:36].max() > 0.3
    assert outline[:20].max() == 0
    assert outline[44:].max() == 0


def test_an_even_sketch_has_its_colour_and_no_outline() -> None:
    layers, seen = planes(torch.full((2, 4, 24, 32), 0.25))
    assert layers.shape == (2, PLANES, 48, 64)
    torch.testing.assert_close(layers[:, :6], torch.full((2, 6, 48, 64), 0.25))
    assert layers[:, 6:13].abs().max() == 0
    assert seen[:, 3].abs().max() == 0


def test_glow_has_the_colour_of_its_edge_and_reaches_no_further_than_it_should() -> None:
    sketch = torch.full((1, 4, 24, 32), -1.0)
    sketch[:, 0, :, 16:] = 1.0  # red beside black
    layers, _ = planes(sketch)
    outline, glow = layers[0, 6, 24], layers[0, 10:13, 24]
    lit = (outline > 0).nonzero().flatten()
    assert glow[0, lit].min() > 0.01
    assert glow[1:].max() == 0
    assert glow[0, : int(lit[0]) - GLOW_REACH].max() == 0
    assert glow[0, int(lit[-1]) + GLOW_REACH + 1 :].max() == 0
