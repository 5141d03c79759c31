# pyright: basic, reportMissingImports=false
"""A clip that begins with a given picture, compared with diffusers' pipelines from picture to clip."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sora_studio.errors import PackError
from sora_studio.inference.beginning import encoded
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Floats, from_pictures
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.first_frame import last_frame
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.packs import load_pack
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import make_request
from sora_studio.inference.session import SessionCache
from sora_studio.inference.stage import noise_for
from tests.conversion.clip_models import LTX, LTX_LATER, WAN_LATER, ClipModel
from tests.conversion.conftest import Made
from tests.conversion.parity import (
    FLOW_CASES,
    FRAME_TOLERANCE,
    PROMPT,
    TOLERANCE,
    Case,
    layout,
    one_run_s,
    only_decoded,
    pipeline_of,
    smooth_picture,
    with_plain_prompts,
)
from tests.inference.tiny_pack import cpu_sessions

# A model, the pipeline from picture to clip, and a scheduler.
RUNS = [
    (WAN_LATER, "WanImageToVideoPipeline", FLOW_CASES[2]),
    (WAN_LATER, "WanImageToVideoPipeline", FLOW_CASES[0]),
    (LTX, "LTXImageToVideoPipeline", LTX.cases[-1]),
    (LTX, "LTXImageToVideoPipeline", LTX.cases[3]),
    (LTX_LATER, "LTXConditionPipeline", LTX_LATER.cases[0]),
]


@pytest.mark.parametrize("negative", ["", "blue, blurred"])
@pytest.mark.parametrize("guidance", [1.0, 7.5])
@pytest.mark.parametrize(("model", "kind", "case"), RUNS, ids=str)
def test_a_clip_from_a_picture_is_that_of_diffusers(
    made: Callable[[str], Made],
    tmp_path: Path,
    model: ClipModel,
    kind: str,
    case: Case,
    guidance: float,
    negative: str,
) -> None:
    tiny, size = made(model.name), model.other["size"]
    pipeline = pipeline_of(tiny.checkpoint, case, kind)
    pack = only_decoded(layout(tiny.checkpoint, tiny.converted, tmp_path / "tiny", pipeline.scheduler), size)
    asked: dict[str, Any] = {"negative": negative, "steps": 8, "guidance": guidance, "first_frame": "a picture"}
    request = make_request(pack, PROMPT, seed=5, duration_s=one_run_s(pack), film_size=(64, 36), **asked)
    sessions, picture = cpu_sessions(), smooth_picture(request.height, request.width)
    cond, uncond = (encode_text(sessions, pack, text) for text in (request.prompt, request.negative))
    given = from_pictures(picture[np.newaxis])
    ours = run_draft(sessions, pack, request, cond, uncond, first_frame=given[0])
    frames = run_refine(sessions, pack, request, ours, cond, uncond)
    noise = noise_for(pack.draft, request.seed, 0, ours.shape, "draft")("start")
    other = {"negative_prompt": negative} if negative else {}
    asked = {**other, "num_inference_steps": 8, "guidance_scale": guidance, "num_frames": request.frame_count}
    theirs = _reference(pipeline, picture, noise, asked)
    np.testing.assert_array_equal(ours[0], _latent(sessions, pack, given))
    differ = np.abs(frames.astype(float) - theirs * 255).max()
    print(f"\nfrom a picture, {model} guidance {guidance} negative {bool(negative)}: frames {differ:.2f} of 255")
    assert frames.std() > 1
    assert differ <= FRAME_TOLERANCE


@pytest.mark.parametrize("model", [WAN_LATER, LTX], ids=str)
def test_a_shot_that_goes_on_begins_with_the_last_picture_of_the_one_before(
    made: Callable[[str], Made], model: ClipModel
) -> None:
    pack, sessions = load_pack(made(model.name).converted), cpu_sessions()
    before = make_request(pack, PROMPT, seed=5, duration_s=one_run_s(pack), steps=2)
    cond, uncond = (encode_text(sessions, pack, text) for text in (PROMPT, ""))
    draft = run_draft(sessions, pack, before, cond, uncond)
    first = last_frame(sessions, pack, before, draft)
    pictures = run_refine(sessions, pack, before, draft, cond, uncond)
    np.testing.assert_array_equal(first, from_pictures(pictures[-1:])[0])
    after = replace(before, seed=6, first_frame="before")
    ours = run_draft(sessions, pack, after, cond, uncond, first_frame=first)
    anew = run_draft(sessions, pack, after, cond, uncond)
    np.testing.assert_array_equal(ours[0], _latent(sessions, pack, first[np.newaxis]))
    # What comes after it heeds it, too.
    assert np.abs(ours[1:] - anew[1:]).max() > 100 * TOLERANCE * np.abs(anew).max()


def test_a_folder_without_its_encoder_is_refused(made: Callable[[str], Made], tmp_path: Path) -> None:
    tiny = made(LTX.name)
    scheduler = pipeline_of(tiny.checkpoint, LTX.cases[0], LTX.kind).scheduler
    layout(tiny.checkpoint, tiny.converted, tmp_path / "tiny", scheduler)
    (tmp_path / "tiny/vae_encoder/model.onnx").rename(tmp_path / "aside.onnx")
    with pytest.raises(PackError, match=r"has no vae_encoder/model\.onnx") as caught:
        load_pack(tmp_path / "tiny")
    assert "sora-studio packs convert" in caught.value.hint


def _latent(sessions: SessionCache, pack: ModelPack, picture: Floats) -> Floats:
    assert pack.draft.encoder is not None
    return encoded(sessions, pack.draft.encoder, picture, CancelToken())[0]


def _reference(pipeline: Any, picture: np.ndarray, noise: Floats, asked: dict[str, Any]) -> np.ndarray:
    """Frames (F, H, W, 3) from 0 to 1, from our noise."""
    torch, image = import_module("torch"), import_module("PIL.Image").fromarray(picture)
    module = import_module(type(pipeline).__module__)
    with pytest.MonkeyPatch.context() as patch, torch.no_grad():
        patch.setattr(module, "randn_tensor", lambda *_, **__: torch.from_numpy(noise.copy()))
        # One family takes a sample of what its encoder says; both are given the middle of it.
        patch.setattr(module, "retrieve_latents", lambda encoder_output, *_, **__: encoder_output.latent_dist.mode())
        with_plain_prompts(module, patch)
        height, width = picture.shape[:2]
        # One shows its model the picture with noise, unless it is told not to.
        told = {"image_cond_noise_scale": 0.0} if type(pipeline).__name__ == "LTXConditionPipeline" else {}
        made = pipeline(image=image, prompt=PROMPT, height=height, width=width, output_type="np", **asked, **told)
    return made.frames[0]
