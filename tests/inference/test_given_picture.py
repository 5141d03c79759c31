"""A picture of the user's own: what packs make of one, and the latent a draft begins with."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sora_studio.errors import GenerationError
from sora_studio.inference.clip import Pictures
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.given_picture import as_first_frame, picture_sides, picture_use, refuse_picture
from sora_studio.inference.memory import stage_need
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.packs import load_pack
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import GenerationRequest, make_request
from tests.inference.tiny_pack import Tiny, cpu_sessions, edit_description, make_pack
from tests.inference.tiny_pipeline import SCALE, TinyPipeline, make_pipeline

ENCODES = TinyPipeline(encodes=True)


def pack_of(tmp_path: Path, tiny: TinyPipeline = ENCODES) -> ModelPack:
    return load_pack(make_pipeline(tmp_path / "tiny-sd", tiny))


def request_of(pack: ModelPack) -> GenerationRequest:
    return make_request(pack, "a red candle", seed=3, duration_s=1.0, film_size=(64, 64), sketch="its sha256")


def squares(sides: tuple[int, int]) -> Pictures:
    """A picture of even squares, which the tiny encoder loses nothing of."""
    rng = np.random.default_rng(0)
    small = rng.integers(0, 256, (sides[0] // SCALE, sides[1] // SCALE, 3)).astype(np.uint8)
    return small.repeat(SCALE, axis=0).repeat(SCALE, axis=1)


def test_a_picture_becomes_the_latent_that_is_decoded_to_it_again(tmp_path: Path) -> None:
    pack, sessions = pack_of(tmp_path), cpu_sessions()
    request = request_of(pack)
    sides = picture_sides(pack, request)
    # The draft is half as large as what is finished.
    assert sides == (request.height // 2, request.width // 2)
    picture = squares(sides)
    latent = as_first_frame(sessions, pack, picture)
    assert latent.shape == (pack.draft.latent_channels, sides[0] // SCALE, sides[1] // SCALE)
    only_decoded = replace(pack, refine=replace(pack.refine, strength=0.0))
    [again] = run_refine(sessions, only_decoded, request, latent[np.newaxis], {})
    np.testing.assert_array_equal(again, picture)


def test_a_still_is_drawn_over_the_picture(tmp_path: Path) -> None:
    pack, sessions = pack_of(tmp_path), cpu_sessions()
    request = request_of(pack)
    cond, uncond = (encode_text(sessions, pack, text) for text in (request.prompt, ""))
    sides = picture_sides(pack, request)
    dark, light = (
        run_draft(sessions, pack, request, cond, uncond, first_frame=as_first_frame(sessions, pack, picture))
        for picture in (np.zeros((*sides, 3), np.uint8), np.full((*sides, 3), 255, np.uint8))
    )
    anew = run_draft(sessions, pack, request, cond, uncond)
    assert (light[:, :3] > dark[:, :3] + 0.01).all()
    assert np.abs(light - anew).max() > 0.01


def test_a_clip_is_drawn_over_as_many_of_the_picture_as_it_has_frames(tmp_path: Path) -> None:
    folder = make_pack(tmp_path / "tiny", Tiny(without_first_frame=True, noise_share=0.5))
    edit_description(folder, lambda text: text.replace("[draft]\n", "[draft]\nfirst_frame_strength = 0.5\n"))
    pack, sessions = load_pack(folder), cpu_sessions()
    request = make_request(pack, "", seed=5, duration_s=60.0, first_frame="before")
    # A model that isn't told what came before can't go on from window to window: it is slowed down.
    assert request.frame_count == pack.draft.frames_max
    cond = encode_text(sessions, pack, "")
    high, low = (
        run_draft(sessions, pack, request, cond, cond, first_frame=np.full((4, 2, 4), level, np.float32))
        for level in (1.0, -1.0)
    )
    assert len(high) == request.frame_count
    assert (high > low + 0.1).all()
    with pytest.raises(GenerationError, match="can't continue"):
        run_draft(sessions, pack, replace(request, frame_count=9), cond, cond)


def test_what_packs_make_of_a_picture(tmp_path: Path) -> None:
    assert picture_use(pack_of(tmp_path)) == "drawn_over"
    assert picture_use(load_pack(make_pack(tmp_path / "scenes", Tiny(scenes=True)))) == "draft"
    assert picture_use(load_pack(make_pack(tmp_path / "frames"))) == "draft"
    told = pack_of(tmp_path).draft
    # As Flux and Stable Diffusion 3 are read, of whose latents nobody has said what they look like.
    unseen = replace(pack_of(tmp_path), draft=replace(told, preview_mix=()))
    assert picture_use(unseen) == "drawn_over"
    clips = replace(pack_of(tmp_path), draft=replace(told, inputs={**told.inputs, "first_frame": "first_frame"}))
    assert picture_use(clips) == "first_frame"


def test_a_folder_without_an_encoder_still_draws_and_says_what_it_lacks(tmp_path: Path) -> None:
    pack = pack_of(tmp_path, TinyPipeline())
    assert picture_use(pack) == "none"
    with pytest.raises(GenerationError, match=r"`tiny-sd` can't start from a picture, for it has no encoder") as caught:
        refuse_picture(pack)
    assert "vae_encoder" in caught.value.hint


def test_latents_no_vae_knows_take_no_picture(tmp_path: Path) -> None:
    pack = pack_of(tmp_path, TinyPipeline())
    steered = replace(pack, refine=replace(pack.refine, inputs={**pack.refine.inputs, "draft": "effnet"}))
    with pytest.raises(GenerationError, match=r"can't start from a picture\.") as caught:
        refuse_picture(steered)
    assert "another pack" in caught.value.hint


def test_the_encoder_is_reckoned_with_where_there_is_a_picture(tmp_path: Path) -> None:
    pack = pack_of(tmp_path)
    request = request_of(pack)
    assert pack.draft.encoder is not None
    huge = replace(pack.draft.encoder, model=replace(pack.draft.encoder.model, size_bytes=10**9))
    heavy = replace(pack, draft=replace(pack.draft, encoder=huge))
    assert stage_need(heavy, request, "draft").model == huge.model
    assert stage_need(heavy, replace(request, sketch=""), "draft").model == pack.draft.model
