"""Stage B, run on real models: every sampler's arithmetic, previews, continuation, the same picture each time."""

from dataclasses import replace

import numpy as np
import pytest

from sora_studio.diffusion import SAMPLERS, Guidance, Level, make_schedule, plan, sample, shared_noise
from sora_studio.errors import GenerationError
from sora_studio.inference.draft import draft_preview, run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.events import StepDone
from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import make_request
from sora_studio.inference.windows import Window, clip_times, windows
from tests.inference.tiny_pack import Tiny, cpu_sessions, make_pack

COND = {"concepts": np.array([[0.5, 0.0, 0.0]], np.float32)}
UNCOND = {"concepts": np.array([[0.1, 0.0, 0.0]], np.float32)}


def pack_of(tmp_path, **tiny):
    return load_pack(make_pack(tmp_path / "tiny", Tiny(**tiny)))


def expected_draft(sampler: str, prediction: str, kind: str, whole_timesteps: bool = False, **options) -> np.ndarray:
    """What the plain numpy loop of `diffusion` gives with the arithmetic of the tiny model."""
    times = np.arange(5, dtype=np.float32)[:, None, None, None] / 4
    with_prompt, without_prompt = Guidance(2.0).weights(Level(0.5, 0.5, 0.5))

    def model(x: np.ndarray, timestep: float) -> np.ndarray:
        drift = times * np.float32(with_prompt * 0.5 + without_prompt * 0.1)
        return 0.1 * x + drift + np.float32(0.01 * (round(timestep) if whole_timesteps else timestep))

    def noise(stream: int | str) -> np.ndarray:
        return shared_noise(5, 5, (4, 2, 4), 0.5, f"draft {stream}")

    table = plan(sampler, make_schedule(kind, 5, **options))
    return sample(table, noise("start") * np.float32(table.initial_scale), model, noise, prediction=prediction)


@pytest.mark.parametrize("sampler", sorted(SAMPLERS))
@pytest.mark.parametrize("prediction", ["sample", "velocity"])
def test_every_sampler_gives_what_its_mathematics_say(tmp_path, sampler: str, prediction: str):
    pack = pack_of(tmp_path, prediction=prediction, timestep_share=0.01)
    request = make_request(pack, "", seed=5, duration_s=1.0, sampler=sampler, steps=5, guidance=2.0)
    found = run_draft(cpu_sessions(), pack, request, COND, UNCOND)
    np.testing.assert_allclose(found, expected_draft(sampler, prediction, "flow"), rtol=1e-5, atol=2e-5)


def test_a_model_that_counts_timesteps_is_told_whole_ones(tmp_path):
    schedule = 'schedule = "karras"\nbetas = "scaled_linear"'
    pack = pack_of(tmp_path, prediction="epsilon", schedule=schedule, timestep_share=0.01, whole_timesteps=True)
    request = make_request(pack, "", seed=5, duration_s=1.0, steps=5)
    found = run_draft(cpu_sessions(), pack, request, COND, UNCOND)
    expected = expected_draft("euler", "epsilon", "karras", whole_timesteps=True, betas="scaled_linear")
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)


def test_a_model_that_wants_its_input_scaled_gets_it_scaled(tmp_path):
    schedule = 'schedule = "karras"\nbetas = "scaled_linear"\nform = "exploding"'
    pack = pack_of(tmp_path, prediction="epsilon", schedule=schedule, timestep_share=0.01)
    request = make_request(pack, "", seed=5, duration_s=1.0, steps=5)
    found = run_draft(cpu_sessions(), pack, request, COND, UNCOND)
    expected = expected_draft("euler", "epsilon", "karras", betas="scaled_linear", form="exploding")
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)


def test_the_same_request_is_the_same_draft_to_the_last_bit(tmp_path):
    pack = pack_of(tmp_path, sampler="dpmpp_sde")
    request = make_request(pack, "", seed=5, duration_s=2.5)
    first = run_draft(cpu_sessions(), pack, request, COND, UNCOND)
    second = run_draft(cpu_sessions(), pack, request, COND, UNCOND, on_step=lambda done: None)
    assert first.tobytes() == second.tobytes()
    other = run_draft(cpu_sessions(), pack, make_request(pack, "", seed=6, duration_s=2.5), COND, UNCOND)
    assert not np.allclose(first, other)


def test_without_guidance_the_model_runs_once_a_step(tmp_path):
    pack = pack_of(tmp_path)
    sessions = cpu_sessions()
    guided = make_request(pack, "", seed=5, duration_s=1.0, steps=4, guidance=2.0)
    run_draft(sessions, pack, guided, COND, UNCOND)
    assert sessions.runs == 8
    plain = make_request(pack, "", seed=5, duration_s=1.0, steps=4, guidance=1.0)
    run_draft(sessions, pack, plain, COND, UNCOND)
    assert sessions.runs == 12


