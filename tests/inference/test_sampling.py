"""The loop on a device numpy can't reach is the loop on the host: the same models, bindings and sums."""

import numpy as np
import pytest

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.device import choose_device
from sora_studio.inference.device_math import DeviceMath, HostMath, ModelMath
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.model import NOT_RECORDED
from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import make_request
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


@pytest.mark.parametrize("guidance", [1.0, 2.0])
def test_what_is_recorded_serves_the_next_shot_from_the_same_tensors(tmp_path, guidance: float):
    # On a processor nothing is recorded, but all that recordings rest upon is the same.
    pack = load_pack(make_pack(tmp_path / "tiny", Tiny(prediction="velocity")))
    plain, recording = cpu_sessions(), cpu_sessions()
    with recording.lease(pack.draft.model) as model:
        model.captures = True
    drawn: list[list[np.ndarray]] = []
    for sessions in (plain, recording):
        shots: list[np.ndarray] = []
        for prompt, seed in (("red", 3), ("snow", 4)):
            request = make_request(pack, prompt, seed=seed, duration_s=1, steps=6, guidance=guidance)
            cond, uncond = encode_text(sessions, pack, prompt), encode_text(sessions, pack, "")
            shots.append(run_draft(sessions, pack, request, cond, uncond))
        drawn.append(shots)
    np.testing.assert_array_equal(drawn[0], drawn[1])
    assert not np.array_equal(drawn[0][0], drawn[0][1])
    with plain.lease(pack.draft.model) as model:
        assert (model.new_recording(), len(model.kept)) == (NOT_RECORDED, 0)
    with recording.lease(pack.draft.model) as model:
        sides = 1 if guidance == 1.0 else 2
        assert (model.new_recording(), len(model.kept)) == (sides + 1, 1)
