# pyright: basic, reportMissingImports=false
"""Stable Diffusion rendered by us from what we converted it to, and by diffusers' own pipeline, from the same noise."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from sora_studio.inference.encode import encode_text
from sora_studio.inference.latents import enlarged
from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import make_request
from sora_studio.inference.stage import noise_for
from tests.conversion.conftest import Made
from tests.conversion.parity import (
    CASES,
    FRAME_TOLERANCE,
    PROMPT,
    Case,
    assert_parity,
    layout,
    pipeline_of,
    rendered,
)
from tests.inference.tiny_pack import cpu_sessions


@pytest.mark.parametrize("negative", ["", "blue, blurred"])
@pytest.mark.parametrize("guidance", [1.0, 7.5])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_draft_and_its_frames_are_those_of_diffusers(
    checkpoint: Path, converted: Path, tmp_path: Path, case: Case, guidance: float, negative: str
) -> None:
    pipeline = pipeline_of(checkpoint, case)
    assert_parity(pipeline, checkpoint, converted, tmp_path, case, guidance, negative)


@pytest.mark.parametrize("guidance", [1.0, 7.5])
def test_a_consistency_model_that_is_told_the_guidance_draws_as_in_diffusers(
    made: Callable[[str], Made], tmp_path: Path, guidance: float
) -> None:
    tiny, case = made("latent_consistency"), Case("LCMScheduler")
    pipeline = pipeline_of(tiny.checkpoint, case, "LatentConsistencyModelPipeline")
    assert_parity(pipeline, tiny.checkpoint, tiny.converted, tmp_path, case, guidance, "")


def test_a_refined_picture_is_that_of_diffusers_from_a_given_one(
    checkpoint: Path, converted: Path, tmp_path: Path
) -> None:
    torch, case = import_module("torch"), Case("EulerDiscreteScheduler", {"timestep_spacing": "leading"})
    pipeline = pipeline_of(checkpoint, case, "StableDiffusionImg2ImgPipeline")
    pack = layout(checkpoint, converted, tmp_path / "tiny-sd", pipeline.scheduler)
    request = make_request(pack, PROMPT, seed=5, duration_s=1, steps=4, refine_steps=4, film_size=(64, 36))
    _, draft, frames = rendered(pack, request)
    large = enlarged(draft, request.height // 2, request.width // 2)
    noise = noise_for(pack.refine, request.seed, 0, large.shape, "refine")
    module = import_module("diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion_img2img")
    with pytest.MonkeyPatch.context() as patch, torch.no_grad():
        patch.setattr(module, "randn_tensor", lambda *_, **__: torch.from_numpy(noise("start").copy()))
        pictures = pipeline(
            PROMPT,
            image=torch.from_numpy(large),
            strength=pack.refine.strength,
            num_inference_steps=8,
            guidance_scale=request.guidance,
            output_type="np",
        ).images
    assert np.abs(frames.astype(float) - pictures * 255).max() <= FRAME_TOLERANCE


def test_texts_are_read_as_diffusers_reads_them(checkpoint: Path, converted: Path) -> None:
    torch, pipeline = import_module("torch"), pipeline_of(checkpoint, CASES[0])
    pack = load_pack(converted)
    for text in (PROMPT, "", "Don't   stop: 42 candles!", "red " * 100, "naïve ÉTÉ"):
        with torch.no_grad():
            theirs = pipeline.encode_prompt(text, "cpu", 1, False)[0].numpy()
        ours = encode_text(cpu_sessions(), pack, text)["last_hidden_state"]
        np.testing.assert_allclose(ours, theirs, atol=1e-5)
