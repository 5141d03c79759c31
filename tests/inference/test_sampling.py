"""The loop on a device numpy can't reach is the loop on the host: the same models, bindings and sums."""

import numpy as np
import pytest

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.device import choose_device
from sora_studio.inference.device_math import DeviceMath, HostMath, ModelMath
from sora_studio.inference.packs import load_pack
from sora_studio.inference.sampling import Sampler
from sora_studio.inference.stage import denoising_of, noise_for, plan_for
from tests.inference.tiny_pack import Tiny, cpu_sessions, make_pack

SHAPE = (5, 4, 2, 4)
FIXED = {
    "concepts": np.array([[0.5, 0.0, 0.0]], np.float32),
    "frame_times": np.arange(5, dtype=np.float32),
    "first_frame": np.ones((1, *SHAPE[1:]), np.float32),
    "has_first_frame": np.ones(1, np.float32),
}
UNGUIDED = {"concepts": np.zeros((1, 3), np.float32)}


def sampled(tmp_path, sampler: str, arithmetic: DeviceMath, step_cache: float = 0.0) -> list[np.ndarray]:
    """Two runs of one Sampler, the second from other constants."""
    pack = load_pack(make_pack(tmp_path / "tiny", Tiny(prediction="velocity")))
    stage = pack.draft
    noise = noise_for(stage, 3, 0, SHAPE, "draft")
    results: list[np.ndarray] = []
    with cpu_sessions().lease(stage.model) as model:
        denoising = denoising_of(stage, FIXED, UNGUIDED, 2.0, step_cache)
        looped = Sampler(model, arithmetic, denoising, (1, *SHAPE))
        for constants in ({}, {"has_first_frame": np.zeros(1, np.float32)}):
            looped.set_constants(constants)
            results.append(looped.run(plan_for(stage.diffusion, sampler, 8), noise, CancelToken()).copy())
    return results


@pytest.mark.parametrize("step_cache", [0.0, 0.5])
@pytest.mark.parametrize("sampler", ["euler", "heun", "lms", "dpmpp_sde"])
def test_a_device_gives_what_the_host_gives(tmp_path, sampler: str, step_cache: float):
    on_host = sampled(tmp_path, sampler, HostMath(), step_cache)
    by_model = sampled(tmp_path, sampler, ModelMath(choose_device("cpu")), step_cache)
    np.testing.assert_array_equal(on_host, by_model)
    assert not np.allclose(on_host[0], on_host[1])
