"""`sora-studio render --pack FOLDER`: a folder of an image model makes a film with no other flag, or says why not."""

import json
from collections.abc import Callable
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from sora_studio.cli.main import main
from tests.inference.test_families_refused import as_unet, changed, unknown_class, weights_elsewhere, without
from tests.inference.tiny_pipeline import TinyPipeline, make_pipeline

SCRIPT = "[[duration: 12f]] a red candle\n\n[[duration: 2s]] [[negative: a candle]] red\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_pipeline(tmp_path / "models-of-mine" / "tiny-sd")
    (tmp_path / "tales.txt").write_text(SCRIPT, encoding="utf-8")
    monkeypatch.setenv("SORA_STUDIO_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("SORA_STUDIO_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def render(capsys: pytest.CaptureFixture[str], *words: str, source: str = "tales.txt") -> object:
    status = main(["render", source, "--out", "tales.mp4", "--json", "--size", "64x64", "--device", "cpu", *words])
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert status == 0, said
    return said[-1]["stages_run"]


def test_a_folder_makes_a_film_and_its_stills_hold(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert render(capsys, "--pack", "models-of-mine/tiny-sd") == {"encode": 4, "draft": 2, "refine": 2}
    with av.open("tales.mp4") as film:
        frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
    assert len(frames) == 60
    assert abs(frames[20].astype(int) - frames[55]).max() < 6  # the same still, but for the encoder
    (folder / "tales.txt").write_text(SCRIPT.replace("2s", "3s"), encoding="utf-8")
    assert render(capsys, "--pack", "models-of-mine/tiny-sd") == {"encode": 0, "draft": 0, "refine": 0}


def test_a_film_finds_its_folder_from_wherever_it_is_opened(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    render(capsys, "--pack", "models-of-mine/tiny-sd", "--draft")
    monkeypatch.chdir(folder / "models-of-mine")
    assert render(capsys, source="../tales.sora") == {"encode": 0, "draft": 0, "refine": 2}


@pytest.mark.parametrize("flag", ["--sketch", "--picture"])
def test_a_shot_is_drawn_over_a_picture(folder: Path, capsys: pytest.CaptureFixture[str], flag: str) -> None:
    make_pipeline(folder / "models-of-mine" / "tiny-sd", TinyPipeline(encodes=True))
    assert cv2.imwrite("white.png", np.full((40, 60, 3), 255, np.uint8))
    pack = ("--pack", "models-of-mine/tiny-sd")
    assert render(capsys, *pack) == {"encode": 4, "draft": 2, "refine": 2}
    assert render(capsys, *pack, flag, "1=white.png") == {"encode": 0, "draft": 1, "refine": 1}
    assert render(capsys, source="tales.sora") == {"encode": 0, "draft": 0, "refine": 0}
    assert render(capsys, "--strength", "40%", source="tales.sora") == {"encode": 0, "draft": 1, "refine": 1}
    assert render(capsys, flag, "1=none", source="tales.sora") == {"encode": 0, "draft": 0, "refine": 0}


def test_a_folder_without_an_encoder_says_what_it_lacks(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cv2.imwrite("white.png", np.full((40, 60, 3), 255, np.uint8))
    words = ["--pack", "models-of-mine/tiny-sd", "--sketch", "1=white.png"]
    assert main(["render", "tales.txt", "--out", "tales.mp4", *words]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "error: The pack `tiny-sd` can't start from a picture, for it has no encoder to read one with."
    assert "vae_encoder" in said[1]


def test_a_folder_on_the_shelf_is_called_by_its_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_pipeline(folder / "models" / "tiny-sd")
    assert render(capsys, "--pack", "tiny-sd", "--draft") == {"encode": 4, "draft": 2, "refine": 0}


def test_a_folder_that_is_no_pack_is_refused_in_a_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty").mkdir()
    assert main(["render", "tales.txt", "--out", "tales.mp4", "--pack", "empty"]) == 1
    said = capsys.readouterr().err
    assert "no model pack in" in said
    assert "model_index.json" in said


SPOILED: list[tuple[Callable[[Path], object], str, str]] = [
    (without("unet/model.onnx"), "“tiny-sd” has no unet/model.onnx.", "Copy the folder again, whole; a PyTorch"),
    (as_unet(states=5), "unet/model.onnx takes `encoder_hidden_states` 5 wide", "Take both parts from the same model."),
    (changed(_class_name="MagicScheduler"), "the scheduler `MagicScheduler` is not known here.", "Put one of these"),
    (unknown_class, "tiny-sd/model_index.json: models of the kind `AudioLDMPipeline`", "These can: "),
    (as_unet(half=True), "unet/model.onnx is in half precision (fp16)", "without --fp16."),
    (weights_elsewhere, "they lie in `model.onnx_data`, which is not beside it.", "Copy that file too;"),
]


@pytest.mark.parametrize(("spoil", "said", "remedy"), SPOILED, ids=[said for _, said, _ in SPOILED])
@pytest.mark.parametrize("words", ["packs verify {}", "render tales.txt --out tales.mp4 --pack {}"])
def test_what_is_wrong_with_a_folder_is_one_sentence_and_one_remedy(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    words: str,
    spoil: Callable[[Path], object],
    said: str,
    remedy: str,
) -> None:
    assert main(["config", "device", "cpu"]) == 0
    capsys.readouterr()
    spoil(folder / "models-of-mine" / "tiny-sd")
    assert main(words.format("models-of-mine/tiny-sd").split()) == 1
    error, hint = capsys.readouterr().err.splitlines()
    assert error.startswith("error: ")
    assert said in error
    assert hint.startswith("hint: ")
    assert remedy in hint
    assert not (folder / "tales.mp4").exists()
