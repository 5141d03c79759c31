# pyright: basic, reportMissingImports=false
"""What is wrong with a folder of any family is said in a sentence: which file, and what to do."""

import json
import re
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from sora_studio.errors import PackError
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import encode_text
from sora_studio.inference.given_picture import picture_use
from sora_studio.inference.packs import load_pack
from sora_studio.inference.request import make_request
from tests.conversion.conftest import Made
from tests.conversion.parity import layout
from tests.inference.tiny_pack import cpu_sessions

# A family, the part that draws, and its input of the texts' states.
FAMILIES = {
    "stable_diffusion_xl": ("unet", "encoder_hidden_states"),
    "stable_diffusion_3": ("transformer", "encoder_hidden_states"),
    "animate_diff": ("unet", "encoder_hidden_states"),
    "wan": ("transformer", "encoder_hidden_states"),
    "wan_picture": ("transformer", "encoder_hidden_states"),
    "ltx": ("transformer", "encoder_hidden_states"),
    "flux": ("transformer", "encoder_hidden_states"),
    "stable_cascade": ("prior/prior", "clip_text"),
}

# They draw from texts without it.
WITHOUT_ENCODER = ("stable_diffusion_xl", "stable_diffusion_3", "animate_diff", "flux")


@pytest.fixture(params=FAMILIES)
def family(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def folder(family: str, made: Callable[[str], Made], tmp_path: Path) -> Path:
    """A whole folder of the family, its files its own."""
    tiny = made(family)
    layout(tiny.checkpoint, tiny.converted, tmp_path / "laid-out")
    return Path(shutil.copytree(tmp_path / "laid-out", tmp_path / "tiny"))


def test_a_missing_model_is_named(folder: Path, family: str) -> None:
    for model in sorted(folder.glob("*/model.onnx")):
        aside = model.rename(model.with_name("aside.onnx"))
        if model.parent.name == "vae_encoder" and family in WITHOUT_ENCODER:
            assert picture_use(load_pack(folder)) == "none"
        else:
            message, hint = refusal(folder)
            assert f"has no {model.parent.name}/model.onnx" in message
            assert "sora-studio packs convert" in hint
        aside.rename(model)
    load_pack(folder)


def test_a_missing_tokenizer_is_named(folder: Path) -> None:
    for part in sorted(folder.glob("tokenizer*")):
        aside = part.rename(folder / "aside")
        message, hint = refusal(folder)
        assert f"has no {part.name}/tokenizer.json" in message
        assert hint
        aside.rename(part)
    load_pack(folder)


def test_a_scheduler_that_is_not_known_is_named_with_those_that_are(folder: Path) -> None:
    file = folder / "scheduler/scheduler_config.json"
    own = json.loads(file.read_text())["_class_name"]
    file.write_text('{"_class_name": "MagicScheduler"}')
    message, hint = refusal(folder)
    assert "tiny/scheduler/scheduler_config.json: the scheduler `MagicScheduler` is not known here" in message
    assert own in hint


def test_a_scheduler_of_another_process_is_refused_with_those_that_draw(folder: Path) -> None:
    file = folder / "scheduler/scheduler_config.json"
    own = json.loads(file.read_text())["_class_name"]
    other = "FlowMatchEulerDiscreteScheduler" if (folder / "unet").is_dir() else "EulerDiscreteScheduler"
    file.write_text(json.dumps({"_class_name": other}))
    message, hint = refusal(folder)
    assert f"tiny/scheduler/scheduler_config.json: {other} can't draw with this model" in message
    assert own in hint
    assert not re.search(rf"\b{other}\b", hint)


def test_a_kind_of_model_that_is_not_known_is_named_with_those_that_are(folder: Path) -> None:
    file = folder / "model_index.json"
    own = json.loads(file.read_text())["_class_name"]
    file.write_text('{"_class_name": "AudioLDMPipeline"}')
    message, hint = refusal(folder)
    assert "tiny/model_index.json: models of the kind `AudioLDMPipeline` can't be used yet" in message
    assert own in hint


def test_parts_of_two_models_are_told_apart_by_the_width_of_their_states(folder: Path, family: str) -> None:
    part, states = FAMILIES[family]

    def narrow(model: Any) -> None:
        found = next(value for value in model.graph.input if value.name == states)
        found.type.tensor_type.shape.dim[2].dim_value = 5

    changed(folder / part / "model.onnx", narrow)
    message, hint = refusal(folder)
    assert f"{part}/model.onnx takes `{states}` 5 wide" in message
    assert "same model" in hint


def test_parts_of_two_models_are_told_apart_by_the_channels_of_their_latents(folder: Path, family: str) -> None:
    part, _ = FAMILIES[family]

    def widen(model: Any) -> None:
        sample = next(value for value in model.graph.input if value.name in ("sample", "hidden_states"))
        # Flux draws in tokens: two sides and a row of numbers.
        sample.type.tensor_type.shape.dim[2 if family == "flux" else 1].dim_value = 28

    changed(folder / part / "model.onnx", widen)
    message, hint = refusal(folder)
    assert re.search(r"\w+/(model\.onnx|config\.json)", message)
    assert re.search(r"\b(28|7)\b", message)
    assert hint


def test_an_input_nobody_fills_is_named(folder: Path, family: str) -> None:
    part, states = FAMILIES[family]

    def rename(model: Any) -> None:
        next(value for value in model.graph.input if value.name == states).name = "words"

    changed(folder / part / "model.onnx", rename)
    assert f"{part}/model.onnx has no input `{states}`" in refusal(folder)[0]


def test_weights_left_behind_are_named(folder: Path, family: str) -> None:
    part, _ = FAMILIES[family]
    onnx = import_module("onnx")
    model = onnx.load(folder / part / "model.onnx")
    onnx.save(
        model, folder / part / "model.onnx", save_as_external_data=True, location="weights.data", size_threshold=0
    )
    (folder / part / "weights.data").unlink()
    message, hint = refusal(folder)
    assert f"The weights of `{part}/model.onnx` are missing: they lie in `weights.data`" in message
    assert "Copy that file too" in hint
    (folder / part / "weights.data").write_bytes(b"begun")
    message, hint = refusal(folder)
    assert f"The weights of `{part}/model.onnx` are cut short: `weights.data` ends before they do" in message
    assert "Copy that file again" in hint


def test_half_precision_on_a_cpu_is_refused_before_it_is_loaded(folder: Path, family: str) -> None:
    part, _ = FAMILIES[family]

    def halve(model: Any) -> None:
        for value in [*model.graph.input, *model.graph.output]:
            value.type.tensor_type.elem_type = 10

    changed(folder / part / "model.onnx", halve)
    pack, sessions = load_pack(folder), cpu_sessions()
    request = make_request(pack, "red", seed=1, duration_s=1)
    cond = encode_text(sessions, pack, "red")
    with pytest.raises(PackError, match="is in half precision") as caught:
        run_draft(sessions, pack, request, cond, cond)
    assert "without --fp16" in caught.value.hint


def changed(path: Path, change: Callable[[Any], None]) -> None:
    onnx = import_module("onnx")
    model = onnx.load(path)
    change(model)
    onnx.save(model, path)


def refusal(folder: Path) -> tuple[str, str]:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert "\n" not in caught.value.message
    return caught.value.message, caught.value.hint
