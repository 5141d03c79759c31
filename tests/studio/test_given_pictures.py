"""A picture of the user's own that a model draws over: read, kept with its shot, encoded, drawn from."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from sora_studio.errors import SoraError
from sora_studio.studio import keeping
from sora_studio.studio.beginnings import strength_percent, use_of_picture, with_strengths
from sora_studio.studio.events import Event, ShotFailed, StageProgress
from sora_studio.studio.plan_check import check_plan
from sora_studio.studio.planning import plan_takes
from sora_studio.studio.recipe import read_recipe
from sora_studio.studio.sketches import Drawings, keep_drawings, picture_of, read_drawing, with_sketches
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.edits import set_continues, set_pack, set_strength
from sora_studio.timeline.project import Project
from tests.inference.tiny_pipeline import TinyPipeline, make_pipeline
from tests.studio.film import open_tiny_studio, tiny_film
from tests.studio.window import Window

ENCODES = TinyPipeline(encodes=True)


def studio_of(folder: Path, tiny: TinyPipeline = ENCODES) -> Studio:
    """A film of three stills, by a published model in a folder as diffusers lays it out."""
    make_pipeline(folder / "models" / "tiny-sd", tiny)
    film = tiny_film()
    return open_tiny_studio(folder, replace(film, settings=replace(film.settings, pack="tiny-sd")))


def put(studio: Studio, position: int, colour: tuple[int, ...], size: tuple[int, int] = (64, 64)) -> None:
    """On the shot at that position a picture of one colour (red, green, blue and, where given, opacity)."""
    path = studio.path.with_name("picture.png")
    order = [2, 1, 0, 3][: len(colour)]
    assert cv2.imwrite(str(path), np.full((*size, len(colour)), [colour[at] for at in order], np.uint8))
    drawings: Drawings = {position: read_drawing(path)}
    keep_drawings(studio.store, drawings)
    studio.edit("Put picture", lambda film: with_sketches(film, drawings))


def rendered(studio: Studio, *positions: int) -> Sequence[Event]:
    return list(studio.render(RenderOrder(positions=positions or None), device="cpu"))


def draft_of(studio: Studio, position: int) -> np.ndarray:
    draft = keeping.kept_draft(
        studio.store, plan_takes(studio.project, studio.packs)[position - 1].request.draft_digest
    )
    assert draft is not None
    return draft


def test_the_draft_is_drawn_over_the_picture_in_steps_that_are_told(tmp_path: Path) -> None:
    with studio_of(tmp_path) as studio:
        put(studio, 1, (255, 255, 255))
        events = rendered(studio, 1)
        assert (studio.counts.encode, studio.counts.draft, studio.counts.refine) == (2, 1, 1)
        assert {each.stage for each in events if isinstance(each, StageProgress)} == {"draft", "refine"}
        light = draft_of(studio, 1)
        put(studio, 1, (0, 0, 0))
        rendered(studio, 1)
        assert (light[:, :3] > draft_of(studio, 1)[:, :3]).all()


def test_a_take_is_found_again_by_its_picture(tmp_path: Path) -> None:
    with studio_of(tmp_path) as studio:
        put(studio, 2, (255, 0, 0))
        red = plan_takes(studio.project, studio.packs)[1]
        put(studio, 2, (254, 0, 0))
        assert plan_takes(studio.project, studio.packs)[1].digest != red.digest
        put(studio, 2, (255, 0, 0))
        rendered(studio)
        before = studio.counts.draft
        rendered(studio)
        assert studio.counts.draft == before
        take = plan_takes(studio.project, studio.packs)[1]
        assert "Begins with: the sketch or picture" in read_recipe(studio.store, take.as_take).text


def test_a_finished_draft_over_a_picture_is_not_drawn_again_to_be_refined(tmp_path: Path) -> None:
    with studio_of(tmp_path) as studio:
        put(studio, 1, (255, 0, 0))
        list(studio.render(RenderOrder((1,), 1, "draft"), device="cpu"))
        rendered(studio, 1)
        assert (studio.counts.draft, studio.counts.refine) == (1, 1)


def test_a_picture_is_cut_to_the_shots_shape_and_lies_on_white_paper(tmp_path: Path) -> None:
    with studio_of(tmp_path) as studio:
        put(studio, 1, (255, 0, 0), (10, 400))
        put(studio, 2, (0, 0, 0, 0), (400, 10))
        red, clear = (picture_of(studio.store, take) for take in plan_takes(studio.project, studio.packs)[:2])
        assert red.shape == clear.shape
        assert (red == (255, 0, 0)).all()
        assert (clear == 255).all()


def test_a_picture_wins_over_the_shot_before(tmp_path: Path) -> None:
    with studio_of(tmp_path) as studio:
        second = [shot for _, shot in studio.project.shots()][1]
        studio.edit("Continue", lambda film: set_continues(film, second.id, True))
        put(studio, 2, (255, 0, 0))
        take = plan_takes(studio.project, studio.packs)[1]
        assert (take.continues, take.request.first_frame, bool(take.request.sketch)) == (None, "", True)
        third = [shot for _, shot in studio.project.shots()][2]
        studio.edit("Continue", lambda film: set_continues(film, third.id, True))
        assert not [each for each in rendered(studio, 3) if isinstance(each, ShotFailed)]
        assert studio.counts.draft == 2, "what it goes on from is drawn over the picture first"


def test_a_picture_that_is_gone_fails_its_shot_alone(tmp_path: Path) -> None:
    with studio_of(tmp_path) as studio:
        put(studio, 1, (255, 0, 0))
        [kept] = (studio.store.folder / "drawings").glob("*/*")
        kept.unlink()
        failed = [each for each in rendered(studio) if isinstance(each, ShotFailed)]
    assert [each.position for each in failed] == [1]
    assert "--sketch 1=" in failed[0].hint


def test_a_model_without_an_encoder_is_told_of_before_anything_is_begun(tmp_path: Path) -> None:
    with studio_of(tmp_path, TinyPipeline()) as studio:
        put(studio, 1, (255, 0, 0))
        with pytest.raises(SoraError, match="no encoder") as caught:
            check_plan(studio.project, studio.packs)
        assert "vae_encoder" in caught.value.hint


def test_what_is_made_of_a_picture_goes_by_the_shots_own_model(tmp_path: Path) -> None:
    with studio_of(tmp_path) as studio:
        ids = [shot.id for _, shot in studio.project.shots()]
        studio.edit("Models", lambda film: _with_packs(film, ids))
        uses = [use_of_picture(studio.packs, studio.project, shot) for _, shot in studio.project.shots()]
    assert uses == ["drawn_over", "draft", "none"]


def test_a_shots_own_strength_is_how_much_of_the_picture_is_left(tmp_path: Path) -> None:
    with studio_of(tmp_path) as studio:
        put(studio, 1, (255, 255, 255))
        shot = next(shot for _, shot in studio.project.shots())
        own = plan_takes(studio.project, studio.packs)[0]
        assert strength_percent(studio.packs, studio.project, shot) == 70
        drafts = []
        for percent in (100, 70, 20):
            studio.edit("Strength", lambda film, percent=percent: set_strength(film, shot.id, percent))
            take = plan_takes(studio.project, studio.packs)[0]
            assert (take.digest == own.digest) == (percent == 70), "set to what it is, it is what it was"
            rendered(studio, 1)
            drafts.append(draft_of(studio, 1)[:, :3].mean())
        assert drafts == sorted(drafts)
        assert "the sketch or picture, drawn over at 20%" in read_recipe(studio.store, take.as_take).text


def test_a_strength_is_asked_of_no_shot_that_begins_with_nothing(tmp_path: Path) -> None:
    with studio_of(tmp_path) as studio:
        plain = plan_takes(studio.project, studio.packs)
        studio.edit("Strength", lambda film: with_strengths(film, [(None, 40)]))
        assert plan_takes(studio.project, studio.packs) == plain
        with pytest.raises(SoraError, match="no shot 4"):
            with_strengths(studio.project, [(4, 40)])


def test_more_steps_than_there_are_levels_are_told_of_before_anything_is_begun(tmp_path: Path) -> None:
    with studio_of(tmp_path) as studio:
        put(studio, 1, (255, 255, 255))
        studio.edit("Steps", lambda film: replace(film, settings=replace(film.settings, steps=400)))
        studio.edit("Strength", lambda film: with_strengths(film, [(1, 5)]))
        with pytest.raises(SoraError, match="Shot 1 can't be drawn over at 5% in 400 steps"):
            check_plan(studio.project, studio.packs)


def _with_packs(film: Project, ids: list[str]) -> Project:
    return set_pack(set_pack(film, ids[1:2], "tiny"), ids[2:], "nowhere")


def test_the_windows_own_process_draws_over_it_too(tmp_path: Path) -> None:
    studio = studio_of(tmp_path)
    put(studio, 1, (255, 0, 0))
    with Window(studio) as window:
        assert window.make() == 3
        shown = [each.shown for each in window.studio.shots()]
        assert all(each is not None and not each.stale for each in shown)
