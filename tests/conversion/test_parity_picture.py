# pyright: basic, reportMissingImports=false
"""Wan's models from picture to clip, whole and part by part, compared with diffusers' own."""

import json
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sora_studio.conversion.convert import convert
from sora_studio.conversion.recipe import Recipe
from sora_studio.errors import PackError
from sora_studio.inference.beginning import encoded, read
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Floats, from_pictures
from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import make_request
from sora_studio.inference.stage import noise_for
from sora_studio.inference.windows import windows_of
from tests.conversion.clip_models import WAN_LATER, WAN_PICTURE, WAN_PICTURE_PAIR, ClipModel
from tests.conversion.conftest import Made
from tests.conversion.parity import (
    FRAME_TOLERANCE,
    PROMPT,
    TOLERANCE,
    Case,
    assert_parity,
    layout,
    only_decoded,
    pipeline_of,
    rendered,
    smooth_picture,
    with_plain_prompts,
)
from tests.inference.tiny_pack import cpu_sessions

MODELS = (WAN_PICTURE, WAN_PICTURE_PAIR)


@pytest.mark.parametrize("negative", ["", "blue, blurred"])
@pytest.mark.parametrize("guidance", [1.0, 7.5])
@pytest.mark.parametrize(("model", "case"), [(model, case) for model in MODELS for case in model.cases], ids=str)
def test_a_clip_from_a_picture_is_that_of_diffusers(
    made: Callable[[str], Made], tmp_path: Path, model: ClipModel, case: Case, guidance: float, negative: str
) -> None:
    tiny = made(model.name)
    pipeline = pipeline_of(tiny.checkpoint, case, model.kind)
    asked = (pipeline, tiny.checkpoint, tiny.converted, tmp_path, case, guidance, negative)
    width, height = model.other["size"]
    assert_parity(*asked, picture=smooth_picture(height, width), **model.asked(guidance))


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_a_clip_that_begins_with_no_picture_is_told_of_none(
    made: Callable[[str], Made], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: ClipModel
) -> None:
    torch, tiny = import_module("torch"), made(model.name)
    pipeline = pipeline_of(tiny.checkpoint, model.cases[0], model.kind)
    prepared, seen = pipeline.prepare_latents, pipeline.encode_image

    def prepare(*given: Any) -> tuple[Any, Any]:
        latents, condition = prepared(*given)
        return latents, torch.zeros_like(condition)

    monkeypatch.setattr(pipeline, "prepare_latents", prepare)
    monkeypatch.setattr(pipeline, "encode_image", lambda *given: torch.zeros_like(seen(*given)))
    asked = (pipeline, tiny.checkpoint, tiny.converted, tmp_path, model.cases[0], 5.0, "blue")
    unseen = import_module("PIL.Image").new("RGB", model.other["size"])
    assert_parity(*asked, **model.asked(5.0), image=unseen)


@pytest.mark.parametrize("size", [(32, 48), (64, 32)])
@pytest.mark.parametrize("frames", [5, 17])
def test_a_whole_clip_is_encoded_as_the_library_encodes_it(
    made: Callable[[str], Made], size: tuple[int, int], frames: int
) -> None:
    torch, tiny = import_module("torch"), made(WAN_PICTURE.name)
    vae = pipeline_of(tiny.checkpoint, WAN_PICTURE.cases[0], WAN_PICTURE.kind).vae
    encoder = load_pack(tiny.converted).draft.encoder
    assert encoder is not None
    picture = from_pictures(smooth_picture(*size)[np.newaxis])
    clip = torch.zeros(1, 3, frames, *size)
    clip[:, :, 0] = torch.from_numpy(picture)
    with torch.no_grad():
        latents = vae.encode(clip).latent_dist.mode().numpy()
    means, deviations = (
        np.array(each, np.float32)[:, np.newaxis, np.newaxis, np.newaxis]
        for each in (vae.config.latents_mean, vae.config.latents_std)
    )
    theirs = (latents - means) / deviations
    ours = encoded(cpu_sessions(), encoder, picture, CancelToken(), frames)
    assert ours.shape == theirs.shape == (1, 4, 1 + (frames - 1) // 4, size[0] // 8, size[1] // 8)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=TOLERANCE * np.abs(theirs).max())


# Made smaller, larger, and neither, in each the middle of it. A tall picture newer releases of Pillow halve downwards
# first, which makes some levels others by one.
@pytest.mark.parametrize(
    ("size", "tolerance"), [((40, 72), TOLERANCE), ((10, 12), TOLERANCE), ((16, 24), TOLERANCE), ((100, 37), 2e-2)]
)
def test_a_picture_is_seen_as_its_processor_and_encoder_see_it(
    made: Callable[[str], Made], size: tuple[int, int], tolerance: float
) -> None:
    tiny = made(WAN_PICTURE.name)
    pipeline = pipeline_of(tiny.checkpoint, WAN_PICTURE.cases[0], WAN_PICTURE.kind)
    reader = load_pack(tiny.converted).draft.reader
    assert reader is not None
    # Hard edges, and every level there is.
    picture = np.random.default_rng(1).integers(0, 256, (*size, 3), dtype=np.uint8)
    with import_module("torch").no_grad():
        theirs = pipeline.encode_image(import_module("PIL.Image").fromarray(picture)).numpy()
    ours = read(cpu_sessions(), reader, from_pictures(picture[np.newaxis]), CancelToken())
    assert ours.shape == (1, *reader.shape) == theirs.shape
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=tolerance * np.abs(theirs).max())


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_a_long_shot_goes_on_from_the_last_picture_of_each_window(
    made: Callable[[str], Made], tmp_path: Path, model: ClipModel
) -> None:
    tiny = made(model.name)
    pipeline = pipeline_of(tiny.checkpoint, model.cases[0], model.kind)
    pack = layout(tiny.checkpoint, tiny.converted, tmp_path / "tiny", pipeline.scheduler)
    pack = only_decoded(pack, model.other["size"])
    duration_s = 20 / pack.draft.frames_per_second
    request = make_request(pack, PROMPT, seed=5, duration_s=duration_s, steps=3, guidance=3.0)
    assert request.frame_count == 21
    _, draft, frames = rendered(pack, request)
    chain = windows_of(pack.draft, len(draft))
    assert (len(frames), len(chain)) == (21, 3)
    for index, window in enumerate(chain[1:], 1):
        # Four frames to each latent but the first of a window.
        begins_at = 4 * (window.start - index)
        noise = noise_for(pack.draft, request.seed, window.start, draft[window.start : window.stop].shape, "draft")
        theirs = _going_on(pipeline, frames[begins_at], noise("start"), request.steps, request.guidance)
        ours = frames[begins_at + 1 : begins_at + len(theirs)]
        assert ours.std() > 1
        assert np.abs(ours.astype(float) - theirs[1 : 1 + len(ours)] * 255).max() <= FRAME_TOLERANCE


