"""A clip that begins with a picture is drawn in windows of their own latents, which hold all of its frames."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_studio.inference.pack import DraftStage
from sora_studio.inference.pack_parts import PictureEncoder
from sora_studio.inference.packs import load_pack
from sora_studio.inference.windows import finished_apart, windows_of
from tests.inference.tiny_pack import make_pack


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> DraftStage:
    """Of a model told a first frame, which an encoder makes a latent of."""
    draft = load_pack(make_pack(Path(tmp_path_factory.mktemp("packs")) / "tiny")).draft
    return replace(draft, encoder=PictureEncoder(draft.model, "picture", "latent"))


@given(frame_count=st.integers(1, 400), frames_max=st.integers(2, 120), per_latent=st.integers(1, 8))
def test_windows_that_begin_with_pictures_hold_every_frame(
    stage: DraftStage, frame_count: int, frames_max: int, per_latent: int
) -> None:
    stage = replace(stage, frames_max=frames_max, frames_per_latent=per_latent)
    latents = stage.latents_for(frame_count)
    chain = windows_of(stage, latents)
    sizes = [window.stop - window.start for window in chain]
    # One after the other, with nothing in common, as even as can be, and none longer than the model's longest.
    assert [window.start for window in chain] == [sum(sizes[:index]) for index in range(len(sizes))]
    assert sum(sizes) == latents
    assert max(sizes) - min(sizes) <= 1
    assert max(sizes) <= stage.latents_max
    # The first picture of each but the first is the last of the one before.
    frames = 1 + sum((size - 1) * per_latent for size in sizes)
    assert frame_count <= frames < frame_count + per_latent
    assert finished_apart(stage, latents) == chain


def test_windows_that_begin_with_a_drafts_frame_share_it_and_are_finished_together(stage: DraftStage) -> None:
    stage = replace(stage, encoder=None, frames_max=5)
    assert [(window.start, window.stop) for window in windows_of(stage, stage.latents_for(9))] == [(0, 5), (4, 9)]
    assert [(window.start, window.stop) for window in finished_apart(stage, 9)] == [(0, 9)]
