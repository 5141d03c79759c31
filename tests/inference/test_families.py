"""Folders of published image models, as they come from diffusers and Optimum, are packs like any other."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sora_studio.diffusion import make_schedule, plan, sample
from sora_studio.inference.clip import Floats
from sora_studio.inference.draft import draft_preview, run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.latents import enlarged
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.packs import find_packs, load_pack, pack_named
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import GenerationRequest, make_request
from sora_studio.inference.stage import noise_for, plan_for
from sora_studio.inference.tokenizer import tokenize
from sora_studio.inference.told import embedded_guidance
from tests.inference.tiny_pack import cpu_sessions
from tests.inference.tiny_pipeline import (
    CHANNELS,
    END,
    EULER,
    NOISE_SHARE,
    SCALE,
    SIDE,
    TinyPipeline,
    clip_vocabulary,
    make_pipeline,
    write_clip_tokenizer,
)

VOCABULARY = clip_vocabulary()


def pack_of(tmp_path: Path, tiny: TinyPipeline | None = None) -> ModelPack:
    return load_pack(make_pipeline(tmp_path / "tiny-sd", tiny or TinyPipeline()))


@pytest.mark.parametrize("kind", ["StableDiffusionImg2ImgPipeline", "ORTStableDiffusionImg2ImgPipeline"])
def test_weights_saved_by_a_pipeline_from_pictures_are_the_same_pack(tmp_path: Path, kind: str) -> None:
    one, other = (
        load_pack(make_pipeline(tmp_path / name / "tiny-sd", TinyPipeline(class_name=name, encodes=True)))
        for name in ("StableDiffusionPipeline", kind)
    )
    assert one.digest == other.digest
    assert one.draft.encoder is not None


def request_of(pack: ModelPack, **settings: Any) -> GenerationRequest:
    return make_request(pack, "a red candle", seed=3, duration_s=4, film_size=(64, 64), negative="blue", **settings)


def states_of(pack: ModelPack, text: str) -> Floats:
    return encode_text(cpu_sessions(), pack, text)["last_hidden_state"]


def drawn(pack: ModelPack, request: GenerationRequest) -> Floats:
    sessions = cpu_sessions()
    cond, uncond = (encode_text(sessions, pack, text) for text in (request.prompt, request.negative))
    return run_draft(sessions, pack, request, cond, uncond)


def refined(pack: ModelPack, request: GenerationRequest, draft: Floats) -> np.ndarray:
    sessions = cpu_sessions()
    cond, uncond = (encode_text(sessions, pack, text) for text in (request.prompt, request.negative))
    return run_refine(sessions, pack, request, draft, cond, uncond)


def answer(x: Floats, timestep: float, pack: ModelPack, request: GenerationRequest, told: int = 0) -> Floats:
    """What the U-Net of the tests says, guided."""
    means = [float(states_of(pack, text).mean()) for text in (request.prompt, request.negative)]
    lift = round(timestep) / 10000
    if told:
        lift += float(embedded_guidance(request.guidance, told)[0, 0])
        return NOISE_SHARE * x + means[0] + lift
    return NOISE_SHARE * x + lift + means[1] + request.guidance * (means[0] - means[1])


def test_a_folder_is_read_into_the_value_a_pack_toml_gives(tmp_path):
    pack = pack_of(tmp_path)
    draft, refine = pack.draft, pack.refine
    assert (pack.name, pack.licence) == ("tiny-sd", "openrail++")
    assert (draft.frames_max, draft.latent_channels, draft.guidance, draft.diffusion.steps) == (1, CHANNELS, 7.5, 25)
    assert (draft.diffusion.prediction, draft.diffusion.sampler) == ("epsilon", "euler")
    assert dict(draft.diffusion.schedule_options) == {
        "beta_start": 0.00085, "beta_end": 0.012, "train_steps": 1000, "spacing": "leading", "offset": 1,
    }  # fmt: skip
    assert draft.latent_scale == 2 * SCALE
    assert refine.decoder is not None
    assert (refine.model, refine.decoder.scale, refine.decoder.scaling) == (draft.model, SCALE, 0.5)
    assert "once more at twice the size" in pack.description
    # Drawn at about the area it was taught at, finished at twice the size.
    width, height = pack.native_sizes[0]
    assert abs(np.log(width * height / (2 * SCALE * SIDE) ** 2)) < 0.4
    assert all(width % 8 == 0 and height % 8 == 0 for width, height in pack.native_sizes)


def test_a_folder_is_found_by_name_and_by_its_path(tmp_path):
    folder = make_pipeline(tmp_path / "models" / "tiny-sd")
    assert find_packs([tmp_path / "models"]) == {"tiny-sd": folder}
    by_name = pack_named("tiny-sd", [tmp_path / "models"])
    assert pack_named(str(folder), []) == by_name


def test_texts_are_cut_into_the_pieces_of_clip_and_filled_up(tmp_path):
    pack = pack_of(tmp_path)
    tokens = tokenize(pack.encode, "A  RED candle, lit")
    pieces = ["<|startoftext|>", "a</w>", "red</w>", "candle</w>", ",</w>", "l", "i", "t</w>", END]
    assert tokens.ids.tolist() == [[VOCABULARY[piece] for piece in pieces]]
    states = states_of(pack, "A  RED candle, lit")
    ids = np.array([*tokens.ids[0], *[VOCABULARY["!"]] * (77 - len(pieces))])
    np.testing.assert_allclose(states, ids[np.newaxis, :, np.newaxis] * np.array([0.001, 0.002, 0.003]), rtol=1e-6)


def test_a_long_text_keeps_its_closing_mark_and_is_told_of(tmp_path):
    pack = pack_of(tmp_path)
    tokens = tokenize(pack.encode, "red " * 100)
    assert (tokens.ids.shape, tokens.ids[0, -1], tokens.count.tokens) == ((1, 77), VOCABULARY[END], 102)
    assert tokens.count.truncated


@pytest.mark.parametrize(
    ("pad_token", "piece"), [("!", "!"), ({"content": "!", "lstrip": False}, "!"), (END, END), (None, END)]
)
def test_texts_are_filled_up_with_what_the_tokenizer_says(tmp_path, pad_token: object, piece: str):
    folder = make_pipeline(tmp_path / "tiny-sd")
    write_clip_tokenizer(folder / "tokenizer", pad_token)
    assert load_pack(folder).encode.padding == VOCABULARY[piece]


@pytest.mark.parametrize("prediction", ["epsilon", "v_prediction"])
def test_a_draft_is_sampled_under_guidance_as_the_mathematics_say(tmp_path, prediction: str):
    scheduler = {**EULER, "_class_name": "DPMSolverMultistepScheduler", "prediction_type": prediction}
    pack = pack_of(tmp_path, TinyPipeline(scheduler=scheduler))
    request = request_of(pack, steps=6, guidance=3.0)
    options = {"beta_start": 0.00085, "beta_end": 0.012, "spacing": "leading_inner", "offset": 1}
    run = plan("dpmpp_2m", make_schedule("scaled_linear", 6, **options))
    shape = (1, CHANNELS, request.height // 4, request.width // 4)
    noise = noise_for(pack.draft, request.seed, 0, shape, "draft")
    ours = {"epsilon": "epsilon", "v_prediction": "velocity"}[prediction]
    expected = sample(
        run, noise("start"), lambda x, timestep: answer(x, timestep, pack, request), noise, prediction=ours
    )
    draft = drawn(pack, request)
    np.testing.assert_allclose(draft, expected, atol=2e-5 * float(np.abs(expected).max()))
    assert draft_preview(pack, draft).shape == (1, *shape[2:], 3)


def test_a_still_holds_whatever_the_length_of_its_shot(tmp_path):
    pack = pack_of(tmp_path)
    requests = [make_request(pack, "snow", seed=1, duration_s=seconds) for seconds in (0.5, 4, 60)]
    assert {request.frame_count for request in requests} == {1}
    assert len({request.refined_digest for request in requests}) == 1


def test_stage_c_noises_the_enlarged_draft_and_denoises_it_again(tmp_path):
    pack = pack_of(tmp_path)
    request = request_of(pack, refine_steps=3, guidance=2.0)
    draft = np.random.default_rng(0).standard_normal((1, CHANNELS, request.height // 4, request.width // 4))
    draft = draft.astype(np.float32)
    run = plan_for(pack.refine.diffusion, "euler", 3, 0.5)
    whole = make_schedule("scaled_linear", 6, **dict(pack.refine.diffusion.schedule_options))
    assert [row.evaluate for row in run.rows] == list(whole.levels[3:6])
    large = enlarged(draft, request.height // 2, request.width // 2)
    noise = noise_for(pack.refine, request.seed, 0, large.shape, "refine")
    first = run.rows[0].evaluate
    begun = first.alpha * large + first.sigma * noise("start")
    latents = sample(run, begun, lambda x, timestep: answer(x, timestep, pack, request), noise, prediction="epsilon")
    picture = np.repeat(np.repeat(latents[0, :3] / 0.5, 2, axis=1), 2, axis=2)
    expected = np.clip(picture.transpose(1, 2, 0) * 127.5 + 127.5, 0, 255)
    frames = refined(pack, request, draft)
    assert frames.shape == (1, request.height, request.width, 3)
    assert np.abs(frames[0] - expected).max() < 1


def test_a_graph_of_one_size_is_drawn_at_that_size_and_only_decoded(tmp_path):
    pack = pack_of(tmp_path, TinyPipeline(fixed=True))
    assert pack.native_sizes == ((SIDE * SCALE, SIDE * SCALE),)
    assert (pack.refine.strength, pack.draft.latent_scale) == (0.0, SCALE)
    assert "decodes them as they were drawn" in pack.description
    request = request_of(pack, steps=2)
    frames = refined(pack, request, drawn(pack, request))
    assert frames.shape == (1, SIDE * SCALE, SIDE * SCALE, 3)


def test_a_consistency_model_is_told_the_guidance_and_runs_once_a_step(tmp_path):
    scheduler = {**EULER, "_class_name": "LCMScheduler", "original_inference_steps": 50}
    pack = pack_of(tmp_path, TinyPipeline("LatentConsistencyModelPipeline", scheduler, told=6))
    assert (pack.draft.diffusion.sampler, pack.draft.diffusion.steps, pack.draft.guidance) == ("lcm", 4, 8.5)
    assert pack.draft.diffusion.guidance_embedding == 6
    sessions, request = cpu_sessions(), request_of(pack)
    cond, uncond = (encode_text(sessions, pack, text) for text in (request.prompt, request.negative))
    before = sessions.runs
    draft = run_draft(sessions, pack, request, cond, uncond)
    assert sessions.runs - before == 4
    run = plan("lcm", make_schedule("scaled_linear", 4, spacing="distilled"))
    noise = noise_for(pack.draft, request.seed, 0, draft.shape, "draft")
    expected = sample(
        run, noise("start"), lambda x, timestep: answer(x, timestep, pack, request, 6), noise, prediction="epsilon"
    )
    np.testing.assert_allclose(draft, expected, atol=2e-5 * float(np.abs(expected).max()))


def test_a_turbo_model_is_known_by_its_scheduler(tmp_path):
    turbo = pack_of(tmp_path, TinyPipeline(scheduler={**EULER, "timestep_spacing": "trailing"}))
    assert (turbo.draft.diffusion.steps, turbo.draft.guidance) == (2, 1.0)
    assert turbo.draft.diffusion.initial == "sigma"


def test_a_pack_keeps_its_name_where_nothing_it_draws_is_other(tmp_path):
    pack = pack_of(tmp_path)
    again = load_pack(pack.folder)
    assert again.digest == pack.digest
    assert replace(again, folder=pack.folder) == pack
    (pack.folder / "README.md").write_text("another card")
    assert load_pack(pack.folder).digest == pack.digest
    make_pipeline(pack.folder, TinyPipeline(scheduler={**EULER, "steps_offset": 0}))
    other = load_pack(pack.folder).digest
    assert (other.encode, other.draft == pack.digest.draft) == (pack.digest.encode, False)


def test_a_model_with_two_text_encoders_hears_both_and_the_size_of_its_picture(tmp_path):
    tiny = TinyPipeline("StableDiffusionXLPipeline", xl=True)
    folder = make_pipeline(tmp_path / "tiny-xl", tiny)
    pack = load_pack(folder)
    assert (pack.draft.guidance, pack.encode.output, pack.encode.empty_is_zero) == (5.0, "hidden_states.10", True)
    sessions = cpu_sessions()
    cond, none = (encode_text(sessions, pack, text) for text in ("red", ""))
    ids = np.array([VOCABULARY["<|startoftext|>"], VOCABULARY["red</w>"], VOCABULARY[END]])
    padded = [np.concatenate([ids, [VOCABULARY[piece]] * 74]) for piece in (END, "!", "!")]
    np.testing.assert_allclose(cond["hidden_states.10"], 0.01 * np.stack(padded, axis=-1)[np.newaxis], rtol=1e-6)
    np.testing.assert_allclose(cond["text_embeds"], [[padded[1].mean()]], rtol=1e-6)
    # No text at all is told as zeros, not as an empty text's states.
    assert not any(array.any() for array in none.values())
    request = make_request(pack, "red", seed=3, duration_s=4, film_size=(64, 64), guidance=2.0, steps=3)
    draft = run_draft(sessions, pack, request, cond, none)
    mean = float(cond["hidden_states.10"].mean())
    tall = draft.shape[2] * SCALE / 10000
    summed = float(cond["text_embeds"][0, 0]) / 10000
    run = plan_for(pack.draft.diffusion, "euler", 3)
    noise = noise_for(pack.draft, request.seed, 0, draft.shape, "draft")

    def says(x: Floats, timestep: float) -> Floats:
        without = NOISE_SHARE * x + round(timestep) / 10000 + tall
        return without + 2.0 * (mean + summed)

    expected = sample(run, noise("start"), says, noise, prediction="epsilon")
    np.testing.assert_allclose(draft, expected, atol=2e-5 * float(np.abs(expected).max()))
    frames = run_refine(sessions, pack, request, draft, cond, none)
    assert frames.shape == (1, request.height, request.width, 3)
