"""Stage C: each frame painted the same in whatever company, in exactly as many runs as it takes."""

import numpy as np
import pytest

from sora_studio.errors import GenerationError
from sora_studio.inference.events import StepDone
from sora_studio.inference.packs import load_pack
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import make_request
from tests.inference.tiny_pack import Tiny, cpu_sessions, make_pack

COND = {"concepts": np.array([[0.5, 0.0, 0.0]], np.float32)}
DRAFT = np.random.default_rng(3).uniform(-1, 1, (5, 4, 2, 4)).astype(np.float32)


def refined(tmp_path, draft: np.ndarray = DRAFT, *, frames_per_run: int = 2, **tiny) -> np.ndarray:
    pack = load_pack(make_pack(tmp_path / "tiny", Tiny(frames_per_run=frames_per_run, **tiny)))
    request = make_request(pack, "", seed=5, duration_s=1.0)
    return run_refine(cpu_sessions(), pack, request, draft, COND)


def test_frames_are_pictures_of_the_draft(tmp_path):
    frames = refined(tmp_path, noise_share=0.0)
    assert (frames.shape, frames.dtype) == ((5, 16, 32, 3), np.uint8)
    large = DRAFT[:, :3].repeat(8, axis=2).repeat(8, axis=3).transpose(0, 2, 3, 1)
    np.testing.assert_allclose(frames, (large + 1) * 127.5, atol=0.51)


@pytest.mark.parametrize("noise_correlation", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("sampler", ["euler", "euler_ancestral"])
def test_a_frame_is_the_same_in_any_company(tmp_path, noise_correlation: float, sampler: str):
    options = {"noise_correlation": noise_correlation, "sampler": sampler, "noise_share": 0.5}
    together = refined(tmp_path / "5", frames_per_run=5, **options)
    for frames_per_run in (1, 2, 3):
        apart = refined(tmp_path / f"{frames_per_run}", frames_per_run=frames_per_run, **options)
        np.testing.assert_array_equal(apart, together)


def test_frames_are_painted_on_noise_of_their_own_unless_it_is_shared(tmp_path):
    still = np.zeros_like(DRAFT)
    shared = refined(tmp_path / "shared", still, noise_correlation=1.0)
    own = refined(tmp_path / "own", still, noise_correlation=0.0)
    np.testing.assert_array_equal(shared, shared[:1].repeat(5, axis=0))
    assert (own[0] != own[1]).any()


def test_runs_are_chunks_times_steps(tmp_path):
    pack = load_pack(make_pack(tmp_path / "tiny"))
    sessions = cpu_sessions()
    request = make_request(pack, "", seed=5, duration_s=1.0, refine_steps=3)
    told: list[StepDone] = []
    run_refine(sessions, pack, request, DRAFT, COND, on_step=told.append)
    assert (sessions.runs, sessions.created) == (9, 1)
    assert [(done.stage, done.step, done.steps) for done in told] == [("refine", step, 9) for step in range(1, 10)]


def test_the_same_request_is_the_same_film_to_the_last_bit(tmp_path):
    first, second = refined(tmp_path), refined(tmp_path)
    assert first.tobytes() == second.tobytes()


def test_a_frame_that_is_no_number_is_refused(tmp_path):
    with pytest.raises(GenerationError, match=r"blank \(numeric overflow in the refine stage\)"):
        refined(tmp_path, blank="refine")


def test_values_beyond_black_and_white_are_cut_off(tmp_path):
    frames = refined(tmp_path, np.full_like(DRAFT, 7.0), noise_share=0.0)
    assert (frames == 255).all()
    frames = refined(tmp_path, np.full_like(DRAFT, -7.0), noise_share=0.0)
    assert (frames == 0).all()