def _going_on(pipeline: Any, picture: np.ndarray, noise: Floats, steps: int, guidance: float) -> np.ndarray:
    torch, module = import_module("torch"), import_module(type(pipeline).__module__)
    height, width = picture.shape[:2]
    with pytest.MonkeyPatch.context() as patch, torch.no_grad():
        with_plain_prompts(module, patch)
        made = pipeline(
            import_module("PIL.Image").fromarray(picture),
            PROMPT,
            height=height,
            width=width,
            num_frames=1 + 4 * (noise.shape[2] - 1),
            num_inference_steps=steps,
            guidance_scale=guidance,
            latents=torch.from_numpy(noise.copy()),
            output_type="np",
        )
    return made.frames[0]


def test_the_small_model_is_the_same_whichever_pipeline_saved_it(made: Callable[[str], Made], tmp_path: Path) -> None:
    from sora_studio.conversion.families import PARTS

    tiny = made(WAN_LATER.name)
    scheduler = pipeline_of(tiny.checkpoint, WAN_LATER.cases[0], WAN_LATER.kind).scheduler
    known = layout(tiny.checkpoint, tiny.converted, tmp_path / "known", scheduler)
    checkpoint = Path(shutil.copytree(tiny.checkpoint, tmp_path / "checkpoint"))
    _changed(checkpoint / "model_index.json", _class_name="WanImageToVideoPipeline")
    other = layout(checkpoint, tiny.converted, tmp_path / "other", scheduler)
    assert (other.digest, other.draft.guidance, other.description) == (
        known.digest,
        known.draft.guidance,
        known.description,
    )
    exported = [
        [_tensors(load(folder)) for part, load in sorted(PARTS[kind].items()) if part in ("transformer", "vae")]
        for kind, folder in (("WanPipeline", tiny.checkpoint), ("WanImageToVideoPipeline", checkpoint))
    ]
    assert exported[0] == exported[1]


def _tensors(parts: Any) -> list[tuple[str, list[str], tuple[str, ...]]]:
    return [(part.name, list(part.inputs), part.outputs) for part in (parts if isinstance(parts, tuple) else (parts,))]


def test_a_pack_says_what_it_was_made_for(made: Callable[[str], Made]) -> None:
    pack, pair = (load_pack(made(model.name).converted) for model in MODELS)
    assert pack.description.startswith("Made to go on from a picture")
    assert (pack.draft.reader is None, pair.draft.reader is None) == (False, True)
    assert pair.draft.later is not None
    assert (pair.draft.guidance, pair.draft.later.guidance(3.5), pair.draft.diffusion.steps) == (3.5, 3.5, 40)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda folder: shutil.rmtree(folder / "image_encoder"), "The checkpoint has no folder image_encoder"),
        (
            lambda folder: (folder / "image_processor/preprocessor_config.json").unlink(),
            r"has no image_processor/preprocessor_config\.json",
        ),
        (
            lambda folder: _changed(folder / "transformer/config.json", in_channels=8),
            r"transformer/config\.json: the transformer takes 8 channels, and one of clips from pictures takes 12",
        ),
        (
            lambda folder: _changed(folder / "transformer/config.json", pos_embed_seq_len=10),
            r"transformer/config\.json: this model joins a first picture and a last",
        ),
    ],
)
def test_a_checkpoint_that_lacks_a_part_or_has_other_channels_is_refused(
    made: Callable[[str], Made], tmp_path: Path, spoil: Callable[[Path], Any], message: str
) -> None:
    folder = Path(shutil.copytree(made(WAN_PICTURE.name).checkpoint, tmp_path / "tiny"))
    spoil(folder)
    with pytest.raises(PackError, match=message) as caught:
        convert(folder, tmp_path / "pack", Recipe(), lambda _: None)
    assert caught.value.hint
    assert not (tmp_path / "pack").exists()


def _changed(settings: Path, **other: Any) -> None:
    settings.write_text(json.dumps({**json.loads(settings.read_text()), **other}))
