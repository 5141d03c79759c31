"""How a folder's drafts are shown is found out when it first draws for a film, and kept beside that."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.families import stable_diffusion
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.packs import load_pack
from sora_studio.inference.session import SessionCache
from sora_studio.storage.arrays import load_arrays
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import cache, keeping
from sora_studio.studio.events import Notice
from sora_studio.studio.latent_colours import COLOURS, in_colour
from sora_studio.studio.studio import RenderOrder
from sora_studio.timeline.project import Project
from tests.inference.tiny_pack import cpu_sessions
from tests.inference.tiny_pipeline import CHANNELS, make_pipeline, vae_decoder
from tests.studio.film import open_tiny_studio

# The folder's decoder is given twice its latents, and shows three of four channels.
SHOWN = 2 * np.eye(CHANNELS, 3)


@pytest.fixture(autouse=True)
def unpublished(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has said what the latents of this family look like."""
    monkeypatch.setattr(stable_diffusion, "PREVIEW_MIX", ())


@pytest.fixture
def pack(tmp_path: Path) -> ModelPack:
    return load_pack(make_pipeline(tmp_path / "models" / "tiny"))


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "film.takes")


def seen(sessions: SessionCache, store: BlobStore, pack: ModelPack, told: list[Notice] | None = None) -> ModelPack:
    return in_colour(sessions, store, pack, CancelToken(), (told if told is not None else []).append)


def test_it_takes_one_run_for_a_film(pack: ModelPack, store: BlobStore) -> None:
    first, again = cpu_sessions(), cpu_sessions()
    shown = seen(first, store, pack)
    np.testing.assert_allclose(shown.draft.preview_mix, SHOWN, atol=1e-3)
    assert seen(again, store, pack) == shown
    assert (first.runs, again.runs) == (1, 0)
    # What a draft is called by is what it was drawn by, not how it is shown.
    assert shown.digest == pack.digest


def test_another_decoder_is_looked_at_anew_and_what_is_known_is_not(pack: ModelPack, store: BlobStore) -> None:
    sessions = cpu_sessions()
    known = seen(sessions, store, pack)
    assert seen(sessions, store, known) is known
    decoder = pack.refine.decoder
    assert decoder is not None
    other = replace(pack, refine=replace(pack.refine, decoder=replace(decoder, scaling=0.25)))
    np.testing.assert_allclose(seen(sessions, store, other).draft.preview_mix, 2 * SHOWN, atol=1e-3)
    assert sessions.runs == 2


def test_it_goes_with_the_drafts_and_comes_again(pack: ModelPack, store: BlobStore) -> None:
    sessions = cpu_sessions()
    seen(sessions, store, pack)
    assert cache.clean_up(store, Project("Film"), ["drafts"]).files == 1
    np.testing.assert_allclose(seen(sessions, store, pack).draft.preview_mix, SHOWN, atol=1e-3)
    assert sessions.runs == 2


def test_where_the_decoder_fails_the_draft_is_shown_as_it_is_and_that_is_told(tmp_path: Path, store: BlobStore) -> None:
    folder = make_pipeline(tmp_path / "models" / "tiny")
    model = vae_decoder()
    model.graph.node[-1].output[0] = "enlarged"
    model.graph.node.append(onnx.helper.make_node("Log", ["enlarged"], ["sample"]))
    onnx.save(model, folder / "vae_decoder/model.onnx")
    pack, told = load_pack(folder), list[Notice]()
    assert seen(cpu_sessions(), store, pack, told) is pack
    [notice] = told
    assert notice.message.startswith("Drafts of tiny are shown in false colours.")


def test_a_decoder_that_is_gone_meanwhile_keeps_nobody_from_a_draft(pack: ModelPack, store: BlobStore) -> None:
    decoder, told = pack.refine.decoder, list[Notice]()
    assert decoder is not None
    decoder.model.path.unlink()
    assert seen(cpu_sessions(), store, pack, told) is pack
    [notice] = told
    assert "vae_decoder/model.onnx can't be read" in notice.message


def test_a_film_shows_its_drafts_so(tmp_path: Path) -> None:
    make_pipeline(tmp_path / "models" / "tiny")
    with open_tiny_studio(tmp_path) as studio:
        list(studio.render(RenderOrder(stage="draft"), device="cpu"))
        _, shot = next(studio.project.shots())
        draft = load_arrays(studio.store.read(keeping.DRAFTS, shot.takes[0].digest))[0]
        assert len(list((studio.store.folder / COLOURS).rglob("*/*"))) == 1
    colours = np.einsum("fchw,cr->fhwr", draft["latents"], SHOWN)
    expected = np.clip(colours * 127.5 + 128, 0, 255).astype(int)
    assert np.abs(draft["frames"].astype(int) - expected).max() <= 1
