"""A checkpoint becomes a pack: the same value its ONNX folder gives, with nothing in it that can run."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sora_studio.cli.main import main
from sora_studio.conversion.checkpoint import file_of
from sora_studio.conversion.recipe import Recipe
from sora_studio.errors import PackError
from sora_studio.inference.families import read_pipeline
from sora_studio.inference.onnx_header import read_onnx_header
from sora_studio.inference.packs import load_pack
from sora_studio.inference.pipeline_folder import PipelineFolder
from tests.conversion.conftest import Made


def test_a_pack_says_what_its_checkpoint_says(checkpoint: Path, converted: Path) -> None:
    pack = load_pack(converted)
    source = PipelineFolder(checkpoint, lambda part: (converted, file_of(part)))
    read = read_pipeline(source)
    assert replace(read, folder=pack.folder, encode=pack.encode, digest=pack.digest) == pack
    assert replace(read.encode, tokenizer=pack.encode.tokenizer) == pack.encode
    assert (read.digest.draft, read.digest.refine) == (pack.digest.draft, pack.digest.refine)
    assert sorted(path.name for path in converted.iterdir()) == [
        "CARD.md", "pack.toml", "text_encoder.onnx", "tokenizer.json", "unet.onnx", "vae_decoder.onnx",
        "vae_encoder.onnx",
    ]  # fmt: skip
    assert "| unet | " in (converted / "CARD.md").read_text()


def test_what_the_command_line_converted_is_whole_and_renders(
    checkpoint: Path,
    converted: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SORA_STUDIO_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.chdir(tmp_path)
    mine = str(converted)
    assert main(["packs", "verify", mine]) == 0
    assert "unet.onnx: whole, loads" in capsys.readouterr().out
    (tmp_path / "tales.txt").write_text("[[duration: 6f]] a red candle\n")
    words = ["--size", "64x64", "--device", "cpu", "--steps", "2", "--refine-steps", "1"]
    assert main(["render", "tales.txt", "--out", "tales.mp4", "--pack", mine, *words]) == 0
    assert main(["packs", "convert", str(checkpoint), "--out", mine]) == 1
    assert "is there already" in capsys.readouterr().err


def test_half_precision_is_near_full_and_known_for_what_it_is(checkpoint: Path, tmp_path: Path) -> None:
    from sora_studio.conversion.export import export_part
    from sora_studio.conversion.families.clip import last_layer

    part = last_layer(checkpoint)
    model = tmp_path / "text_encoder.onnx"
    done = export_part(part, model, Recipe("half"))
    assert (done.precision, done.difference < 0.01) == ("half", True)
    assert read_onnx_header(model).is_half


@pytest.mark.parametrize("family", ["combined_cascade", "ltx"])
def test_whole_models_are_halved_part_by_part(made: Callable[[str], Made], tmp_path: Path, family: str) -> None:
    out = tmp_path / family
    assert main(["packs", "convert", str(made(family).checkpoint), "--out", str(out), "--fp16"]) == 0
    pack = load_pack(out)
    halved = {pack.draft.model, pack.refine.model, *([pack.draft.encoder.model] if pack.draft.encoder else [])}
    assert all(read_onnx_header(model.path).is_half for model in halved)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("model_index.json", "is not a diffusers checkpoint: it has no model_index.json"),
        ("unet", "The checkpoint has no folder unet"),
        ("vae/diffusion_pytorch_model.safetensors", "The checkpoint has no weights in vae"),
        ("tokenizer/vocab.json", "The checkpoint has no tokenizer"),
    ],
)
def test_what_a_checkpoint_lacks_is_named_and_nothing_is_left(
    checkpoint: Path, tmp_path: Path, spoil: str, said: str
) -> None:
    copy = Path(shutil.copytree(checkpoint, tmp_path / "copy"))
    (copy / "tokenizer/tokenizer.json").unlink(missing_ok=True)
    gone = copy / spoil
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    assert said in refusal(copy, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


def test_a_pickle_is_refused_by_name(checkpoint: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(checkpoint, tmp_path / "copy"))
    weights = copy / "unet/diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))
    assert "unet/diffusion_pytorch_model.bin is a pickle, which can run anything" in refusal(copy, tmp_path / "out")


def test_weights_cut_short_are_named(checkpoint: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(checkpoint, tmp_path / "copy"))
    weights = copy / "text_encoder/model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    assert "The checkpoint's text_encoder can't be read" in refusal(copy, tmp_path / "out")


def test_an_unknown_kind_is_named(checkpoint: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(checkpoint, tmp_path / "copy"))
    (copy / "model_index.json").write_text('{"_class_name": "AudioLDMPipeline"}')
    assert "`AudioLDMPipeline` can't be converted yet" in refusal(copy, tmp_path / "out")


def refusal(checkpoint: Path, out: Path) -> str:
    from sora_studio.conversion.convert import convert

    with pytest.raises(PackError) as caught:
        convert(checkpoint, out, Recipe(), print)
    assert caught.value.hint
    return caught.value.message
