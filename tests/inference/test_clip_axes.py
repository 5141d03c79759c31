"""A clip goes into the order a model takes, and comes back the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_studio.inference.clip import STILLS, TOKENS, axes_shape, from_axes, to_axes

SIDES = st.integers(1, 4)


@pytest.mark.parametrize("axes", ["FCHW", "BFCHW", "BCFHW"])
@given(shape=st.tuples(SIDES, SIDES, SIDES, SIDES))
def test_a_clip_comes_back_from_any_order(axes: str, shape: tuple[int, int, int, int]) -> None:
    clip = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    given_to_model = to_axes(clip, axes)
    assert given_to_model.shape == axes_shape(shape, axes)
    np.testing.assert_array_equal(from_axes(given_to_model, axes, shape), clip)


@given(channels=SIDES, rows=SIDES, columns=SIDES)
def test_a_still_is_a_batch_of_one(channels: int, rows: int, columns: int) -> None:
    shape = (1, channels, rows, columns)
    frame = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    batch = to_axes(frame, STILLS)
    assert batch.shape == axes_shape(shape, STILLS) == shape
    np.testing.assert_array_equal(from_axes(batch, STILLS, shape), frame)


@given(channels=SIDES, rows=SIDES, columns=SIDES)
def test_a_frame_comes_back_from_tokens_of_four_latents(channels: int, rows: int, columns: int) -> None:
    shape = (1, channels, 2 * rows, 2 * columns)
    frame = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    tokens = to_axes(frame, TOKENS)
    assert tokens.shape == axes_shape(shape, TOKENS) == (1, rows * columns, 4 * channels)
    np.testing.assert_array_equal(from_axes(tokens, TOKENS, shape), frame)
    # The first token is the first square: its first channel's four latents, row by row, come first.
    np.testing.assert_array_equal(tokens[0, 0, :4], frame[0, 0, :2, :2].ravel())
