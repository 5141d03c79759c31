# pyright: basic, reportMissingImports=false
"""A clip of AnimateDiff drawn over a picture that stands still, as diffusers' pipeline draws over a given clip."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from sora_studio.inference.clip import to_axes
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.first_frame import last_frame
from sora_studio.inference.given_picture import as_first_frame
from sora_studio.inference.packs import load_pack
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import make_request
from sora_studio.inference.stage import noise_for
from tests.conversion.clip_models import ANIMATE_DIFF
from tests.conversion.conftest import Made
from tests.conversion.parity import (
    FRAME_TOLERANCE,
    PROMPT,
    SIZE,
    TOLERANCE,
    Case,
    layout,
    only_decoded,
    pipeline_of,
    smooth_picture,
)
from tests.inference.tiny_pack import cpu_sessions

KIND, STEPS = "AnimateDiffVideoToVideoPipeline", 8
CASES = [ANIMATE_DIFF.cases[0], ANIMATE_DIFF.cases[2], ANIMATE_DIFF.cases[5]]


@pytest.mark.parametrize("negative", ["", "blue, blurred"])
@pytest.mark.parametrize("guidance", [1.0, 7.5])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_clip_is_drawn_over_a_still_picture_as_in_diffusers(
    made: Callable[[str], Made], tmp_path: Path, case: Case, guidance: float, negative: str
) -> None:
    torch, tiny = import_module("torch"), made(ANIMATE_DIFF.name)
    pipeline = pipeline_of(tiny.checkpoint, case, KIND)
    pack = only_decoded(layout(tiny.checkpoint, tiny.converted, tmp_path / "tiny", pipeline.scheduler), SIZE)
    asked = {"negative": negative, "steps": STEPS, "guidance": guidance, "sketch": "a picture"}
    request = make_request(pack, PROMPT, seed=5, duration_s=1, **asked)
    sessions, picture = cpu_sessions(), smooth_picture(request.height, request.width)
    cond, uncond = (encode_text(sessions, pack, text) for text in (request.prompt, request.negative))
    latent = as_first_frame(sessions, pack, picture)
    ours = run_draft(sessions, pack, request, cond, uncond, first_frame=latent)
    frames = run_refine(sessions, pack, request, ours, cond, uncond)
    noise, strength = noise_for(pack.draft, request.seed, 0, ours.shape, "draft"), pack.draft.first_frame_strength
    # The pipeline noises frames before it lays them as the model takes them.
    start = noise("start").transpose(0, 2, 1, 3, 4).copy()
    module = import_module(type(pipeline).__module__)
    with pytest.MonkeyPatch.context() as patch, torch.no_grad():
        patch.setattr(module, "randn_tensor", lambda *_, **__: torch.from_numpy(start.copy()))
        # It takes a sample of what the encoder says; both are given the middle of it.
        patch.setattr(module, "retrieve_latents", lambda encoder_output, *_, **__: encoder_output.latent_dist.mode())
        found = [
            pipeline(
                [import_module("PIL.Image").fromarray(picture)] * request.frame_count,
                PROMPT,
                **({"negative_prompt": negative} if negative else {}),
                height=request.height,
                width=request.width,
                num_inference_steps=round(STEPS / strength),
                guidance_scale=guidance,
                strength=strength,
                output_type=kind,
            ).frames
            for kind in ("latent", "np")
        ]
    theirs, pictures = found[0].numpy(), found[1][0]
    worst = float(np.abs(to_axes(ours, "BCFHW") - theirs).max() / np.abs(ours).max())
    differ = float(np.abs(frames.astype(float) - pictures * 255).max())
    print(
        f"\nover a still {case} guidance {guidance} negative {bool(negative)}: {worst:.1e}, frames {differ:.2f} of 255"
    )
    assert worst <= TOLERANCE
    assert frames.std() > 1
    assert differ <= FRAME_TOLERANCE


def test_a_clip_that_goes_on_is_drawn_over_the_last_frame_of_the_one_before(made: Callable[[str], Made]) -> None:
    pack, sessions = load_pack(made(ANIMATE_DIFF.name).converted), cpu_sessions()
    before = make_request(pack, PROMPT, seed=5, duration_s=1, steps=2)
    cond, uncond = (encode_text(sessions, pack, text) for text in (PROMPT, ""))
    draft = run_draft(sessions, pack, before, cond, uncond)
    first = last_frame(sessions, pack, before, draft)
    np.testing.assert_array_equal(first, draft[-1])
    ours, anew = (run_draft(sessions, pack, before, cond, uncond, first_frame=begun) for begun in (first, None))
    assert np.abs(ours - anew).max() > 100 * TOLERANCE * np.abs(anew).max()
    assert np.ptp(ours, axis=0).max() > 0, "it moves"
