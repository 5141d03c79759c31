"""Every family's pack: it says what its folder says, and makes a film with no flag but which pack."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from sora_studio.cli.main import main
from sora_studio.conversion.checkpoint import file_of
from sora_studio.inference.families import FAMILIES as FAMILIES_READ
from sora_studio.inference.families import read_pipeline
from sora_studio.inference.packs import load_pack
from sora_studio.inference.pipeline_folder import PipelineFolder
from tests.conversion.conftest import Made
from tests.conversion.films import assert_whole_film
from tests.conversion.parity import layout

FAMILIES = [
    "stable_diffusion",
    "latent_consistency",
    "stable_diffusion_xl",
    "refined_xl",
    "stable_diffusion_3",
    "sd3_without_t5",
    "flux",
    "flux_schnell",
    "combined_cascade",
    "stable_cascade",
    "animate_diff",
    "wan",
    "wan_later",
    "wan_pair",
    "wan_picture",
    "wan_picture_pair",
    "ltx",
    "ltx_later",
    "ltx_upsampled",
]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_pack_makes_a_film_with_no_other_flag(
    made: Callable[[str], Made], family: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_whole_film(made(family).converted, tmp_path, monkeypatch)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_folder_of_its_models_does_too(
    made: Callable[[str], Made], family: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = made(family)
    pack = layout(tiny.checkpoint, tiny.converted, tmp_path / "laid-out")
    assert_whole_film(pack.folder, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "family", ["stable_diffusion", "combined_cascade", "wan_later", "ltx", "wan_picture", "wan_picture_pair"]
)
def test_a_shot_goes_on_from_the_one_before(
    made: Callable[[str], Made], family: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_whole_film(made(family).converted, tmp_path, monkeypatch, "[[continues]] a blue one")


@pytest.mark.parametrize(
    "family",
    ["stable_diffusion", "refined_xl", "stable_diffusion_3", "flux", "animate_diff", "wan_later", "ltx"],
)
def test_a_shot_begins_with_a_given_picture(
    made: Callable[[str], Made],
    family: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pack = made(family).converted
    assert_whole_film(pack, tmp_path, monkeypatch)
    capsys.readouterr()
    words = ["render", "tales.txt", "--out", "tales.mp4", "--pack", str(pack), "--json"]
    for name, colour in (("red.png", (0, 0, 255)), ("green.png", (0, 255, 0))):
        assert cv2.imwrite(name, np.full((30, 50, 3), colour, np.uint8))
        assert main([*words, "--sketch", f"1={name}"]) == 0
        done = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert done["stages_run"] == {"encode": 0, "draft": 1, "refine": 1}


def test_a_model_that_can_begin_with_no_picture_says_so(
    made: Callable[[str], Made], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SORA_STUDIO_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tales.txt").write_text("[[duration: 6f]] a red candle\n")
    assert cv2.imwrite("red.png", np.full((30, 50, 3), (0, 0, 255), np.uint8))
    pack = str(made("stable_cascade").converted)
    assert main(["render", "tales.txt", "--out", "tales.mp4", "--pack", pack, "--sketch", "red.png"]) == 1
    said = capsys.readouterr().err
    assert "can't start from a picture." in said
    assert "hint: Take the picture off the shot, or choose another pack." in said


def test_what_is_read_is_converted() -> None:
    from sora_studio.conversion.families import PARTS

    assert list(PARTS) == list(FAMILIES_READ)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_pack_says_what_the_folder_says(made: Callable[[str], Made], family: str) -> None:
    tiny = made(family)
    pack = load_pack(tiny.converted)
    read = read_pipeline(PipelineFolder(tiny.checkpoint, lambda part: (tiny.converted, file_of(part))))
    # What latents look like is found out where no family's file says it.
    assert len(pack.draft.preview_mix) == pack.draft.latent_channels
    drawn = replace(read.draft, preview_mix=read.draft.preview_mix or pack.draft.preview_mix)
    assert (pack.draft, pack.refine, pack.native_sizes) == (drawn, read.refine, read.native_sizes)
    assert (pack.digest.draft, pack.digest.refine) == (read.digest.draft, read.digest.refine)
    assert [reader.joined for reader in pack.encode.readers] == [reader.joined for reader in read.encode.readers]
