# pyright: basic, reportMissingImports=false
"""A still drawn over the one before it, or over a given picture, as diffusers' pipelines from picture to picture do."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sora_studio.inference.clip import Floats, from_axes
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.given_picture import as_first_frame, picture_sides
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.request import GenerationRequest, make_request
from sora_studio.inference.stage import noise_for
from tests.conversion.conftest import Made
from tests.conversion.parity import PROMPT, SIZE, TOLERANCE, Case, layout, only_decoded, pipeline_of, smooth_picture
from tests.inference.tiny_pack import cpu_sessions

STEPS = 7
EULER = Case("EulerDiscreteScheduler", {"timestep_spacing": "leading", "steps_offset": 1})
FLOW = Case("FlowMatchEulerDiscreteScheduler", {"shift": 3.0})
# A family, the pipeline from picture to picture, and its scheduler.
FAMILIES = [
    ("stable_diffusion", "StableDiffusionImg2ImgPipeline", EULER),
    ("stable_diffusion", "StableDiffusionImg2ImgPipeline", Case("DPMSolverMultistepScheduler")),
    ("stable_diffusion_xl", "StableDiffusionXLImg2ImgPipeline", EULER),
    ("stable_diffusion_3", "StableDiffusion3Img2ImgPipeline", FLOW),
    ("flux", "FluxImg2ImgPipeline", FLOW),
]


@pytest.mark.parametrize("negative", ["", "blue, blurred"])
@pytest.mark.parametrize(("family", "kind", "case"), FAMILIES, ids=str)
def test_a_still_that_goes_on_is_drawn_over_the_one_before_as_in_diffusers(
    made: Callable[[str], Made], tmp_path: Path, family: str, kind: str, case: Case, negative: str
) -> None:
    torch, tiny = import_module("torch"), made(family)
    pipeline = pipeline_of(tiny.checkpoint, case, kind)
    pack = only_decoded(layout(tiny.checkpoint, tiny.converted, tmp_path / "tiny", pipeline.scheduler), SIZE)
    request = make_request(
        pack, PROMPT, seed=5, duration_s=1, negative=negative, steps=STEPS, guidance=3.0, first_frame="before"
    )
    sessions = cpu_sessions()
    _, uncond = (encode_text(sessions, pack, text) for text in (request.prompt, request.negative))
    before = run_draft(sessions, pack, make_request(pack, "blue", seed=9, duration_s=1, steps=4), uncond, uncond)
    assert_drawn_over(pipeline, pack, request, before[-1], torch.from_numpy(before))


@pytest.mark.parametrize(("family", "kind", "case"), FAMILIES, ids=str)
def test_a_still_is_drawn_over_a_given_picture_as_in_diffusers(
    made: Callable[[str], Made], tmp_path: Path, family: str, kind: str, case: Case
) -> None:
    tiny = made(family)
    pipeline = pipeline_of(tiny.checkpoint, case, kind)
    pack = only_decoded(layout(tiny.checkpoint, tiny.converted, tmp_path / "tiny", pipeline.scheduler), SIZE)
    request = make_request(pack, PROMPT, seed=5, duration_s=1, steps=STEPS, guidance=3.0, sketch="a picture")
    assert (request.height, request.width) == picture_sides(pack, request)
    picture = smooth_picture(request.height, request.width)
    latent = as_first_frame(cpu_sessions(), pack, picture)
    assert_drawn_over(pipeline, pack, request, latent, import_module("PIL.Image").fromarray(picture))


def assert_drawn_over(pipeline: Any, pack: ModelPack, request: GenerationRequest, begin: Floats, image: Any) -> None:
    """What we draw over the latent `begin` is what the pipeline draws over the `image`, from the same noise."""
    torch, sessions, strength = import_module("torch"), cpu_sessions(), pack.draft.first_frame_strength
    cond, uncond = (encode_text(sessions, pack, text) for text in (request.prompt, request.negative))
    ours = run_draft(sessions, pack, request, cond, uncond, first_frame=begin)
    noise = noise_for(pack.draft, request.seed, 0, ours.shape, "draft")
    own = from_axes(noise("start"), pack.draft.axes, ours.shape)
    module = import_module(type(pipeline).__module__)
    with pytest.MonkeyPatch.context() as patch, torch.no_grad():
        patch.setattr(module, "randn_tensor", lambda *_, **__: torch.from_numpy(own.copy()))
        # They take a sample of what the encoder says; both are given the middle of it.
        patch.setattr(module, "retrieve_latents", lambda encoder_output, *_, **__: encoder_output.latent_dist.mode())
        theirs = pipeline(
            PROMPT,
            **({"negative_prompt": request.negative} if request.negative else {}),
            image=image,
            strength=strength,
            num_inference_steps=round(STEPS / strength),
            guidance_scale=request.guidance,
            height=request.height,
            width=request.width,
            output_type="latent",
        ).images.numpy()
    theirs = from_axes(theirs, pack.draft.axes, ours.shape)
    worst = float(np.abs(ours - theirs).max() / np.abs(ours).max())
    print(f"\ndrawn over {type(pipeline).__name__}: {worst:.1e}")
    assert worst <= TOLERANCE
