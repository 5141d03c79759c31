"""What is wrong with a folder of a published model is said in a sentence: which file, and what to do."""

import json
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import onnx
import pytest
from onnx.external_data_helper import convert_model_to_external_data

from sora_studio.errors import PackError
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import make_request
from tests.inference.tiny_pack import cpu_sessions
from tests.inference.tiny_pipeline import EULER, TinyPipeline, make_pipeline, text_encoder, write_json

XL = "StableDiffusionXLPipeline"


def refusal(folder: Path) -> tuple[str, str]:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return caught.value.message, caught.value.hint


def changed(**values: object) -> Callable[[Path], None]:
    return lambda folder: write_json(folder / "scheduler/scheduler_config.json", {**EULER, **values})


def without(name: str) -> Callable[[Path], None]:
    def take_away(folder: Path) -> None:
        path = folder / name
        rmtree(path) if path.is_dir() else path.unlink()

    return take_away


def cut_short(folder: Path) -> None:
    model = folder / "unet/model.onnx"
    model.write_bytes(model.read_bytes()[:100])


def weights_elsewhere(folder: Path) -> None:
    model = text_encoder()
    convert_model_to_external_data(model, location="model.onnx_data", size_threshold=0)
    onnx.save(model, folder / "text_encoder/model.onnx")
    (folder / "text_encoder/model.onnx_data").unlink()


def unknown_class(folder: Path) -> None:
    write_json(folder / "model_index.json", {"_class_name": "ORTAudioLDMPipeline"})


def other_tensor(part: str, name: str, other: str) -> Callable[[Path], None]:
    def rename(folder: Path) -> None:
        path = folder / part / "model.onnx"
        model = onnx.load(path)
        for value in [*model.graph.input, *model.graph.output]:
            value.name = other if value.name == name else value.name
        onnx.save(model, path)

    return rename


def flattened(folder: Path) -> None:
    path = folder / "unet/model.onnx"
    model = onnx.load(path)
    del model.graph.input[0].type.tensor_type.shape.dim[3]
    onnx.save(model, path)


def lone_refiner(folder: Path) -> None:
    index = {"_class_name": "StableDiffusionXLImg2ImgPipeline", "requires_aesthetics_score": True}
    write_json(folder / "model_index.json", index)


def as_unet(**tiny: object) -> Callable[[Path], None]:
    return lambda folder: make_pipeline(folder, TinyPipeline(**tiny)) and None  # type: ignore[arg-type]


WRONG: list[tuple[Callable[[Path], object], str, str]] = [
    (without("scheduler"), "has no scheduler/scheduler_config.json", "Copy or download"),
    (without("unet/model.onnx"), "has no unet/model.onnx", "sora-studio packs convert"),
    (without("vae_decoder"), "has no vae_decoder/model.onnx", "sora-studio packs convert"),
    (without("tokenizer/merges.txt"), "has no tokenizer/merges.txt", "Copy or download"),
    (without("tokenizer/vocab.json"), "has no tokenizer/tokenizer.json, nor a vocab.json", "Copy or download"),
    (cut_short, "unet/model.onnx is not an ONNX model", "install the pack again"),
    (weights_elsewhere, "weights of `text_encoder/model.onnx` are missing: they lie in `model.onnx_data`", "Copy that"),
    (lone_refiner, "is the refiner of Stable Diffusion XL alone", "Put it into the folder of the base"),
    (unknown_class, "models of the kind `AudioLDMPipeline` can't be used", "StableDiffusionPipeline"),
    (changed(_class_name="MagicScheduler"), "the scheduler `MagicScheduler` is not known", "EulerDiscreteScheduler"),
    (changed(beta_schedule="squaredcos_cap_v2"), "[beta_schedule] is 'squaredcos_cap_v2'", "correct the line"),
    (changed(prediction_type="luck"), "[prediction_type] is 'luck'", "correct the line"),
    (changed(timestep_spacing="wide"), "[timestep_spacing] is 'wide'", "correct the line"),
    (changed(use_beta_sigmas=True), "[use_beta_sigmas] asks for noise levels", "correct the line"),
    (changed(beta_start=2), "[beta_start] must be a number from 0 to 1, not 2", "correct the line"),
    (flattened, "unet/model.onnx has an input `sample` of 3 axes (anyx4xany), and 4 are wanted", "Export it again"),
    (other_tensor("unet", "encoder_hidden_states", "words"), "has no input `encoder_hidden_states`", "Export it again"),
    (
        other_tensor("vae_decoder", "latent_sample", "x"),
        "vae_decoder/model.onnx has no input `latent_sample`",
        "Export",
    ),
    (as_unet(channels=9), "unet/model.onnx draws from 9 channels", "take the one it was made from"),
    (as_unet(states=5), "takes `encoder_hidden_states` 5 wide, and the text encoder gives 3", "same model"),
]