def test_each_step_is_told_with_the_clip_as_it_stands(tmp_path):
    pack = pack_of(tmp_path, noise_share=0.0)
    request = make_request(pack, "", seed=5, duration_s=2.0, steps=3, guidance=1.0)
    told: list[StepDone] = []
    draft = run_draft(cpu_sessions(), pack, request, COND, UNCOND, on_step=told.append)
    assert [(done.stage, done.step, done.steps) for done in told] == [("draft", step, 6) for step in range(1, 7)]
    assert told[-1].seconds_left == 0.0
    assert all(done.seconds_left >= 0 for done in told)
    previews = [done.preview for done in told if done.preview is not None]
    assert [preview.shape for preview in previews] == [(5, 2, 4, 3)] * 3 + [(9, 2, 4, 3)] * 3
    np.testing.assert_array_equal(previews[-1], draft_preview(pack, draft))
    # 0 is the middle grey of [-1, 1], and the ramp of 0.125 a frame brightens it.
    np.testing.assert_array_equal(previews[-1][:3, 0, 0, 0], [128, 143, 159])


def test_a_long_clip_goes_on_from_window_to_window(tmp_path):
    """The model adds 0.125 a frame to its first frame: across every seam the ramp goes on."""
    pack = pack_of(tmp_path, noise_share=0.0)
    request = make_request(pack, "", seed=5, duration_s=3.5, guidance=1.0)
    draft = run_draft(cpu_sessions(), pack, request, COND, UNCOND)
    ramp = 0.125 * np.arange(15)[:, None, None, None] * np.ones((1, 4, 2, 4))
    np.testing.assert_allclose(draft, ramp, rtol=1e-6)


def test_what_comes_later_leaves_a_window_as_it_was(tmp_path):
    pack = pack_of(tmp_path)
    short, long = (make_request(pack, "", seed=5, duration_s=seconds) for seconds in (1.0, 2.0))
    drafts = [run_draft(cpu_sessions(), pack, request, COND, UNCOND) for request in (short, long)]
    np.testing.assert_array_equal(drafts[0], drafts[1][:5])


def test_a_clip_begins_with_the_frame_it_is_given(tmp_path):
    pack = pack_of(tmp_path, noise_share=0.0)
    request = make_request(pack, "", seed=5, duration_s=1.0, guidance=1.0, first_frame="its sha256")
    given = np.linspace(-1, 1, 32, dtype=np.float32).reshape(4, 2, 4)
    draft = run_draft(cpu_sessions(), pack, request, COND, UNCOND, first_frame=given)
    np.testing.assert_allclose(draft[0], given)
    np.testing.assert_allclose(draft[4], given + 0.5, rtol=1e-5, atol=1e-6)


def test_a_pack_that_cannot_continue_says_how_long_it_can(tmp_path):
    pack = pack_of(tmp_path, without_first_frame=True)
    request = make_request(pack, "", seed=5, duration_s=1.0)
    assert run_draft(cpu_sessions(), pack, request, COND, UNCOND).shape[0] == 5
    with pytest.raises(GenerationError) as caught:
        run_draft(cpu_sessions(), pack, replace(request, frame_count=9), COND, UNCOND)
    assert "under 1 s" in caught.value.hint


@pytest.mark.parametrize("watched", [True, False])
def test_a_draft_that_is_no_number_is_refused(tmp_path, watched: bool):
    pack = pack_of(tmp_path, blank="draft")
    request = make_request(pack, "", seed=5, duration_s=1.0)
    with pytest.raises(GenerationError, match=r"blank \(numeric overflow in the draft stage\)"):
        run_draft(cpu_sessions(), pack, request, COND, UNCOND, on_step=(lambda done: None) if watched else None)


def test_the_prompt_steers_the_draft(tmp_path):
    pack = pack_of(tmp_path)
    sessions = cpu_sessions()
    drafts = []
    for prompt in ("a red candle", "snow"):
        request = make_request(pack, prompt, seed=5, duration_s=1.0)
        cond, uncond = encode_text(sessions, pack, prompt), encode_text(sessions, pack, "")
        drafts.append(run_draft(sessions, pack, request, cond, uncond))
    assert not np.allclose(drafts[0], drafts[1])


@pytest.mark.parametrize(
    ("frame_count", "chain"),
    [
        (1, [(0, 1)]),
        (2, [(0, 2)]),
        (5, [(0, 5)]),
        (6, [(0, 3), (2, 6)]),
        (9, [(0, 5), (4, 9)]),
        (10, [(0, 4), (3, 7), (6, 10)]),
        (13, [(0, 5), (4, 9), (8, 13)]),
    ],
)
def test_windows_cover_a_clip_evenly(frame_count: int, chain: list[tuple[int, int]]):
    found = windows(frame_count, frames_max=5)
    assert found == tuple(Window(start, stop) for start, stop in chain)


def test_a_frame_keeps_the_time_it_was_drawn_at():
    np.testing.assert_array_equal(
        clip_times(windows(9, frames_max=5), 4.0), [0, 0.25, 0.5, 0.75, 1.0, 0.25, 0.5, 0.75, 1.0]
    )
