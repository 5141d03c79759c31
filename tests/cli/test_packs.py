"""`sora-studio packs` as a user types it: what there is, whether it works, where it is looked for."""

import json
import shutil
from pathlib import Path

import pytest

from sora_studio import paths
from sora_studio.cli.main import main
from tests.inference.tiny_pack import make_pack
from tests.inference.tiny_pipeline import make_pipeline


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_pack(tmp_path / "models" / "tiny")
    make_pipeline(tmp_path / "drive" / "tiny-sd")
    monkeypatch.setenv("SORA_STUDIO_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("SORA_STUDIO_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    assert main(["packs", *words, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def refusal(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["packs", *words]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[1].startswith("hint: ")
    return lines[0]


def test_a_folder_of_packs_is_added_and_taken_off_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [each["name"] for each in said(capsys)] == ["tiny", "sketch"]
    said(capsys, "add", "drive/tiny-sd")
    assert [each["name"] for each in said(capsys, "list")] == ["tiny-sd", "tiny", "sketch"]
    said(capsys, "remove", "drive")
    assert [each["name"] for each in said(capsys)] == ["tiny", "sketch"]
    assert (folder / "drive" / "tiny-sd").is_dir()
    assert "was never added" in refusal(capsys, "remove", "drive")
    assert "There is no model pack in unet" in refusal(capsys, "add", "drive/tiny-sd/unet")


def test_a_damaged_pack_is_not_added_and_its_neighbours_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_pack(folder / "drive" / "worn")
    with (folder / "drive/worn/draft.onnx").open("ab") as file:
        file.write(b"\0")
    assert "“draft.onnx” of the model pack “worn” is damaged" in refusal(capsys, "add", "drive/worn")
    assert [each["name"] for each in said(capsys)] == ["tiny", "sketch"]
    assert [(each.get("event"), each.get("name")) for each in said(capsys, "add", "drive")][:2] == [
        ("verified", "tiny-sd"), ("refused", "worn"),
    ]  # fmt: skip


def test_a_copied_pack_outlives_its_folder(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "user_data_folder", lambda: folder / "own")
    monkeypatch.setenv("SORA_STUDIO_MODELS", str(folder / "own" / "models"))
    [copied] = said(capsys, "add", "drive/tiny-sd", "--copy")
    assert copied["folder"] == str(folder / "own" / "models" / "tiny-sd")
    shutil.rmtree(folder / "drive")
    assert said(capsys, "verify", "tiny-sd")[-1]["event"] == "verified"
    assert [each.name for each in (folder / "own" / "models").iterdir()] == ["tiny-sd"]


def test_a_pack_that_can_not_be_copied_whole_is_not_there(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "user_data_folder", lambda: folder / "own")
    make_pack(folder / "drive" / "worn")

    def half(source: Path, target: Path, **_: object) -> None:
        (target / "pack.toml").write_bytes((source / "pack.toml").read_bytes())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copytree", half)
    assert "No space left on device" in refusal(capsys, "add", "drive/worn", "--copy")
    assert list((folder / "own" / "models").iterdir()) == []


@pytest.mark.parametrize("words", [("tiny",), ("info", "tiny"), ("info", "drive/tiny-sd")])
def test_a_pack_in_full(folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    each, memory = said(capsys, *words)
    assert each["licence"] in ("Apache-2.0", "openrail++")
    assert 0 < int(str(memory["in_pieces_bytes"])) <= int(str(memory["one_stage_bytes"]))
    assert main(["packs", *words]) == 0
    assert "MB a stage at a time" in capsys.readouterr().out


def test_a_whole_pack_is_verified_model_by_model(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [each.get("file") for each in said(capsys, "verify", "drive/tiny-sd")] == [
        "text_encoder/model.onnx", "unet/model.onnx", "vae_decoder/model.onnx", None,
    ]  # fmt: skip


def test_a_damaged_pack_is_not(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (folder / "models/tiny/draft.onnx").open("ab") as file:
        file.write(b"\0")
    assert "“draft.onnx” of the model pack “tiny” is damaged" in refusal(capsys, "verify", "tiny")


def test_words_that_mean_nothing_are_said_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "packs can't admire" in refusal(capsys, "admire", "tiny")
    assert "packs verify what?" in refusal(capsys, "verify")
    assert "no model pack called `tinny`" in refusal(capsys, "info", "tinny")
    assert "Where should the pack go?" in refusal(capsys, "convert", "drive/tiny-sd")
