# pyright: basic, reportMissingImports=false
"""LTX-Video's latent upsampler compared with diffusers' own pipeline, and what is drawn over what it enlarged."""

import json
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sora_studio.errors import PackError
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Floats, to_axes
from sora_studio.inference.encode import encode_text
from sora_studio.inference.memory import stage_need
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pack_digest import pack_digest
from sora_studio.inference.packs import load_pack
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import make_request
from sora_studio.inference.stage import noise_for
from sora_studio.inference.upscale import upscaled
from tests.conversion.clip_models import LTX_LATER, as_tokens
from tests.conversion.conftest import Made
from tests.conversion.parity import FRAME_TOLERANCE, PROMPT, TOLERANCE, layout, pipeline_of, states_seen
from tests.inference.tiny_pack import cpu_sessions

AXES, NAME, STEPS, SEED = "BCFHW", "ltx_upsampled", 4, 5


@pytest.fixture
def tiny(made: Callable[[str], Made]) -> Made:
    return made(NAME)


@pytest.fixture
def draft() -> Floats:
    """Latents of nine frames, 4 x 6 of them."""
    return np.random.default_rng(1).normal(0.1, 0.9, (3, 8, 4, 6)).astype(np.float32)


@pytest.mark.parametrize("adain", [0.0, 0.7, 1.0])
def test_latents_are_enlarged_as_in_diffusers(tiny: Made, draft: Floats, adain: float) -> None:
    upscaler = load_pack(tiny.converted).refine.upscaler
    assert upscaler is not None
    ours = upscaled(cpu_sessions(), replace(upscaler, adain=adain), draft, CancelToken())
    theirs = _reference(tiny, draft, output_type="latent", adain_factor=adain)
    worst = np.abs(to_axes(ours, AXES) - theirs).max() / np.abs(theirs).max()
    print(f"\nenlarged, adain {adain}: {worst:.1e}")
    assert ours.shape == (3, 8, 8, 12)
    assert worst <= TOLERANCE


def test_enlarged_latents_are_decoded_as_in_diffusers(tiny: Made, draft: Floats) -> None:
    pack = _drawn_over(load_pack(tiny.converted), 0.0)
    frames = _finished(pack, draft)
    theirs = _reference(tiny, draft, output_type="np")[0]
    differ = np.abs(frames.astype(float) - theirs * 255).max()
    print(f"\nenlarged and decoded: {differ:.2f} of 255")
    assert frames.shape == theirs.shape
    assert frames.std() > 1
    assert differ <= FRAME_TOLERANCE