@pytest.mark.parametrize(("spoil", "said", "remedy"), WRONG, ids=[said[:40] for _, said, _ in WRONG])
def test_a_wrong_folder_is_refused_with_its_file_and_a_remedy(
    tmp_path: Path, spoil: Callable[[Path], object], said: str, remedy: str
):
    folder = make_pipeline(tmp_path / "tiny-sd")
    spoil(folder)
    message, hint = refusal(folder)
    assert said in message
    assert remedy in hint
    assert "\n" not in message


WRONG_XL: list[tuple[Callable[[Path], object], str, str]] = [
    (without("text_encoder_2"), "has no text_encoder_2/model.onnx", "sora-studio packs convert"),
    (without("tokenizer_2"), "has no tokenizer_2/tokenizer.json, nor a vocab.json", "Copy or download"),
    (
        other_tensor("text_encoder_2", "text_embeds", "sum"),
        "text_encoder_2/model.onnx has no output `text_embeds`",
        "Export it again",
    ),
    (other_tensor("unet", "time_ids", "size"), "unet/model.onnx has no input `time_ids`", "Export it again"),
    (lambda folder: (folder / "refiner").mkdir(), "has no refiner/scheduler/scheduler_config.json", "Copy or download"),
    (
        lambda folder: write_json(folder / "refiner/scheduler/scheduler_config.json", EULER),
        "has no refiner/unet/model.onnx",
        "sora-studio packs convert",
    ),
    (
        lambda folder: make_pipeline(folder, TinyPipeline(XL, xl=True, states=5)),
        "takes `encoder_hidden_states` 5 wide, and the text encoder gives 3",
        "same model",
    ),
]


@pytest.mark.parametrize(("spoil", "said", "remedy"), WRONG_XL, ids=[said[:40] for _, said, _ in WRONG_XL])
def test_a_wrong_folder_of_two_text_encoders_is_refused_too(
    tmp_path: Path, spoil: Callable[[Path], object], said: str, remedy: str
):
    folder = make_pipeline(tmp_path / "tiny-xl", TinyPipeline(XL, xl=True))
    spoil(folder)
    message, hint = refusal(folder)
    assert said in message
    assert remedy in hint


def test_json_that_is_none_is_named(tmp_path):
    folder = make_pipeline(tmp_path / "tiny-sd")
    (folder / "unet/config.json").write_text("{")
    assert "tiny-sd/unet/config.json is not JSON" in refusal(folder)[0]
    (folder / "unet/config.json").write_text(json.dumps([1]))
    assert "tiny-sd/unet/config.json holds no settings" in refusal(folder)[0]


def test_a_folder_of_links_says_how_to_copy_it(tmp_path):
    folder = make_pipeline(tmp_path / "tiny-sd")
    model = folder / "unet/model.onnx"
    model.rename(tmp_path / "blob")
    model.symlink_to(tmp_path / "blob")
    message, hint = refusal(folder)
    assert "`unet/model.onnx` is a link" in message
    assert "cp -rL" in hint


def test_a_pickle_beside_the_models_is_refused(tmp_path):
    folder = make_pipeline(tmp_path / "tiny-sd")
    (folder / "unet/diffusion_pytorch_model.bin").write_bytes(b"x")
    assert "`unet/diffusion_pytorch_model.bin`, pickle" in refusal(folder)[0]


def test_half_precision_on_a_cpu_is_refused_before_it_is_loaded(tmp_path):
    pack = load_pack(make_pipeline(tmp_path / "tiny-sd", TinyPipeline(half=True)))
    request, sessions = make_request(pack, "red", seed=1, duration_s=1), cpu_sessions()
    cond = encode_text(sessions, pack, "red")
    with pytest.raises(PackError) as caught:
        run_draft(sessions, pack, request, cond, cond)
    assert "unet/model.onnx is in half precision (fp16)" in caught.value.message
    assert "without --fp16" in caught.value.hint
