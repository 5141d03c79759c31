"""How the drafts of models are shown that nobody has published it of: found out as they are converted, or later."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from sora_studio.cli.main import main
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.packs import load_pack
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.latent_colours import in_colour
from tests.conversion.conftest import Made
from tests.conversion.parity import layout
from tests.inference.tiny_pack import cpu_sessions

FLOW = "FlowMatchEulerDiscreteScheduler"


@pytest.mark.parametrize("family", ["stable_diffusion_3", "ltx"])
def test_a_folder_is_shown_as_its_pack_is(made: Callable[[str], Made], tmp_path: Path, family: str) -> None:
    tiny = made(family)
    scheduler = getattr(import_module("diffusers"), FLOW)()
    folder = layout(tiny.checkpoint, tiny.converted, tmp_path / "tiny", scheduler)
    assert not folder.draft.preview_mix
    shown = in_colour(cpu_sessions(), BlobStore(tmp_path / "film.takes"), folder, CancelToken(), print)
    converted = np.array(load_pack(tiny.converted).draft.preview_mix)
    np.testing.assert_allclose(shown.draft.preview_mix, converted, atol=2e-4)
    assert np.abs(converted).max() > 1e-3


def test_what_is_in_half_precision_is_looked_at_in_full(made: Callable[[str], Made], tmp_path: Path) -> None:
    tiny = made("combined_cascade")
    assert main(["packs", "convert", str(tiny.checkpoint), "--out", str(tmp_path / "half"), "--fp16"]) == 0
    half, full = (np.array(load_pack(each).draft.preview_mix) for each in (tmp_path / "half", tiny.converted))
    assert half.shape == full.shape
    np.testing.assert_allclose(half, full, atol=0.05 * np.abs(full).max())
