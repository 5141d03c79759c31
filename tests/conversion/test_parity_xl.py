# pyright: basic, reportMissingImports=false
"""Stable Diffusion XL, its turbo models and Lightning, compared with diffusers' own pipeline."""

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
from tests.conversion.parity import FRAME_TOLERANCE, PROMPT, Case, assert_parity, layout, pipeline_of, rendered
from tests.inference.tiny_pack import cpu_sessions

KIND = "StableDiffusionXLPipeline"
CASES = [
    Case("EulerDiscreteScheduler", {"timestep_spacing": "leading", "steps_offset": 1}),
    # As SDXL-Turbo and Lightning have it.
    Case("EulerAncestralDiscreteScheduler", {"timestep_spacing": "trailing"}),
    Case("EulerDiscreteScheduler", {"timestep_spacing": "trailing"}),
    Case("DPMSolverMultistepScheduler", {"use_karras_sigmas": True}),
    Case("UniPCMultistepScheduler"),
    Case("LCMScheduler"),
]


@pytest.mark.parametrize("negative", ["", "blue, blurred"])
@pytest.mark.parametrize("guidance", [1.0, 7.5])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_draft_and_its_frames_are_those_of_diffusers(
    made: Callable[[str], Made], tmp_path: Path, case: Case, guidance: float, negative: str
) -> None:
    tiny = made("stable_diffusion_xl")
    pipeline = pipeline_of(tiny.checkpoint, case, KIND)
    assert_parity(pipeline, tiny.checkpoint, tiny.converted, tmp_path, case, guidance, negative)


def test_texts_are_read_as_diffusers_reads_them(made: Callable[[str], Made]) -> None:
    torch, tiny = import_module("torch"), made("stable_diffusion_xl")
    pipeline, pack = pipeline_of(tiny.checkpoint, CASES[0], KIND), load_pack(tiny.converted)
    for text in (PROMPT, "Don't   stop: 42 candles!", "red " * 100, "naïve ÉTÉ"):
        with torch.no_grad():
            states, _, pooled, _ = pipeline.encode_prompt(text, device="cpu", do_classifier_free_guidance=False)
        ours = encode_text(cpu_sessions(), pack, text)
        np.testing.assert_allclose(ours[pack.encode.output], states.numpy(), atol=1e-5)
        np.testing.assert_allclose(ours["text_embeds"], pooled.numpy(), atol=1e-5)


@pytest.mark.parametrize("negative", ["", "blue, blurred"])
@pytest.mark.parametrize("guidance", [1.0, 7.5])
@pytest.mark.parametrize("case", [CASES[0], CASES[3], CASES[4]], ids=str)
def test_the_refiner_finishes_as_in_diffusers(
    made: Callable[[str], Made], tmp_path: Path, case: Case, guidance: float, negative: str
) -> None:
    torch, tiny = import_module("torch"), made("refined_xl")
    pipeline = pipeline_of(tiny.checkpoint / "refiner", case, "StableDiffusionXLImg2ImgPipeline")
    pack = layout(tiny.checkpoint, tiny.converted, tmp_path / "tiny-xl", pipeline.scheduler)
    assert pack.refine.model != pack.draft.model
    asked = {"negative": negative, "steps": 2, "refine_steps": 3, "guidance": guidance}
    request = make_request(pack, PROMPT, seed=5, duration_s=1, film_size=(64, 36), **asked)
    _, draft, frames = rendered(pack, request)
    large = enlarged(draft, request.height // 2, request.width // 2)
    noise = noise_for(pack.refine, request.seed, 0, large.shape, "refine")
    module = import_module("diffusers.pipelines.stable_diffusion_xl.pipeline_stable_diffusion_xl_img2img")
    with pytest.MonkeyPatch.context() as patch, torch.no_grad():
        patch.setattr(module, "randn_tensor", lambda *_, **__: torch.from_numpy(noise("start").copy()))
        pictures = pipeline(
            PROMPT,
            negative_prompt=negative or None,
            image=torch.from_numpy(large),
            strength=pack.refine.strength,
            num_inference_steps=10,
            guidance_scale=request.guidance,
            output_type="np",
        ).images
    assert np.abs(frames.astype(float) - pictures * 255).max() <= FRAME_TOLERANCE
