"""Steps left out: what a model adds to its input is taken over, and nothing changes while the cache is off."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.device_math import HostMath
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.events import StepDone
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.packs import load_pack
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import GenerationRequest, make_request
from sora_studio.inference.sampling import Sampler
from sora_studio.inference.stage import denoising_of, noise_for, plan_for
from tests.inference.tiny_pack import Tiny, cpu_sessions, make_pack
from tests.inference.tiny_pipeline import make_pipeline

BUNDLED = Path(__file__).parents[2] / "models" / "sketch"
SHAPE = (5, 4, 2, 4)
STEPS = 20


def drawn(pack: ModelPack, request: GenerationRequest) -> tuple[np.ndarray, list[bool]]:
    """The draft, and of each step whether it was left out."""
    sessions, told = cpu_sessions(), list[StepDone]()
    cond, uncond = encode_text(sessions, pack, request.prompt), encode_text(sessions, pack, "")
    before = sessions.runs
    draft = run_draft(sessions, pack, request, cond, uncond, on_step=told.append, previews=False)
    filmed = 0 if pack.decode is None else -(-len(draft) // pack.decode.frames_per_run)
    sides = 1 if request.guidance == 1.0 else 2
    left_out = [step.left_out for step in told]
    assert sessions.runs - before == sides * left_out.count(False) + filmed
    return draft, left_out


@pytest.mark.parametrize("guidance", [1.0, 3.0])
@pytest.mark.parametrize("sampler", ["euler", "heun", "dpmpp_2m", "unipc", "euler_ancestral"])
def test_where_a_model_adds_the_same_at_every_step_nothing_is_lost(
    tmp_path: Path, sampler: str, guidance: float
) -> None:
    # denoised = sample + what depends on the text alone
    pack = load_pack(make_pack(tmp_path / "tiny", Tiny(noise_share=1.0)))
    request = make_request(pack, "red", seed=4, duration_s=1, steps=STEPS, sampler=sampler, guidance=guidance)
    exact, all_made = drawn(pack, request)
    cached, left_out = drawn(pack, replace(request, step_cache=1.0))
    assert not any(all_made)
    rows = len(left_out)
    assert left_out.count(True) > rows / 2
    assert not any(left_out[: round(0.15 * rows)])
    assert not left_out[-1]
    np.testing.assert_allclose(cached, exact, rtol=1e-4, atol=1e-4)


def test_each_run_of_a_sampler_looks_for_itself(tmp_path: Path) -> None:
    stage = load_pack(make_pack(tmp_path / "tiny", Tiny(prediction="velocity"))).draft
    fixed = {
        "concepts": np.ones((1, 3), np.float32),
        "frame_times": np.arange(5, dtype=np.float32),
        "first_frame": np.zeros((1, *SHAPE[1:]), np.float32),
        "has_first_frame": np.zeros(1, np.float32),
    }
    plan = plan_for(stage.diffusion, "euler", STEPS)
    with cpu_sessions().lease(stage.model) as model:
        sampler = Sampler(model, HostMath(), denoising_of(stage, fixed, step_cache=0.3), (1, *SHAPE))
        first, _, again = (
            sampler.run(plan, noise_for(stage, seed, 0, SHAPE, "draft"), CancelToken()).copy() for seed in (3, 4, 3)
        )
        assert model.runs < 3 * STEPS
    np.testing.assert_array_equal(first, again)


def test_a_still_that_is_refined_in_latents_leaves_steps_out_in_both_stages(tmp_path: Path) -> None:
    pack = load_pack(make_pipeline(tmp_path / "tiny-sd"))
    request = make_request(pack, "red", seed=3, duration_s=1, steps=STEPS, refine_steps=STEPS, guidance=2.0)
    made = list[np.ndarray]()
    for threshold in (0.0, 0.3):
        asked, told, sessions = replace(request, step_cache=threshold), list[StepDone](), cpu_sessions()
        cond, uncond = encode_text(sessions, pack, "red"), encode_text(sessions, pack, "")
        draft = run_draft(sessions, pack, asked, cond, uncond, on_step=told.append, previews=False)
        made.append(run_refine(sessions, pack, asked, draft, cond, uncond, on_step=told.append))
        left_out = {stage: sum(step.left_out for step in told if step.stage == stage) for stage in ("draft", "refine")}
        # Two texts, one model run a step with the prompt and without, one of the decoder.
        assert sessions.runs == 2 + (2 * STEPS - sum(left_out.values())) + 1
        assert all(left_out.values()) == (threshold > 0)
    assert made[0].shape == made[1].shape
    assert not np.array_equal(made[0], made[1])


def test_the_bundled_pack_leaves_out_more_the_more_it_may_and_stays_near() -> None:
    pack = load_pack(BUNDLED)
    request = make_request(pack, "a boat on the coast at sunset", seed=0, duration_s=1, steps=STEPS)
    exact, _ = drawn(pack, request)
    made, differs = list[int](), list[float]()
    for threshold in (0.02, 0.05, 0.1):
        draft, left_out = drawn(pack, replace(request, step_cache=threshold))
        made.append(left_out.count(False))
        differs.append(float(np.abs(draft - exact).mean()))
    assert STEPS > made[0] > made[1] > made[2]
    assert made[1] <= STEPS // 2
    another, _ = drawn(pack, replace(request, seed=1))
    assert 0.0 < differs[0] < differs[2] < np.abs(another - exact).mean() / 4
