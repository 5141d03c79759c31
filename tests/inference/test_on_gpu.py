"""What an NVIDIA GPU draws is what the CPU draws, and its arithmetic is numpy's; skipped where there is none."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from sora_studio.errors import DeviceError
from sora_studio.inference.device import Device, choose_device
from sora_studio.inference.device_math import HostMath, ModelMath
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.packs import load_pack
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import make_request
from sora_studio.inference.session import SessionCache
from tests.inference.tiny_pack import Tiny, cpu_sessions, make_pack


@pytest.fixture(scope="module")
def gpu() -> Iterator[Device]:
    try:
        yield choose_device("cuda")
    except DeviceError as error:
        pytest.skip(f"no GPU: {error.message}")


def test_its_arithmetic_is_numpys(gpu: Device) -> None:
    random = np.random.default_rng(1)
    arrays = [random.standard_normal((1, 4, 8, 8)).astype(np.float32) for _ in range(3)]
    sums, apart = list[np.ndarray](), list[float]()
    for arithmetic in (HostMath(), ModelMath(gpu)):
        buffers = [arithmetic.buffer(array) for array in arrays]
        out = arithmetic.buffer(np.zeros_like(arrays[0]))
        arithmetic.combine([0.5, -1.5, 2.0], buffers, out)
        sums.append(out.read().copy())
        apart.append(arithmetic.distance(buffers[0], buffers[1]))
    np.testing.assert_allclose(sums[1], sums[0], rtol=1e-6, atol=1e-6)
    assert apart[1] == pytest.approx(apart[0], rel=1e-5)


@pytest.mark.parametrize("step_cache", [0.0, 1.0])
def test_a_shot_is_the_cpus(gpu: Device, tmp_path, step_cache: float) -> None:
    # The rule of the step cache falls on the same steps, as nothing is near its threshold.
    pack = load_pack(make_pack(tmp_path / "tiny", Tiny(noise_share=1.0)))
    request = make_request(pack, "red", seed=4, duration_s=1, steps=12, guidance=3.0)
    request = replace(request, step_cache=step_cache)
    drafts, frames, runs = list[np.ndarray](), list[np.ndarray](), list[int]()
    for sessions in (cpu_sessions(), SessionCache(gpu)):
        cond, uncond = encode_text(sessions, pack, "red"), encode_text(sessions, pack, "")
        drafts.append(run_draft(sessions, pack, request, cond, uncond))
        frames.append(run_refine(sessions, pack, request, drafts[-1], cond))
        runs.append(sessions.runs)
    np.testing.assert_allclose(drafts[1], drafts[0], rtol=1e-4, atol=1e-4)
    assert np.abs(frames[1].astype(int) - frames[0]).max() <= 1
    assert runs[0] == runs[1]


def test_recorded_runs_draw_what_others_do(gpu: Device, tmp_path) -> None:
    pack = load_pack(make_pack(tmp_path / "tiny", Tiny(noise_share=1.0)))
    drafts: list[list[np.ndarray]] = []
    for sessions in (SessionCache(gpu), SessionCache(gpu, captures=True)):
        shots: list[np.ndarray] = []
        for seed in range(3):
            request = make_request(pack, "red", seed=seed, duration_s=1, steps=12, guidance=3.0)
            cond, uncond = encode_text(sessions, pack, "red"), encode_text(sessions, pack, "")
            shots.append(run_draft(sessions, pack, request, cond, uncond))
        drafts.append(shots)
    np.testing.assert_allclose(drafts[1], drafts[0], rtol=1e-5, atol=1e-5)
