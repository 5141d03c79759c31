import hashlib
import statistics

import numpy as np
import pytest

from sora_studio.diffusion import noise, shared_noise
from sora_studio.diffusion.noise import exact_log, inverse_normal
from sora_studio.errors import GenerationError


def fingerprint(values: np.ndarray) -> str:
    return hashlib.sha256(values.astype("<f4").tobytes()).hexdigest()[:16]


def test_noise_is_the_same_bits_everywhere() -> None:
    """If this fails on some machine, films rendered there differ from all others: don't just update the values."""
    assert noise(7, (2, 2)).tolist() == [
        [0.5584591627120972, -0.30681347846984863],
        [-1.747835397720337, 0.7733697295188904],
    ]
    assert fingerprint(noise(7, (4, 100_003))) == "97fc0d1da5f16f62"
    assert fingerprint(noise(-1, (100_003,), "refine 3")) == "e9c57b30918a9303"
    assert fingerprint(shared_noise(2**70, 5, (4, 36, 64), 0.25, "draft")) == "1e95b9d07301428a"


def test_noise_is_normal() -> None:
    values = np.sort(noise(3, (200_000,)).astype(np.float64))
    normal = statistics.NormalDist()
    expected = np.array([normal.cdf(value) for value in values[::50]])
    distance = np.abs(expected - np.arange(0, values.size, 50) / values.size).max()
    # Kolmogorov and Smirnov's 99.9% bound for this many values.
    assert distance < 1.95 / np.sqrt(values.size)
    assert np.abs(values).max() > 4.0


def test_inverse_normal_agrees_with_the_standard_library() -> None:
    tails = 10.0 ** -np.linspace(0.31, 16.0, 400)
    uniform = np.concatenate([tails, 1.0 - tails[tails > 1e-15], np.linspace(0.01, 0.99, 99)])
    expected = np.array([statistics.NormalDist().inv_cdf(value) for value in uniform])
    np.testing.assert_allclose(inverse_normal(uniform), expected, rtol=1e-13, atol=1e-15)


def test_exact_log_is_a_logarithm() -> None:
    values = np.concatenate([10.0 ** -np.linspace(0.0, 16.0, 500), np.linspace(0.6, 0.9999, 100)])
    np.testing.assert_allclose(exact_log(values), np.log(values), rtol=1e-14, atol=1e-16)


def test_streams_and_seeds_are_independent() -> None:
    drawn = [noise(seed, (20_000,), stream) for seed in (0, 1, -1) for stream in (0, 1, "0", "draft")]
    correlations = np.corrcoef(np.stack(drawn)) - np.eye(len(drawn))
    assert np.abs(correlations).max() < 0.05


def test_a_longer_shape_begins_with_the_shorter() -> None:
    long = noise(5, (3, 50_000)).ravel()
    np.testing.assert_array_equal(noise(5, (40_000,)), long[:40_000])


def test_frames_share_as_much_noise_as_asked() -> None:
    frames = shared_noise(1, 3, (4, 60, 100), 0.3).reshape(3, -1)
    correlations = np.corrcoef(frames)
    np.testing.assert_allclose(np.asarray(correlations)[np.triu_indices(3, 1)], 0.3, atol=0.03)
    np.testing.assert_allclose(frames.var(axis=1), 1.0, atol=0.04)


def test_extreme_correlations() -> None:
    same = shared_noise(1, 2, (5, 5), 1.0)
    np.testing.assert_array_equal(same[0], same[1])
    np.testing.assert_array_equal(same[0], noise(1, (5, 5)))
    assert abs(np.asarray(np.corrcoef(shared_noise(1, 2, (100, 100), 0.0).reshape(2, -1)))[0, 1]) < 0.05


def test_a_window_of_a_clip_sees_the_clips_noise() -> None:
    clip = shared_noise(9, 8, (3, 4), 0.5, "draft")
    np.testing.assert_array_equal(shared_noise(9, 3, (3, 4), 0.5, "draft", first_frame=5), clip[5:])


@pytest.mark.parametrize("shape", [(0,), (3, -1)])
def test_an_impossible_size_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(GenerationError, match="size"):
        noise(1, shape)


def test_an_impossible_clip_is_refused() -> None:
    with pytest.raises(GenerationError, match="correlation"):
        shared_noise(1, 2, (3,), 1.5)
    with pytest.raises(GenerationError, match="0 frames"):
        shared_noise(1, 0, (3,), 0.5)
