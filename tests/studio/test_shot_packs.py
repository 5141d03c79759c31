"""Shots made with models of their own, in one film."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from shutil import rmtree

import av
import numpy as np
import pytest

from sora_studio.errors import GenerationError, PackError
from sora_studio.exchange import parse_plain_text
from sora_studio.studio.config import Config
from sora_studio.studio.events import Event, Notice, ShotFailed, TakeReady
from sora_studio.studio.film_state import FilmState
from sora_studio.studio.keeping import frames_of, kept_draft
from sora_studio.studio.opening import open_for_render
from sora_studio.studio.packs_in_use import FilmPacks
from sora_studio.studio.planning import plan_film, plan_takes
from sora_studio.studio.prompt_reading import wording
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.edits import set_continues, set_pack
from sora_studio.timeline.project import Project
from tests.inference.tiny_pack import HEIGHT, WIDTH, Tiny, make_pack
from tests.studio.film import open_tiny_studio, tiny_film
from tests.studio.window import Window

LARGE = Tiny(width=2 * WIDTH, height=2 * HEIGHT, frames_per_second=8)
QUIET = Tiny(noise_share=0.0)


def shot_ids(project: Project) -> list[str]:
    return [shot.id for _, shot in project.shots()]


def with_pack(project: Project, pack: str, *places: int) -> Project:
    return set_pack(project, [shot_ids(project)[at] for at in places], pack)


def two_packs(folder: Path, second: Tiny = LARGE, project: Project | None = None) -> Studio:
    """A film of the pack `tiny`, beside which there is `other`, which its second shot is made with."""
    make_pack(folder / "models" / "other", second)
    return open_tiny_studio(folder, with_pack(project or tiny_film(), "other", 1))


def rendered(studio: Studio, order: RenderOrder | None = None) -> list[Event]:
    return list(studio.render(order or RenderOrder(), device="cpu"))


def failed(events: Sequence[Event]) -> list[ShotFailed]:
    return [event for event in events if isinstance(event, ShotFailed)]


def test_each_shot_is_made_by_its_own_model_at_that_models_size_and_rate(tmp_path: Path) -> None:
    with two_packs(tmp_path) as studio:
        rendered(studio)
        shown = [each.shown for each in studio.shots()]
        assert [each and (each.frames_per_second, each.stale) for each in shown] == [
            (4, False),
            (8, False),
            (4, False),
        ]
        sizes = [frames_of(studio.store, each.take).shape[1:3] for each in shown if each]
        assert sizes == [(HEIGHT, WIDTH), (2 * HEIGHT, 2 * WIDTH), (HEIGHT, WIDTH)]
        made = [event.position for event in rendered(studio) if isinstance(event, TakeReady) and not event.reused]
        assert made == []


def test_a_film_of_two_models_dissolves_and_keeps_its_size_and_length(tmp_path: Path) -> None:
    with two_packs(tmp_path, replace(LARGE, noise_share=0.0)) as studio:
        rendered(studio)
        list(studio.write_film(tmp_path / "film.mp4"))
    with av.open(str(tmp_path / "film.mp4")) as film:
        frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
    assert len(frames) == 72
    assert {frame.shape for frame in frames} == {(32, 64, 3)}
    # The second shot dissolves into the third over the cut at frame 48: no frame there leaps.
    levels = np.array([float(frame.mean()) for frame in frames])
    assert abs(levels[50] - levels[44]) > 1
    assert np.abs(np.diff(levels[44:52])).max() < 0.6 * abs(levels[50] - levels[44])


def test_another_model_for_a_shot_makes_its_take_stale_and_no_other(tmp_path: Path) -> None:
    make_pack(tmp_path / "models" / "other", LARGE)
    with open_tiny_studio(tmp_path) as studio:
        rendered(studio)
        state = FilmState(studio.store)
        state.update(studio.project, studio.packs)
        studio.edit("Model", lambda film: with_pack(film, "other", 1))
        assert state.update(studio.project, studio.packs) == {shot_ids(studio.project)[1]}
        assert [each.shown and each.shown.stale for each in state.all()] == [False, True, False]
        assert [each.shown and each.shown.stale for each in studio.shots()] == [False, True, False]


def test_one_shot_whose_model_is_gone_keeps_no_other_from_being_made(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path, with_pack(tiny_film(), "gone", 1)) as studio:
        events = rendered(studio)
        assert [(event.position, event.message) for event in failed(events)] == [
            (2, "There is no model pack called `gone`.")
        ]
        assert [event.position for event in events if isinstance(event, TakeReady)] == [1, 3]
        with pytest.raises(PackError, match="gone"):
            studio.plan(RenderOrder(positions=(2,)))


def test_shots_of_their_own_model_are_made_though_the_films_is_gone(tmp_path: Path) -> None:
    with two_packs(tmp_path) as studio:
        rmtree(tmp_path / "models" / "tiny")
        events = rendered(studio)
        assert [event.position for event in events if isinstance(event, TakeReady)] == [2]
        assert [event.position for event in failed(events)] == [1, 3]


def test_what_a_shot_shows_outlives_its_model_and_is_told(tmp_path: Path) -> None:
    with two_packs(tmp_path) as studio:
        rendered(studio)
        first, second, _ = shot_ids(studio.project)
        rmtree(tmp_path / "models" / "other")
        state = FilmState(studio.store)
        state.update(studio.project, FilmPacks(studio.config.folders))
        problem = state.problem(second)
        assert isinstance(problem, PackError)
        assert "other" in problem.message
        assert state.problem(first) is None
        assert state.request(second) is None
        assert [each.shown is not None and not each.shown.stale for each in state.all()] == [True] * 3


def test_the_queue_leaves_out_what_cannot_be_made_and_says_so_once(tmp_path: Path) -> None:
    film = with_pack(tiny_film(), "gone", 0, 2)
    with Window(open_tiny_studio(tmp_path, film)) as window:
        assert window.make() == 1
        assert window.states == [(2, 1, "done")]
        [told] = [event.message for event in window.seen if isinstance(event, Notice)]
        assert told.startswith("Shots 1 and 3 can't be made: There is no model pack called `gone`.")


def test_a_model_added_meanwhile_is_found_when_its_shots_are_rendered(tmp_path: Path) -> None:
    with Window(open_tiny_studio(tmp_path, with_pack(tiny_film(), "other", 1))) as window:
        assert window.make() == 2
        film_pack = window.studio.pack
        make_pack(tmp_path / "models" / "other", LARGE)
        assert window.make(RenderOrder(positions=(2,))) == 1
        assert window.states == [(2, 1, "done")]
        assert window.studio.pack is film_pack


def test_takes_of_two_models_wait_for_the_next_time(tmp_path: Path) -> None:
    with two_packs(tmp_path) as studio:
        window = Window(studio)
        window.queue.pause()
        assert window.queue.submit(RenderOrder()) == 3
        window.queue.close()
    with Window(open_tiny_studio(tmp_path)) as window:
        assert [take.message for take in window.queue.from_last_time] == ["", "", ""]
    (tmp_path / "models" / "other").rename(tmp_path / "away")
    with Window(open_tiny_studio(tmp_path)) as window:
        assert ["other" in take.message for take in window.queue.from_last_time] == [False, True, False]
        (tmp_path / "away").rename(tmp_path / "models" / "other")
        assert window.queue.resume_last() == 3
        window.run_dry()
        # Those of one model together, so that each is loaded once.
        assert window.ready() == [1, 3, 2]


def test_a_shot_goes_on_from_a_shot_of_another_model_of_the_same_size(tmp_path: Path) -> None:
    chain = tiny_film("snow\n\n[[continues]] a candle\n")
    with two_packs(tmp_path, replace(QUIET, frames_per_second=8), chain) as studio:
        rendered(studio)
        first, second = plan_takes(studio.project, studio.packs, stage="draft")
        assert first.pack.name == "tiny"
        assert second.pack.name == "other"
        before = kept_draft(studio.store, first.digest)
        after = kept_draft(studio.store, second.digest)
        assert before is not None
        assert after is not None
        np.testing.assert_allclose(after[0], before[-1], atol=1e-5)
        # The one before is drawn by its own model where it isn't kept.
        again = two_packs(tmp_path / "again", replace(QUIET, frames_per_second=8), chain)
    with again:
        rendered(again, RenderOrder(positions=(2,), stage="draft"))
        assert kept_draft(again.store, first.digest) is not None
        np.testing.assert_array_equal(kept_draft(again.store, second.digest), after)


def test_a_shot_cannot_go_on_from_pictures_of_another_size_and_fails_alone(tmp_path: Path) -> None:
    chain = tiny_film("snow\n\n[[continues]] a candle\n\n[[continues]] red snow\n\na candle burns")
    with two_packs(tmp_path, LARGE, chain) as studio:
        plan = plan_film(studio.project, studio.packs)
        assert [take.position for take in plan.takes] == [1, 4]
        assert all(isinstance(each.error, GenerationError) for each in plan.refused)
        why = "the models `tiny` and `other` draft pictures of different sizes."
        assert plan.refused[0].error.message == f"This shot can't continue the one before it: {why}"
        assert plan.refused[1].error.message.startswith("The shot this one continues can't be made: ")
        events = rendered(studio)
        assert [event.position for event in events if isinstance(event, TakeReady)] == [1, 4]
        assert [event.position for event in failed(events)] == [2, 3]
        state = FilmState(studio.store)
        state.update(studio.project, studio.packs)
        ids = shot_ids(studio.project)
        assert [state.problem(shot_id) is not None for shot_id in ids] == [False, True, True, False]
        # Let it begin anew, and the one after can go on from it: they are of one size then.
        anew = set_continues(with_pack(studio.project, "other", 2), ids[1], False)
        assert ids[2] not in state.update(anew, studio.packs)
        assert [state.problem(shot_id) for shot_id in ids] == [None] * 4


def test_a_refused_pack_is_read_once_and_a_read_one_stays(tmp_path: Path) -> None:
    make_pack(tmp_path / "models" / "tiny")
    packs = FilmPacks([tmp_path / "models"])
    tiny = packs.named("tiny")
    assert packs.looked_again([tmp_path / "models"]) is packs
    with pytest.raises(PackError) as first:
        packs.named("other")
    make_pack(tmp_path / "models" / "other")
    with pytest.raises(PackError) as second:
        packs.named("other")
    assert second.value is first.value
    again = packs.looked_again([tmp_path / "models"])
    assert again.named("tiny") is tiny
    assert again.named("other").name == "other"
    rmtree(tmp_path / "models" / "tiny")
    make_pack(tmp_path / "more" / "x")
    with pytest.raises(PackError, match="tiny"):
        again.looked_again([tmp_path / "models", tmp_path / "more"]).named("tiny")


def test_a_script_names_the_model_of_a_shot_and_a_missing_one_is_no_reason_to_refuse_the_film(tmp_path: Path) -> None:
    make_pack(tmp_path / "models" / "tiny")
    script = tmp_path / "film.txt"
    script.write_text("snow burns\n\n[[pack: gone]] a red candle\n")
    config = Config(device="cpu", models_folder=str(tmp_path / "models"))

    def small(project: Project) -> Project:
        return replace(project, width=64, height=32, settings=replace(project.settings, pack="tiny"))

    with open_for_render(script, tmp_path / "film.sora", config, small) as studio:
        assert [event.position for event in failed(rendered(studio))] == [2]


def test_a_prompt_is_read_by_the_model_of_its_shot(tmp_path: Path) -> None:
    film = parse_plain_text("snow\n\na candle\n\nred", "x")
    film = replace(film, settings=replace(film.settings, pack="tiny"))
    with two_packs(tmp_path, LARGE, with_pack(film, "gone", 2)) as studio:
        packs = [wording(studio, shot_id).pack for shot_id in shot_ids(studio.project)]
        assert [pack and pack.name for pack in packs] == ["tiny", "other", None]
