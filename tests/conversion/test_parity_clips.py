# pyright: basic, reportMissingImports=false
"""Models of clips compared with diffusers' own pipelines."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from sora_studio.inference.clip import to_axes
from sora_studio.inference.decode import measured
from sora_studio.inference.encode import encode_text
from sora_studio.inference.latents import enlarged
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pack_digest import pack_digest
from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import make_request
from sora_studio.inference.stage import noise_for
from tests.conversion.clip_models import CLIP_MODELS, LTX, LTX_LATER, WAN, ClipModel
from tests.conversion.conftest import Made
from tests.conversion.parity import (
    FRAME_TOLERANCE,
    PROMPT,
    Case,
    assert_parity,
    layout,
    pipeline_of,
    rendered,
    with_plain_prompts,
)
from tests.inference.tiny_pack import cpu_sessions


@pytest.mark.parametrize("negative", ["", "blue, blurred"])
@pytest.mark.parametrize("guidance", [1.0, 7.5])
@pytest.mark.parametrize(("model", "case"), [(model, case) for model in CLIP_MODELS for case in model.cases], ids=str)
def test_a_clip_is_that_of_diffusers(
    made: Callable[[str], Made], tmp_path: Path, model: ClipModel, case: Case, guidance: float, negative: str
) -> None:
    tiny = made(model.name)
    pipeline = pipeline_of(tiny.checkpoint, case, model.kind)
    asked = (pipeline, tiny.checkpoint, tiny.converted, tmp_path, case, guidance, negative)
    assert_parity(*asked, **model.asked(guidance))


@pytest.mark.parametrize(("case", "manner"), [(LTX.cases[2], (8, 1.0)), (LTX.cases[-1], (50, 3.0))], ids=str)
def test_a_distilled_flow_is_known_by_its_scheduler(
    made: Callable[[str], Made], tmp_path: Path, case: Case, manner: tuple[int, float]
) -> None:
    tiny = made(LTX.name)
    scheduler = pipeline_of(tiny.checkpoint, case, LTX.kind).scheduler
    drawn = layout(tiny.checkpoint, tiny.converted, tmp_path / "tiny", scheduler).draft
    assert (drawn.diffusion.steps, drawn.guidance) == manner


@pytest.mark.parametrize("case", WAN.cases[:2], ids=str)
def test_a_draft_that_is_refined_is_enlarged_and_drawn_over_as_in_diffusers(
    made: Callable[[str], Made], tmp_path: Path, case: Case
) -> None:
    torch, tiny, strength, steps = import_module("torch"), made("wan"), 0.5, 4
    pipeline = pipeline_of(tiny.checkpoint, case, "WanVideoToVideoPipeline")
    pack = refined(layout(tiny.checkpoint, tiny.converted, tmp_path / "tiny", pipeline.scheduler), (96, 64), strength)
    asked = {"steps": 3, "refine_steps": steps, "guidance": 3.0, "negative": "blue"}
    request = make_request(pack, PROMPT, seed=5, duration_s=1, **asked)
    _, draft, frames = rendered(pack, request)
    decoder = pack.refine.decoder
    assert decoder is not None
    large = enlarged(draft, request.height // decoder.scale, request.width // decoder.scale)
    given = to_axes(measured(decoder, large), "BCFHW")
    noise = noise_for(pack.refine, request.seed, 0, large.shape, "refine")("start")
    module = import_module(type(pipeline).__module__)
    with pytest.MonkeyPatch.context() as patch, torch.no_grad():
        patch.setattr(module, "randn_tensor", lambda *_, **__: torch.from_numpy(noise.copy()))
        patch.setattr(module, "retrieve_latents", lambda *_, **__: torch.from_numpy(given.copy()))
        with_plain_prompts(module, patch)
        theirs = pipeline(
            [import_module("PIL.Image").new("RGB", (request.width, request.height))] * request.frame_count,
            PROMPT,
            negative_prompt=request.negative,
            height=request.height,
            width=request.width,
            num_inference_steps=round(steps / strength),
            guidance_scale=request.guidance,
            strength=strength,
            output_type="np",
        ).frames[0]
    assert frames.shape == (request.frame_count, request.height, request.width, 3)
    assert frames.std() > 1
    assert np.abs(frames.astype(float) - theirs * 255).max() <= FRAME_TOLERANCE


def refined(pack: ModelPack, size: tuple[int, int], strength: float) -> ModelPack:
    """The pack with drafts of half that size, and a stage C that draws over them."""
    decoder = pack.refine.decoder
    assert decoder is not None
    draft = replace(pack.draft, latent_scale=2 * decoder.scale)
    refine = replace(pack.refine, strength=strength)
    digest = pack_digest(pack.encode, draft, None, refine)
    return replace(pack, draft=draft, refine=refine, native_sizes=(size,), digest=digest)


@pytest.mark.parametrize("model", [LTX, LTX_LATER, WAN], ids=str)
def test_texts_are_read_as_diffusers_reads_them(made: Callable[[str], Made], model: ClipModel) -> None:
    torch, tiny = import_module("torch"), made(model.name)
    pipeline, pack = pipeline_of(tiny.checkpoint, model.cases[0], model.kind), load_pack(tiny.converted)
    asked = {"do_classifier_free_guidance": False, "max_sequence_length": pack.encode.max_tokens}
    for text in (PROMPT, "", "Don't stop: 42 candles!", "red " * 600, "naïve ÉTÉ"):
        with torch.no_grad():
            states, seen, *_ = pipeline.encode_prompt(text, **asked)
        ours = encode_text(cpu_sessions(), pack, text)
        np.testing.assert_allclose(ours[pack.encode.output], states.numpy(), atol=5e-5)
        if pack.encode.pooled:
            np.testing.assert_array_equal(ours[pack.encode.pooled], seen.numpy())
