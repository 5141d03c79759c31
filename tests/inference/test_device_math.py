"""The one operation between model runs is the same sum on every device, to the last bit."""

import numpy as np
import pytest

from sora_studio.diffusion import combine
from sora_studio.inference.device import choose_device
from sora_studio.inference.device_math import DeviceMath, HostMath, ModelMath

CPU = choose_device("cpu")


def summed(arithmetic: DeviceMath, weights: list[float], arrays: list[np.ndarray]) -> np.ndarray:
    buffers = [arithmetic.buffer(array) for array in arrays]
    out = arithmetic.buffer(np.full_like(arrays[0], 99.0))
    arithmetic.combine(weights, buffers, out)
    for buffer, array in zip(buffers, arrays, strict=True):
        np.testing.assert_array_equal(buffer.read(), array)
    return out.read().copy()


def arrays_of(count: int, dtype: type) -> list[np.ndarray]:
    random = np.random.default_rng(count)
    return [random.standard_normal((1, 3, 2, 5, 4)).astype(dtype) for _ in range(count)]


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_numpy_and_the_model_agree_exactly(count: int):
    arrays = arrays_of(count, np.float32)
    weights = [0.3, -1.7, 2.9, 0.1, -2.3, 0.6, 1.0][:count]
    np.testing.assert_array_equal(summed(HostMath(), weights, arrays), summed(ModelMath(CPU), weights, arrays))


def test_half_floats_stay_half_floats():
    arrays = arrays_of(2, np.float16)
    on_host = summed(HostMath(), [0.3, -1.7], arrays)
    by_model = summed(ModelMath(CPU), [0.3, -1.7], arrays)
    assert on_host.dtype == by_model.dtype == np.float16
    # The CPU has no half-float operators: the model computes between two casts.
    np.testing.assert_allclose(on_host, by_model, rtol=2e-3, atol=2e-3)


def test_it_is_the_samplers_combination():
    arrays = arrays_of(3, np.float32)
    weights = [0.3, -1.7, 2.9]
    np.testing.assert_array_equal(summed(HostMath(), weights, arrays), combine(weights, arrays))


@pytest.mark.parametrize("arithmetic", [HostMath(), ModelMath(CPU)])
def test_a_buffer_keeps_its_own_copy_and_takes_new_values(arithmetic: DeviceMath):
    array = np.arange(6, dtype=np.float32).reshape(2, 3)
    buffer = arithmetic.buffer(array.T)
    array[:] = -1
    np.testing.assert_array_equal(buffer.read(), np.arange(6).reshape(2, 3).T)
    buffer.write(np.broadcast_to(np.float32(5), (3, 2)))
    np.testing.assert_array_equal(buffer.read(), np.full((3, 2), 5))


@pytest.mark.parametrize("arithmetic", [HostMath(), ModelMath(CPU)])
def test_one_arithmetic_serves_several_shapes(arithmetic: DeviceMath):
    for shape in [(2, 2), (3, 1), (2, 2)]:
        ones = np.ones(shape, np.float32)
        np.testing.assert_array_equal(summed(arithmetic, [2.0, 3.0], [ones, ones]), 5 * ones)


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
@pytest.mark.parametrize("arithmetic", [HostMath(), ModelMath(CPU)])
def test_how_far_two_tensors_lie_apart(arithmetic: DeviceMath, dtype: type):
    a, b = (arithmetic.buffer(array) for array in arrays_of(2, dtype))
    wanted = np.abs(a.read().astype(np.float64) - b.read()).mean()
    assert arithmetic.distance(a, b) == pytest.approx(wanted, rel=3e-3 if dtype is np.float16 else 1e-6)
    assert arithmetic.distance(a, a) == 0.0


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
@pytest.mark.parametrize("arithmetic", [HostMath(), ModelMath(CPU)])
def test_a_sample_is_laid_behind_itself_and_a_pair_taken_apart(arithmetic: DeviceMath, dtype: type):
    [array] = arrays_of(1, dtype)
    sample, pair = arithmetic.buffer(array), arithmetic.buffer(np.zeros((2, *array.shape[1:]), dtype))
    arithmetic.twice(sample, pair)
    np.testing.assert_array_equal(pair.read(), np.concatenate([array, array]))
    pair.write(np.concatenate([array, -array]))
    parts = [arithmetic.buffer(np.zeros_like(array)) for _ in range(2)]
    arithmetic.parted(pair, parts)
    np.testing.assert_array_equal([part.read() for part in parts], [array, -array])
