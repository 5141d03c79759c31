# pyright: basic, reportMissingImports=false
"""Stable Cascade compared with diffusers' own pipelines: its prior as stage B, its decoder and VQGAN as stage C."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sora_studio.errors import PackError
from sora_studio.inference.clip import Floats
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pack_digest import pack_digest
from sora_studio.inference.packs import load_pack
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import GenerationRequest, make_request
from sora_studio.inference.stage import noise_for
from tests.conversion.conftest import Made
from tests.conversion.parity import FRAME_TOLERANCE, PROMPT, TOLERANCE, layout, states_seen
from tests.inference.tiny_pack import cpu_sessions

PIPELINE = "diffusers.pipelines.stable_cascade.pipeline_stable_cascade"
SCHEDULER = "diffusers.schedulers.scheduling_ddpm_wuerstchen"
SIZE, STEPS, DECODER_STEPS = (256, 128), 8, 5


@pytest.mark.parametrize("negative", ["", "blue, blurred"])
@pytest.mark.parametrize(("guidance", "decoder_guidance"), [(1.0, 1.0), (7.5, 1.0), (7.5, 2.0)])
def test_both_stages_are_those_of_diffusers(
    made: Callable[[str], Made], guidance: float, decoder_guidance: float, negative: str
) -> None:
    tiny = made("combined_cascade")
    pack = _at(load_pack(tiny.converted), decoder_guidance)
    asked = {"seed": 5, "duration_s": 1, "steps": STEPS, "refine_steps": DECODER_STEPS, "guidance": guidance}
    request = make_request(pack, PROMPT, negative=negative, film_size=SIZE, **asked)
    ours, draft_shape, frames = _rendered(pack, request)
    theirs, pictures = _reference(tiny.checkpoint, pack, request, draft_shape)
    assert len(ours) == len(theirs) == STEPS + DECODER_STEPS
    worst = max(float(np.abs(own - found).max() / np.abs(own).max()) for own, found in zip(ours, theirs, strict=True))
    differ = float(np.abs(frames.astype(float) - pictures * 255).max())
    print(f"\nparity guidance {guidance}, {decoder_guidance}: {worst:.1e}, frames {differ:.2f} of 255")
    assert worst <= TOLERANCE
    assert frames.std() > 1
    assert differ <= FRAME_TOLERANCE


def test_texts_are_read_as_diffusers_reads_them(made: Callable[[str], Made]) -> None:
    torch, tiny = import_module("torch"), made("combined_cascade")
    pipeline, pack = _pipeline(tiny.checkpoint), load_pack(tiny.converted)
    for text in (PROMPT, "", "Don't   stop: 42 candles!", "red " * 100, "naïve ÉTÉ"):
        with torch.no_grad():
            states, pooled, *_ = pipeline.prior_pipe.encode_prompt("cpu", 1, 1, False, prompt=text)
        ours = encode_text(cpu_sessions(), pack, text)
        np.testing.assert_allclose(ours[pack.encode.output], states.numpy(), atol=1e-5)
        np.testing.assert_allclose(ours[pack.encode.pooled], pooled[0].numpy(), atol=1e-5)


def test_a_decoder_without_its_prior_is_refused(made: Callable[[str], Made], tmp_path: Path) -> None:
    tiny = made("stable_cascade")
    scheduler = import_module("diffusers").DDPMWuerstchenScheduler()
    folder = tmp_path / "cascade"
    layout(tiny.checkpoint, tiny.converted, folder, scheduler)
    (folder / "prior").rename(folder / "elsewhere")
    with pytest.raises(PackError, match="cascade is the decoder of Stable Cascade alone") as caught:
        load_pack(folder)
    assert "stable-cascade-prior" in caught.value.hint


def test_a_scheduler_of_other_models_is_refused(made: Callable[[str], Made], tmp_path: Path) -> None:
    tiny = made("stable_cascade")
    scheduler = import_module("diffusers").EulerDiscreteScheduler()
    with pytest.raises(PackError, match="EulerDiscreteScheduler can't draw with this model") as caught:
        layout(tiny.checkpoint, tiny.converted, tmp_path / "cascade", scheduler)
    assert "DDPMWuerstchenScheduler" in caught.value.hint


@cache
def _pipeline(checkpoint: Path) -> Any:
    """The saved parts, one by one: an index names the class of one by a module that is no longer where it was."""
    diffusers, transformers = import_module("diffusers"), import_module("transformers")
    paella = import_module("diffusers.pipelines.deprecated.wuerstchen.modeling_paella_vq_model")
    unet, scheduler = diffusers.StableCascadeUNet, diffusers.DDPMWuerstchenScheduler
    encoder, tokenizer = transformers.CLIPTextModelWithProjection, transformers.CLIPTokenizer
    kinds = {"decoder": unet, "scheduler": scheduler, "text_encoder": encoder, "tokenizer": tokenizer}
    kinds |= {"vqgan": paella.PaellaVQModel, "prior_prior": unet, "prior_scheduler": scheduler}
    kinds |= {"prior_text_encoder": encoder, "prior_tokenizer": tokenizer}
    parts = {part: kind.from_pretrained(checkpoint / part) for part, kind in kinds.items()}
    pipeline = diffusers.StableCascadeCombinedPipeline(**parts)
    for each in (pipeline.prior_pipe, pipeline.decoder_pipe):
        each.set_progress_bar_config(disable=True)
    return pipeline


def _at(pack: ModelPack, decoder_guidance: float) -> ModelPack:
    """The pack at a small size, its stage C guided as much as that."""
    refine = replace(pack.refine, guidance=decoder_guidance)
    digest = pack_digest(pack.encode, pack.draft, None, refine)
    return replace(pack, refine=refine, native_sizes=(SIZE,), digest=digest)


def _rendered(pack: ModelPack, request: GenerationRequest) -> tuple[list[Floats], tuple[int, ...], np.ndarray]:
    """The states of both stages, the draft's shape and the frames."""
    sessions = cpu_sessions()
    cond, uncond = (encode_text(sessions, pack, text) for text in (request.prompt, request.negative))
    with states_seen() as seen:
        draft = run_draft(sessions, pack, request, cond, uncond)
        frames = run_refine(sessions, pack, request, draft, cond, uncond)
    return seen, draft.shape, frames