@pytest.mark.parametrize("guidance", [1.0, 3.0])
def test_enlarged_latents_are_drawn_over_as_in_diffusers(tiny: Made, draft: Floats, guidance: float) -> None:
    torch, pack = import_module("torch"), load_pack(tiny.converted)
    pipeline = pipeline_of(tiny.checkpoint, LTX_LATER.cases[0], LTX_LATER.kind)
    assert (pack.refine.strength, pack.refine.diffusion.steps) == (0.4, STEPS)
    with states_seen() as ours:
        frames = _finished(pack, draft, guidance)
    large = _reference(tiny, draft, output_type="latent")
    noise = noise_for(pack.refine, SEED, 0, (3, 8, 8, 12), "refine")("start")
    theirs = list[Floats]()

    def note(_: Any, step: int, timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        theirs.append(tensors["latents"].numpy().copy())
        return tensors

    with pytest.MonkeyPatch.context() as patch, torch.no_grad():
        patch.setattr(import_module(type(pipeline).__module__), "randn_tensor", lambda *_, **__: _torch_of(noise))
        pictures = pipeline(
            prompt=PROMPT,
            negative_prompt="blue",
            latents=torch.from_numpy(large),
            denoise_strength=0.4,
            num_inference_steps=10,
            guidance_scale=guidance,
            num_frames=9,
            height=frames.shape[1],
            width=frames.shape[2],
            callback_on_step_end=note,
            output_type="np",
        ).frames[0]
    assert len(ours) == len(theirs) == STEPS
    worst = max(
        float(np.abs(as_tokens(own) - found).max() / np.abs(own).max()) for own, found in zip(ours, theirs, strict=True)
    )
    differ = np.abs(frames.astype(float) - pictures * 255).max()
    print(f"\nenlarged and drawn over, guidance {guidance}: {worst:.1e}, frames {differ:.2f} of 255")
    assert worst <= TOLERANCE
    assert differ <= FRAME_TOLERANCE


def test_pictures_are_twice_as_large_and_what_enlarges_them_is_reckoned(made: Callable[[str], Made]) -> None:
    plain, larger = load_pack(made(LTX_LATER.name).converted), load_pack(made(NAME).converted)
    assert larger.native_sizes == tuple((2 * width, 2 * height) for width, height in plain.native_sizes)
    assert larger.draft.latent_scale == 2 * plain.draft.latent_scale
    assert (larger.draft.latents_max, larger.draft.guidance) == (plain.draft.latents_max, plain.draft.guidance)
    assert "Stage C makes each 2 times as large" in larger.description
    upscaler = larger.refine.upscaler
    assert upscaler is not None
    assert upscaler.model in larger.refine.models
    heavy = replace(upscaler, model=replace(upscaler.model, size_bytes=10**9))
    larger = replace(larger, refine=replace(larger.refine, upscaler=heavy))
    need = stage_need(larger, make_request(larger, "", seed=0, duration_s=1.0), "refine")
    assert need.model == heavy.model
    assert need.working_bytes


def test_one_of_another_model_or_in_time_is_refused(tiny: Made, tmp_path: Path) -> None:
    from sora_studio.conversion.families.ltx_upsampler import ltx_upsampler

    for setting, complaint in (({"temporal_upsample": True}, "enlarges clips in time"), ({"in_channels": 4}, "4 chan")):
        folder = _with_upsampler(tiny, tmp_path / complaint, setting)
        with pytest.raises(PackError, match=complaint) as caught:
            ltx_upsampler(folder)
        assert "spatial upscaler" in caught.value.hint


def test_a_folder_without_its_upsampler_is_refused(tiny: Made, tmp_path: Path) -> None:
    scheduler = pipeline_of(tiny.checkpoint, LTX_LATER.cases[0], LTX_LATER.kind).scheduler
    layout(tiny.checkpoint, tiny.converted, tmp_path / "tiny", scheduler)
    (tmp_path / "tiny/upsampler/latent_upsampler/model.onnx").rename(tmp_path / "aside.onnx")
    with pytest.raises(PackError, match=r"has no upsampler/latent_upsampler/model\.onnx"):
        load_pack(tmp_path / "tiny")


def _drawn_over(pack: ModelPack, strength: float) -> ModelPack:
    refine = replace(pack.refine, strength=strength)
    return replace(pack, refine=refine, digest=pack_digest(pack.encode, pack.draft, None, refine))


def _finished(pack: ModelPack, draft: Floats, guidance: float = 3.0) -> np.ndarray:
    """The frames of a draft of nine, under guidance."""
    sessions, scale = cpu_sessions(), int(pack.draft.latent_scale)
    asked: dict[str, Any] = {"negative": "blue", "guidance": guidance, "duration_s": 8 / 25}
    request = make_request(pack, PROMPT, seed=SEED, **asked)
    request = replace(request, height=draft.shape[2] * scale, width=draft.shape[3] * scale)
    cond, uncond = (encode_text(sessions, pack, text) for text in (request.prompt, request.negative))
    return run_refine(sessions, pack, request, draft, cond, uncond)


def _reference(tiny: Made, draft: Floats, **asked: Any) -> np.ndarray:
    torch, diffusers = import_module("torch"), import_module("diffusers")
    pipeline = diffusers.LTXLatentUpsamplePipeline.from_pretrained(tiny.checkpoint / "upsampler", local_files_only=True)
    with torch.no_grad():
        made = pipeline(latents=torch.from_numpy(to_axes(draft, AXES).copy()), height=32, width=32, **asked).frames
    return np.asarray(made)


def _torch_of(tensor: Floats) -> Any:
    return import_module("torch").from_numpy(np.ascontiguousarray(tensor))


def _with_upsampler(tiny: Made, folder: Path, setting: dict[str, Any]) -> Path:
    """The checkpoint's VAE, and an upsampler otherwise than it should be."""
    module = import_module("diffusers.pipelines.ltx.modeling_latent_upsampler")
    folder.mkdir()
    (folder / "vae").symlink_to(tiny.checkpoint / "vae")
    settings = json.loads((tiny.checkpoint / "upsampler/latent_upsampler/config.json").read_text())
    told = {name: value for name, value in settings.items() if not name.startswith("_")}
    module.LTXLatentUpsamplerModel(**{**told, **setting}).save_pretrained(folder / "upsampler/latent_upsampler")
    return folder
