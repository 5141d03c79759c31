"""Tiles cover a picture, overlap, pass into one another, and leave no seam where they say the same."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_studio.inference.tiles import LEAST_TILE, decode_in_tiles, spans, tile_side

SCALE = 3


def enlarged(latents: np.ndarray) -> np.ndarray:
    return latents.repeat(SCALE, axis=-2).repeat(SCALE, axis=-1)


@given(side=st.integers(1, 300), halvings=st.integers(0, 5))
def test_tiles_cover_a_side_and_overlap_by_a_quarter(side: int, halvings: int) -> None:
    tile = tile_side(side, halvings)
    found = spans(side, tile)
    assert (found[0][0], found[-1][1]) == (0, side)
    assert all(stop - start == tile for start, stop in found[:-1])
    assert 0 < found[-1][1] - found[-1][0] <= tile
    assert all(before[1] - after[0] == tile // 4 for before, after in pairwise(found))
    assert len(found) <= 2**halvings
    assert tile >= min(side, LEAST_TILE)


@given(height=st.integers(1, 40), width=st.integers(1, 40), tall=st.integers(8, 20), wide=st.integers(8, 20))
def test_where_tiles_say_the_same_nothing_shows(height: int, width: int, tall: int, wide: int) -> None:
    latents = np.random.default_rng(0).standard_normal((1, 4, height, width)).astype(np.float32)
    tiled = decode_in_tiles(enlarged, latents, (min(tall, height), min(wide, width)), SCALE)
    np.testing.assert_allclose(tiled, enlarged(latents), atol=1e-6)


@pytest.mark.parametrize("axis", [-2, -1])
def test_one_tile_passes_into_the_next_in_a_straight_line(axis: int) -> None:
    values = iter([0.0, 1.0])
    shape = [8, 8]
    shape[axis] = 14

    def of_one_value(part: np.ndarray) -> np.ndarray:
        return np.full_like(enlarged(part), next(values))

    tiled = decode_in_tiles(of_one_value, np.zeros(shape, np.float32), (8, 8), SCALE)
    line = np.moveaxis(tiled, axis, 0)[:, 0]
    assert list(line[: 6 * SCALE]) == [0.0] * 6 * SCALE
    np.testing.assert_allclose(line[6 * SCALE : 8 * SCALE], np.arange(6) / 6)
    assert list(line[8 * SCALE :]) == [1.0] * 6 * SCALE


def test_a_picture_of_one_tile_is_what_the_decoder_gives_bit_for_bit() -> None:
    latents = np.random.default_rng(0).standard_normal((1, 4, 9, 30)).astype(np.float32)
    made = enlarged(latents)
    assert decode_in_tiles(lambda part: made, latents, (9, 30), SCALE) is made