def _reference(
    checkpoint: Path, pack: ModelPack, request: GenerationRequest, draft_shape: tuple[int, ...]
) -> tuple[list[Floats], np.ndarray]:
    """What the pipeline passes through, and gives, from our noise."""
    torch, pipeline = import_module("torch"), _pipeline(checkpoint)
    shape = (1, 4, request.height // 4, request.width // 4)
    draft = noise_for(pack.draft, request.seed, 0, draft_shape, "draft")
    refine = noise_for(pack.refine, request.seed, 0, shape, "refine")
    drawn = chain((draft(step) for step in range(STEPS)), (refine(step) for step in range(DECODER_STEPS)))
    theirs: list[Floats] = []

    def note(_: Any, step: int, timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        theirs.append(tensors["latents"].numpy().copy())
        return tensors

    def noise_of(array: Floats) -> Any:
        return torch.from_numpy(array.copy())

    with pytest.MonkeyPatch.context() as patch, torch.no_grad():
        patch.setattr(import_module(SCHEDULER), "randn_tensor", lambda *_, **__: noise_of(next(drawn)))
        patch.setattr(import_module(PIPELINE), "randn_tensor", lambda *_, **__: noise_of(refine("start")))
        pictures = pipeline(
            PROMPT,
            negative_prompt=request.negative or None,
            height=request.height,
            width=request.width,
            prior_num_inference_steps=STEPS,
            prior_guidance_scale=request.guidance,
            num_inference_steps=DECODER_STEPS,
            decoder_guidance_scale=pack.refine.guidance,
            latents=noise_of(draft("start")),
            prior_callback_on_step_end=note,
            callback_on_step_end=note,
            output_type="np",
        ).images
    return theirs, pictures
