"""Every family's pack: it says what its folder says, and makes a film with no flag but which pack."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sora_studio.conversion.checkpoint import file_of
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
    "ltx",
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


@pytest.mark.parametrize("family", ["stable_diffusion", "combined_cascade", "wan_later", "ltx"])
def test_a_shot_goes_on_from_the_one_before(
    made: Callable[[str], Made], family: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_whole_film(made(family).converted, tmp_path, monkeypatch, "[[continues]] a blue one")


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
