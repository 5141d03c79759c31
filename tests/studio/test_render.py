"""Rendering a film: what is made, what is kept, what is made again."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sora_studio.errors import Cancelled, DeviceError, EditError, PackError, ProjectFileError, SoraError
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.events import (
    DeviceInUse,
    Event,
    FilmWritten,
    Notice,
    Preview,
    ShotFailed,
    StageProgress,
    TakeReady,
)
from sora_studio.studio.keeping import frames_of
from sora_studio.studio.planning import plan_takes, with_settings
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.edits import pin_take, set_prompt
from tests.inference.tiny_pack import Tiny
from tests.studio.film import open_tiny_studio, tiny_film


def rendered(studio: Studio, order: RenderOrder | None = None) -> list[Event]:
    return list(studio.render(order or RenderOrder(), device="cpu"))


def stages_run(studio: Studio) -> tuple[int, int, int]:
    return studio.counts.encode, studio.counts.draft, studio.counts.refine


def shot_ids(studio: Studio) -> list[str]:
    return [shot.id for _, shot in studio.project.shots()]


def test_every_shot_gets_a_take_and_the_film_follows(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        events = rendered(studio)
        assert [e.position for e in events if isinstance(e, TakeReady)] == [1, 2, 3]
        assert stages_run(studio) == (4, 3, 3)  # three prompts and the empty negative one
        film = list(studio.write_film(tmp_path / "film.mp4"))[-1]
    assert isinstance(film, FilmWritten)
    assert film.frames == 72


def test_the_watcher_is_told_device_steps_and_previews(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        events = rendered(studio, RenderOrder(positions=(1,)))
    assert any(isinstance(event, DeviceInUse) and event.description.startswith("CPU") for event in events)
    steps = [(e.stage, e.step, e.steps) for e in events if isinstance(e, StageProgress)]
    assert [step for step in steps if step[0] == "draft"] == [("draft", 1, 3), ("draft", 2, 3), ("draft", 3, 3)]
    assert steps[-1][0] == "refine"
    assert steps[-1][1] == steps[-1][2]
    left = [e.seconds_left for e in events if isinstance(e, StageProgress)]
    assert left[0] is None, "nothing of Stage C is timed yet"
    assert left[-1] == pytest.approx(0, abs=0.05)
    assert sum(isinstance(event, Preview) for event in events) == 3


def test_again_with_nothing_changed_runs_no_model(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        rendered(studio)
        list(studio.write_film(tmp_path / "film.mp4"))
    first = (tmp_path / "film.mp4").read_bytes()
    with open_tiny_studio(tmp_path) as studio:
        events = rendered(studio)
        film = list(studio.write_film(tmp_path / "film.mp4"))[-1]
        assert studio.model_runs == 0
        assert studio.sessions_created == 0
    assert all(event.reused for event in events if isinstance(event, TakeReady))
    assert isinstance(film, FilmWritten)
    assert film.segments_encoded == 0
    assert (tmp_path / "film.mp4").read_bytes() == first


def test_one_changed_prompt_makes_exactly_that_shot(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        rendered(studio)
    with open_tiny_studio(tmp_path) as studio:
        changed = shot_ids(studio)[1]
        studio.edit("Change prompt", lambda film: set_prompt(film, changed, "a red snow"))
        made = [e.shot_id for e in rendered(studio) if isinstance(e, TakeReady) and not e.reused]
        assert made == [changed]
        assert stages_run(studio) == (1, 1, 1)


def test_changed_refinement_runs_only_stage_c(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        rendered(studio)
    with open_tiny_studio(tmp_path) as studio:
        studio.edit("Refine longer", lambda film: with_settings(film, width=64, height=32, refine_steps=4))
        rendered(studio)
        assert stages_run(studio) == (0, 0, 3)


def test_a_draft_is_refined_later_without_drawing_it_again(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        rendered(studio, RenderOrder(stage="draft"))
        assert stages_run(studio) == (4, 3, 0)
        assert {each.shown.take.stage for each in studio.shots("draft") if each.shown} == {"draft"}
        rendered(studio)
        assert stages_run(studio) == (4, 3, 3)
        assert {each.shown.take.stage for each in studio.shots() if each.shown} == {"refined"}


def test_three_takes_differ_and_are_all_kept(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        rendered(studio, RenderOrder(positions=(1,), takes=3))
        shot = next(studio.project.shots())[1]
        pictures = [frames_of(studio.store, take) for take in shot.takes]
    assert len(pictures) == 3
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert np.abs(pictures[one].astype(int) - pictures[other]).max() > 0


def test_the_same_seed_gives_the_same_pictures_bit_for_bit(tmp_path: Path) -> None:
    films: list[list[np.ndarray]] = []
    for name in ("one", "other"):
        with open_tiny_studio(tmp_path / name) as studio:
            rendered(studio)
            takes = [each.shown.take for each in studio.shots() if each.shown]
            films.append([frames_of(studio.store, take) for take in takes])
    assert all(np.array_equal(one, other) for one, other in zip(*films, strict=True))


def test_two_shots_of_the_same_words_and_seed_are_made_once(tmp_path: Path) -> None:
    project = tiny_film("[[seed: 5]] a red candle\n\n[[seed: 5]] a red candle\n")
    with open_tiny_studio(tmp_path, project) as studio:
        rendered(studio)
        assert stages_run(studio) == (2, 1, 1)
        assert all(each.shown for each in studio.shots())


def test_trimming_a_shot_asks_for_no_new_picture(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        before = [take.digest for take in plan_takes(studio.project, studio.packs)]
        scene = studio.project.scenes[0]
        shorter = replace(scene, shots=tuple(replace(shot, duration_frames=10) for shot in scene.shots))
        after = [take.digest for take in plan_takes(studio.project.with_scene(shorter), studio.packs)]
    assert after == before


def test_a_pinned_take_is_shown_whatever_the_prompt(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        rendered(studio, RenderOrder(positions=(1,), takes=2))
        shot = next(studio.project.shots())[1]
        studio.edit("Pin take", lambda film: pin_take(film, shot.id, shot.takes[1].digest))
        studio.edit("Change prompt", lambda film: set_prompt(film, shot.id, "snow"))
        rendered(studio, RenderOrder(positions=(1,)))
        shown = studio.shots()[0].shown
        assert shown
        assert shown.take == shot.takes[1]
        assert shown.stale


def test_shots_without_a_take_are_left_out_and_told(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        rendered(studio, RenderOrder(positions=(1, 3)))
        events = list(studio.write_film(tmp_path / "film.mp4"))
    assert [e.message for e in events if isinstance(e, Notice)] == ["Shot 2 has no take yet; the film leaves it out."]
    assert isinstance(events[-1], FilmWritten)
    assert events[-1].frames == 48


def test_a_film_with_no_takes_is_a_clear_sentence(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio, pytest.raises(SoraError, match="no film to write"):
        list(studio.write_film(tmp_path / "film.mp4"))
    assert not (tmp_path / "film.mp4").exists()


def test_a_shot_that_comes_out_blank_fails_alone_and_may_be_tried_again(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path, tiny=Tiny(blank="refine")) as studio:
        failed = [event for event in rendered(studio) if isinstance(event, ShotFailed)]
        assert [event.position for event in failed] == [1, 2, 3]
        assert "blank" in failed[0].message
        assert studio.queue.waiting() == 3
        assert all(each.shown is None for each in studio.shots())


def test_a_damaged_take_is_made_again(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        rendered(studio)
        shown = studio.shots()[0].shown
        assert shown
        file = studio.store.path("takes", shown.take.digest)
        whole = file.read_bytes()
        file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        rendered(studio)
        assert stages_run(studio) == (4, 3, 4)
        assert file.read_bytes() == whole


def test_stopping_keeps_what_is_finished_and_the_queue_goes_on(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        events = studio.render(RenderOrder(), device="cpu")
        for event in events:
            if isinstance(event, TakeReady):
                break
        studio.cancel()
        with pytest.raises(Cancelled):
            list(events)
    with open_tiny_studio(tmp_path) as studio:
        waiting = studio.queue.waiting()
        # What draws runs ahead of who hears of it, by no more than a take on a machine that isn't busy.
        assert waiting in (1, 2)
        ready = [event for event in rendered(studio) if isinstance(event, TakeReady)]
        assert [event.reused for event in ready] == [True] * (3 - waiting) + [False] * waiting
        assert studio.queue.waiting() == 0


def test_a_device_that_is_not_there_is_refused_before_anything_runs(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio, pytest.raises(DeviceError):
        list(studio.render(RenderOrder(), device="cuda:99"))


def test_a_missing_pack_is_named(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        studio.edit("Choose pack", lambda film: with_settings(film, width=64, height=32, pack="tinny"))
        with pytest.raises(PackError) as refused:
            rendered(studio)
    assert "tiny" in refused.value.hint


def test_undo_and_redo_are_saved(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path) as studio:
        first = studio.project
        studio.edit("Change prompt", lambda film: set_prompt(film, shot_ids(studio)[0], "snow"))
        second = studio.project
        studio.undo()
    with open_tiny_studio(tmp_path) as studio:
        assert studio.project == first
    with open_tiny_studio(tmp_path) as studio:
        studio.edit("Change prompt", lambda film: set_prompt(film, shot_ids(studio)[0], "snow"))
        studio.undo()
        studio.redo()
    with open_tiny_studio(tmp_path) as studio:
        assert studio.project == second


def test_an_undo_that_cannot_be_saved_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise ProjectFileError("Not saved: the disk is full.")

    with open_tiny_studio(tmp_path) as studio:
        first = studio.project
        studio.edit("Change prompt", lambda film: set_prompt(film, shot_ids(studio)[0], "snow"))
        second = studio.project
        with monkeypatch.context() as patched:
            patched.setattr(ProjectFile, "save", full)
            with pytest.raises(ProjectFileError):
                studio.undo()
        assert studio.project == second
        studio.undo()
        assert studio.project == first
        with monkeypatch.context() as patched:
            patched.setattr(ProjectFile, "save", full)
            with pytest.raises(ProjectFileError):
                studio.redo()
        assert studio.project == first
        studio.redo()
        assert studio.project == second
        with pytest.raises(EditError):
            studio.redo()
