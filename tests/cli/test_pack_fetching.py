"""`sora-studio packs add OWNER/NAME` against a server on this machine that speaks as the hub does."""

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from sora_studio import paths
from sora_studio.cli.main import main
from sora_studio.inference.packs import load_pack
from tests.inference.tiny_pipeline import make_pipeline
from tests.studio.hub_server import Hub, hub_of

pytestmark = pytest.mark.skipif(
    find_spec("huggingface_hub") is None, reason="huggingface_hub not installed: pip install '.[hub]'"
)
ID = "tests/tiny-sd"


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    make_pipeline(tmp_path / "served" / "tiny-sd")
    monkeypatch.setenv("SORA_STUDIO_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    with hub_of(tmp_path / "served" / "tiny-sd") as served:
        monkeypatch.setenv("HF_ENDPOINT", served.url)
        yield served


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "data" / "models"


def refusal(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["packs", "add", *words]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[-1].startswith("hint: ")
    return lines[-2]


def test_a_pack_is_shown_then_fetched_and_found(hub: Hub, models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    size = sum(path.stat().st_size for path in hub.folder.rglob("*") if path.is_file())
    assert main(["packs", "add", ID, "--yes", "--json"]) == 0
    offered, *fetched, added = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (offered["bytes"], offered["licence"]) == (size, "openrail++")
    assert sum(each["bytes"] for each in fetched) == size
    assert [path.name for path in models.iterdir()] == ["tiny-sd"]
    assert load_pack(Path(added["folder"])).digest == load_pack(hub.folder).digest
    assert main(["packs", "info", "tiny-sd"]) == 0
    assert "is there already" in refusal(capsys, ID, "--yes")


def test_nothing_is_fetched_that_was_not_agreed_to(hub: Hub, models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Nothing was fetched" in refusal(capsys, ID)
    assert (hub.asked, models.exists()) == ([], False)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("unet/weights.bin", "it contains code (`unet/weights.bin`, pickle"),
        ("pipeline.py", "it contains code (`pipeline.py`, a program"),
    ],
)
def test_what_can_hold_code_is_refused_before_a_byte(
    hub: Hub, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    (hub.folder / name).write_bytes(b"\x80")
    assert said in refusal(capsys, ID, "--yes")
    assert hub.asked == []


def test_a_checkpoint_and_what_is_no_model_are_told_apart(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    for path in hub.folder.rglob("*.onnx"):
        path.unlink()
    assert "is a PyTorch checkpoint" in refusal(capsys, ID, "--yes")
    (hub.folder / "model_index.json").unlink()
    assert "is no model pack" in refusal(capsys, ID, "--yes")
    assert "has no nobody/nothing" in refusal(capsys, "nobody/nothing", "--yes")
    assert hub.asked == []


def test_what_comes_damaged_is_fetched_again_and_nothing_else(
    hub: Hub, models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hub.spoiled.add("unet/model.onnx")
    assert "unet/model.onnx came damaged" in refusal(capsys, ID, "--yes")
    assert not (models / "tiny-sd").exists()
    hub.spoiled.clear()
    before = [name for name, _ in hub.asked]
    assert main(["packs", "add", ID, "--yes"]) == 0
    again = [name for name, _ in hub.asked[len(before) :]]
    assert "unet/model.onnx" in again
    assert set(before) & set(again) == {"unet/model.onnx"}


def test_what_broke_off_goes_on_from_there(hub: Hub, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # It keeps whole pieces, of 10 MB.
    monkeypatch.setattr("huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE", 50)
    hub.torn["unet/model.onnx"] = 225
    assert main(["packs", "add", ID, "--yes"]) == 0
    assert [first for name, first in hub.asked if name == "unet/model.onnx"] == [0, 200]
    assert load_pack(models / "tiny-sd").digest == load_pack(hub.folder).digest


def test_offline_is_one_sentence(hub: Hub, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["config", "offline", "maybe"]) == 1
    assert "offline is yes or no, not 'maybe'" in capsys.readouterr().err
    assert main(["config", "offline", "yes"]) == 0
    assert "is set to stay offline" in refusal(capsys, ID, "--yes")
    assert main(["config", "offline", "no"]) == 0
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    assert "Hugging Face can't be reached for tests/tiny-sd" in refusal(capsys, ID, "--yes")
    assert hub.asked == []
