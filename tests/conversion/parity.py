# pyright: basic, reportMissingImports=false
"""How a checkpoint rendered by us is compared with what the pipeline of diffusers makes of it, from the same noise.

Latents after every step agree to 1e-4 of their largest value, finished frames to 2 of 255.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sora_studio.conversion.checkpoint import file_of
from sora_studio.diffusion import make_schedule
from sora_studio.inference.clip import Floats, from_pictures
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.pack_digest import pack_digest
from sora_studio.inference.packs import load_pack
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import GenerationRequest, make_request
from sora_studio.inference.sampling import Sampler
from sora_studio.inference.stage import noise_for
from tests.inference.tiny_pack import cpu_sessions

STEPS = {"LCMScheduler": 4}
SIZE = (24, 16)  # diffusers wants multiples of 8
TOLERANCE, FRAME_TOLERANCE = 1e-4, 2
PROMPT = "A red candle, lit"


@dataclass(frozen=True)
class Case:
    """A scheduler, and settings of its own."""

    scheduler: str
    config: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return "-".join([self.scheduler, *(f"{key}={value}" for key, value in self.config.items())])


CASES = [
    Case("EulerDiscreteScheduler"),
    Case("EulerDiscreteScheduler", {"prediction_type": "v_prediction", "timestep_spacing": "leading"}),
    Case("EulerDiscreteScheduler", {"timestep_spacing": "trailing"}),
    Case("EulerAncestralDiscreteScheduler"),
    Case("DPMSolverMultistepScheduler"),
    Case("DPMSolverMultistepScheduler", {"use_karras_sigmas": True}),
    Case("UniPCMultistepScheduler"),
    Case("LCMScheduler"),
    Case("DDIMScheduler", {"set_alpha_to_one": False, "steps_offset": 1, "clip_sample": False}),
]
BETAS = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "num_train_timesteps": 1000}


def layout(checkpoint: Path, converted: Path, folder: Path, scheduler: Any = None) -> ModelPack:
    """The converted parts laid out as diffusers and Optimum do, read as a pack; with that scheduler, or its own."""
    parts = (file.parent.relative_to(checkpoint).as_posix() for file in checkpoint.rglob("config.json"))
    part_of = {file_of(part): part for part in parts}
    for model in converted.glob("*.onnx"):
        # A VAE is two models.
        part = part_of.get(model.name, model.stem)
        (folder / part).mkdir(parents=True)
        os.link(model, folder / part / "model.onnx")
        os.link(checkpoint / re.sub("vae_.*", "vae", part) / "config.json", folder / part / "config.json")
    for file in checkpoint.glob("*tokenizer*/*"):
        (folder / file.parent.name).mkdir(exist_ok=True)
        os.link(file, folder / file.parent.name / file.name)
    os.link(checkpoint / "model_index.json", folder / "model_index.json")
    for file in checkpoint.rglob("scheduler_config.json"):
        shutil.copytree(file.parent, folder / file.parent.relative_to(checkpoint))
        if scheduler is not None:
            scheduler.save_pretrained(folder / file.parent.relative_to(checkpoint))
    return load_pack(folder)


def only_decoded(pack: ModelPack, size: tuple[int, int]) -> ModelPack:
    """The pack with a Stage C that shows the draft as it is, at that size."""
    decoder = pack.refine.decoder
    assert decoder is not None
    draft, refine = replace(pack.draft, latent_scale=decoder.scale), replace(pack.refine, strength=0.0)
    digest = pack_digest(pack.encode, draft, None, refine)
    return replace(pack, draft=draft, refine=refine, native_sizes=(size,), digest=digest)


FLOW_SIGMAS = {"use_flow_sigmas": True, "prediction_type": "flow_prediction"}
FLOW_CASES = [
    Case("FlowMatchEulerDiscreteScheduler", {"shift": 3.0}),
    Case("FlowMatchEulerDiscreteScheduler", {"use_dynamic_shifting": True}),
    Case("UniPCMultistepScheduler", {**FLOW_SIGMAS, "flow_shift": 3.0}),
    Case("DPMSolverMultistepScheduler", {**FLOW_SIGMAS, "flow_shift": 3.0}),
    Case("FlowMatchLCMScheduler", {"shift": 3.0}),
]


@contextmanager
def states_seen() -> Iterator[list[Floats]]:
    """Every state our sampler passes through."""
    seen: list[Floats] = []
    step = Sampler._step

    def noted(self: Sampler, *given: Any) -> None:
        step(self, *given)
        seen.append(self._states[0].read().copy())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sampler, "_step", noted)
        yield seen


def smooth_picture(height: int, width: int) -> np.ndarray:
    """(H, W, 3), unlike in each of its corners."""
    rows, columns = np.mgrid[0:height, 0:width]
    return np.stack([rows * 255 // height, columns * 255 // width, (rows + columns) % 256], axis=-1).astype(np.uint8)


def pipeline_of(checkpoint: Path, case: Case, kind: str = "StableDiffusionPipeline") -> Any:
    pipeline = _loaded(checkpoint, kind)
    taught = {} if case.scheduler.startswith("FlowMatch") else BETAS
    pipeline.scheduler = getattr(import_module("diffusers"), case.scheduler)(**{**taught, **case.config})
    return pipeline


@cache
def _loaded(checkpoint: Path, kind: str) -> Any:
    index = json.loads((checkpoint / "model_index.json").read_text())
    left_out = {part: None for part, named in index.items() if named == [None, None]}
    pipeline = getattr(import_module("diffusers"), kind).from_pretrained(checkpoint, local_files_only=True, **left_out)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def with_plain_prompts(module: Any, patch: pytest.MonkeyPatch) -> None:
    """Some pipelines have odd letters put right by a library of its own, even where there are none."""
    patch.setattr(module, "prompt_clean", str, raising=False)


def fed(pipeline: Any, noise: Callable[[int], Floats], begin: Floats, patch: pytest.MonkeyPatch) -> None:
    """Make the scheduler draw our noise, step by step, and a pipeline that takes none `begin` with ours."""
    torch, module = import_module("torch"), import_module(type(pipeline.scheduler).__module__)
    streams = iter(range(1000))
    if hasattr(module, "randn_tensor"):
        patch.setattr(module, "randn_tensor", lambda *_, **__: torch.from_numpy(noise(next(streams))))
    own = import_module(type(pipeline).__module__)
    patch.setattr(own, "randn_tensor", lambda *_, **__: torch.from_numpy(begin.copy()), raising=False)


def assert_parity(
    pipeline: Any,
    checkpoint: Path,
    converted: Path,
    folder: Path,
    case: Case,
    guidance: float,
    negative: str,
    *,
    size: tuple[int, int] = SIZE,
    packed: Callable[[Floats], Floats] = np.asarray,
    picture: np.ndarray | None = None,
    **other: Any,
) -> None:
    """The pipeline and our pack of the same parts pass through the same states to the same frames.

    `packed` lays a state as the pipeline does, `picture` (H, W, 3) is what a clip begins with, `other` what else the
    pipeline is asked for.
    """
    torch, steps = import_module("torch"), STEPS.get(case.scheduler, 8)
    pack = only_decoded(layout(checkpoint, converted, folder / "laid-out", pipeline.scheduler), size)
    request = make_request(
        pack,
        PROMPT,
        seed=5,
        duration_s=one_run_s(pack),
        negative=negative,
        steps=steps,
        guidance=guidance,
        film_size=(64, 36),
    )
    ours, latents, frames = rendered(pack, request, picture)
    noise = noise_for(pack.draft, request.seed, 0, latents.shape, "draft")
    theirs: list[Floats] = []

    def note(_: Any, step: int, timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        theirs.append(tensors["latents"].numpy().copy())
        return tensors

    with pytest.MonkeyPatch.context() as patch, torch.no_grad():
        with_plain_prompts(import_module(type(pipeline).__module__), patch)
        fed(pipeline, lambda stream: packed(noise(stream)).copy(), noise("start"), patch)
        asked = {
            **({"negative_prompt": negative} if negative else {}),
            "height": request.height,
            "width": request.width,
            "num_inference_steps": steps,
            "guidance_scale": guidance,
            "latents": torch.from_numpy(packed(noise("start")).copy()),
            "output_type": "np",
            "callback_on_step_end": note,
            **({} if picture is None else {"image": import_module("PIL.Image").fromarray(picture)}),
        }
        made = pipeline(prompt=PROMPT, **{**asked, **other})
    pictures = made.images if hasattr(made, "images") else made.frames[0]
    scales = alphas(pack, request) if case.scheduler.startswith("Euler") else [1.0] * steps
    assert len(ours) == len(theirs) == steps
    worst = max(
        float(np.abs(packed(own) - found * scale).max() / np.abs(own).max())
        for own, found, scale in zip(ours, theirs, scales, strict=True)
    )
    differ = float(np.abs(frames.astype(float) - pictures * 255).max())
    print(f"\nparity {case} guidance {guidance} negative {bool(negative)}: {worst:.1e}, frames {differ:.2f} of 255")
    assert worst <= TOLERANCE
    # Pictures of one grey would be like any others.
    assert frames.std() > 1
    assert differ <= FRAME_TOLERANCE


def one_run_s(pack: ModelPack) -> float:
    """A second, or as long as what the pack's model draws in one run."""
    longest_s = (pack.draft.frames_max - 1) / pack.draft.frames_per_second
    return min(1.0, longest_s) or 1.0


def rendered(
    pack: ModelPack, request: GenerationRequest, picture: np.ndarray | None = None
) -> tuple[list[Floats], Floats, np.ndarray]:
    """The draft's states, the draft and the frames; from a picture (H, W, 3), where one is given."""
    sessions = cpu_sessions()
    cond, uncond = (encode_text(sessions, pack, text) for text in (request.prompt, request.negative))
    with states_seen() as seen:
        first = None if picture is None else from_pictures(picture[np.newaxis])[0]
        latents = run_draft(sessions, pack, request, cond, uncond, first_frame=first)
    return seen, latents, run_refine(sessions, pack, request, latents, cond, uncond)


def alphas(pack: ModelPack, request: GenerationRequest) -> list[float]:
    """What diffusers' Euler samplers divide their latents by, after each step."""
    diffusion = pack.draft.diffusion
    schedule = make_schedule(diffusion.schedule, request.steps, **dict(diffusion.schedule_options))
    return schedule.alphas[1:].tolist()
