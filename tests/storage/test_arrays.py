"""Arrays come back as they were, and what isn't arrays is refused."""

import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of
from numpy.typing import NDArray

from sora_studio.errors import StorageError
from sora_studio.storage.arrays import load_arrays, load_recipe, save_arrays

DTYPES = (np.uint8, np.bool_, np.int32, np.int64, np.float16, np.float32, np.float64)


def _saved(arrays: dict[str, NDArray[Any]], recipe: dict[str, object] | None = None) -> bytes:
    buffer = io.BytesIO()
    save_arrays(buffer, arrays, recipe)
    return buffer.getvalue()


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.text(max_size=5),
        st.sampled_from(DTYPES).flatmap(
            lambda dtype: arrays_of.arrays(
                dtype, arrays_of.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
            )
        ),
        max_size=3,
    )
)
def test_arrays_come_back_bit_for_bit(arrays: dict[str, NDArray[Any]]) -> None:
    loaded, _ = load_arrays(_saved(arrays))
    assert list(loaded) == list(arrays)
    for name, array in arrays.items():
        assert loaded[name].dtype == array.dtype
        assert loaded[name].shape == array.shape
        assert loaded[name].tobytes() == array.tobytes()


@pytest.mark.parametrize("still", [True, False])
def test_a_clip_comes_back_smaller_and_the_same(still: bool) -> None:
    ramp = np.add.outer(np.arange(90) * 2, np.arange(160)).astype(np.uint8)
    frame = np.stack([ramp, ramp + 9, ramp[::-1]], axis=2)
    clip = np.stack([frame if still else np.roll(frame, 3 * i, axis=1) for i in range(17)])
    data = _saved({"frames": clip, "mask": clip[:, :, ::2]}, {"prompt": "dawn, 夜", "steps": 4})
    loaded, recipe = load_arrays(data)
    assert load_recipe(data) == recipe
    assert np.array_equal(loaded["frames"], clip)
    assert np.array_equal(loaded["mask"], clip[:, :, ::2])
    assert recipe == {"prompt": "dawn, 夜", "steps": 4}
    assert len(data) < clip.nbytes / 4


def test_the_same_arrays_make_the_same_bytes() -> None:
    clip = np.random.default_rng(0).integers(0, 255, (3, 9, 16, 3)).astype(np.uint8)
    assert _saved({"frames": clip}) == _saved({"frames": clip.copy()})


def test_objects_are_not_arrays() -> None:
    with pytest.raises(TypeError):
        _saved({"frames": np.array([{}], dtype=object)})


@given(st.binary(max_size=60))
def test_rubbish_is_refused(data: bytes) -> None:
    with pytest.raises(StorageError):
        load_arrays(data)


def test_every_cut_is_refused() -> None:
    data = _saved({"latents": np.arange(24, dtype=np.float32).reshape(2, 3, 4)}, {"seed": 1})
    for length in range(len(data)):
        with pytest.raises(StorageError):
            load_arrays(data[:length])


def test_a_blob_that_unpacks_to_more_than_it_says_is_refused() -> None:
    data = _saved({"frames": np.zeros(100_000, np.uint8)})
    with pytest.raises(StorageError):
        load_arrays(data.replace(b"[100000]", b"[100]   "))
