"""The queue behind a window: a real process that renders, real sessions, events noted by hand."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from sora_studio.errors import EditError, PackError, ProjectFileError
from sora_studio.inference.request import text_digest
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.config import Config
from sora_studio.studio.events import DeviceInUse, Preview, QueueStopped, StageProgress, TakeReady
from sora_studio.studio.keeping import frames_of, keep_text
from sora_studio.studio.planning import plan_takes, with_settings
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.edits import remove, set_prompt
from sora_studio.timeline.project import Project
from tests.inference.tiny_pack import CONCEPTS, ENDLESS, Tiny, make_pack
from tests.studio.film import open_tiny_studio, tiny_film
from tests.studio.window import Window

FIVE = "a red candle\n\nsnow burns\n\na candle burns\n\nred snow\n\na snow candle\n"


def window_on(folder: Path, script: str | None = None, tiny: Tiny | None = None) -> Window:
    return Window(open_tiny_studio(folder, tiny_film(script) if script else None, tiny))


def shot_ids(studio: Studio) -> list[str]:
    return [shot.id for _, shot in studio.project.shots()]


def takes(studio: Studio) -> list[int]:
    return [len(shot.takes) for _, shot in studio.project.shots()]


def test_the_same_takes_with_the_same_work_as_on_the_command_line(tmp_path: Path) -> None:
    with open_tiny_studio(tmp_path / "line") as studio:
        list(studio.render(RenderOrder(), device="cpu"))
        counts = studio.counts
        told = [shot.takes for _, shot in studio.project.shots()]
        pictures = [frames_of(studio.store, kept[0]).tobytes() for kept in told]
    with window_on(tmp_path / "window") as window:
        assert window.make() == 3
        assert window.studio.counts == counts
        kept = [shot.takes for _, shot in window.studio.project.shots()]
        assert kept == told
        assert [frames_of(window.studio.store, each[0]).tobytes() for each in kept] == pictures
        assert window.states == [(1, 1, "done"), (2, 1, "done"), (3, 1, "done")]
        assert all(item.progress == 1 for item in window.queue.items)
        assert any(isinstance(event, DeviceInUse) for event in window.seen)
        assert any(isinstance(event, Preview) for event in window.seen)
        assert window.studio.undo_labels == ()
    with open_tiny_studio(tmp_path / "window") as studio:
        assert takes(studio) == [1, 1, 1]
        assert studio.queue.waiting() == 0


def test_the_first_take_comes_early_and_the_rest_stage_by_stage(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.make()
        assert window.worked() == [
            (1, "encode"), (1, "draft"), (1, "refine"),
            (2, "encode"), (3, "encode"), (2, "draft"), (3, "draft"), (2, "refine"), (3, "refine"),
        ]  # fmt: skip
        assert window.engine.sessions_created == 3


def test_models_stay_loaded_and_kept_takes_are_not_made_again(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.make(RenderOrder(positions=(1,)))
        created, runs = window.engine.sessions_created, window.engine.model_runs
        assert window.make(RenderOrder(positions=(1,))) == 0
        assert window.engine.model_runs == runs
        assert window.make() == 2
        assert window.engine.sessions_created == created


def test_what_is_looked_at_is_made_first_as_a_whole(tmp_path: Path) -> None:
    with window_on(tmp_path, FIVE) as window:
        window.queue.pause()
        window.queue.submit(RenderOrder())
        ids = shot_ids(window.studio)
        window.queue.focus([ids[3], ids[1]])
        assert [item.position for item in window.queue.items] == [4, 2, 1, 3, 5]
        window.queue.resume()
        window.run_dry()
        assert window.worked()[:7] == [
            (4, "encode"), (4, "draft"), (4, "refine"), (2, "encode"), (2, "draft"), (2, "refine"), (1, "encode"),
        ]  # fmt: skip
        assert window.ready() == [4, 2, 1, 3, 5]


def test_a_place_given_by_hand_counts_and_survives_a_restart(tmp_path: Path) -> None:
    with window_on(tmp_path, FIVE) as window:
        window.queue.pause()
        window.queue.submit(RenderOrder())
        window.queue.focus([shot_ids(window.studio)[0]])
        window.queue.move(window.item(5).digest, 0)
        window.queue.move(window.item(1).digest, 3)
        assert [item.position for item in window.queue.items] == [5, 2, 3, 1, 4]
    with window_on(tmp_path) as window:
        assert [item.position for item in window.queue.from_last_time] == [5, 2, 3, 1, 4]
        assert window.queue.items == ()
        assert window.queue.resume_last() == 5
        window.run_dry()
        assert window.ready() == [5, 2, 3, 1, 4]
        assert window.queue.from_last_time == ()


def test_one_is_cancelled_while_it_runs_and_the_others_finish(tmp_path: Path) -> None:
    with endless_window(tmp_path) as window:
        window.queue.submit(RenderOrder())
        window.run_until(lambda: window.item(1).running == "draft")
        time.sleep(0.1)
        began_s = time.monotonic()
        window.queue.cancel(window.item(1).digest)
        window.run_until(lambda: window.item(2).state == "running")
        assert time.monotonic() - began_s < 1.0
        window.run_dry()
        assert window.states == [(1, 1, "cancelled"), (2, 1, "done"), (3, 1, "done")]
        assert takes(window.studio) == [0, 1, 1]
        assert window.studio.queue.waiting() == 0


def test_all_are_cancelled(tmp_path: Path) -> None:
    with endless_window(tmp_path) as window:
        window.queue.submit(RenderOrder())
        window.run_until(lambda: window.item(1).running == "draft")
        window.queue.cancel_all()
        assert {item.state for item in window.queue.items} == {"cancelled"}
        assert window.studio.queue.waiting() == 0
        window.studio.edit("Write", lambda film: set_prompt(film, shot_ids(window.studio)[0], "snow"))
        assert window.make() == 3
        assert takes(window.studio) == [1, 1, 1]


def test_a_pause_holds_between_two_steps_and_goes_on(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.queue.submit(RenderOrder())
        pause_then = window.queue.pause
        window.before_note = lambda event: pause_then() if isinstance(event, StageProgress) else None
        window.run_until(lambda: any(isinstance(event, StageProgress) for event in window.seen))
        settle(window)
        assert window.queue.paused
        steps = sum(isinstance(event, StageProgress) for event in window.seen)
        settle(window)
        assert sum(isinstance(event, StageProgress) for event in window.seen) == steps
        window.before_note = lambda _: None
        window.queue.resume()
        window.run_dry()
        assert takes(window.studio) == [1, 1, 1]


def test_held_back_for_playback_and_cancelled_meanwhile(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.queue.hold(True)
        window.queue.submit(RenderOrder())
        settle(window)
        assert window.engine.pid is None
        window.queue.cancel(window.item(1).digest)
        window.queue.hold(False)
        window.run_dry()
        assert takes(window.studio) == [0, 1, 1]


def test_a_take_that_fails_says_why_and_may_be_tried_again(tmp_path: Path) -> None:
    with window_on(tmp_path, tiny=Tiny(blank="refine")) as window:
        window.make()
        assert {item.state for item in window.queue.items} == {"failed"}
        failed = window.item(2)
        assert "blank" in failed.message
        assert failed.hint
        window.queue.retry(failed.digest)
        assert window.item(2).state == "waiting"
        window.run_dry()
        assert window.item(2).state == "failed"
    with window_on(tmp_path) as window:
        assert len(window.queue.from_last_time) == 3


def test_a_failure_is_past_once_its_shot_is_asked_for_another_take(tmp_path: Path) -> None:
    with window_on(tmp_path, tiny=Tiny(blank="refine")) as window:
        window.make(RenderOrder(positions=(1, 2, 3)))
        window.studio.edit("Write", lambda film: set_prompt(film, shot_ids(window.studio)[0], "snow"))
        window.make(RenderOrder(positions=(1,), stage="draft"))
        assert sorted(window.states) == [(1, 1, "done"), (2, 1, "failed"), (3, 1, "failed")]
        window.queue.forget(window.item(2).digest)
        window.queue.clear()
        assert window.states == [(3, 1, "failed")]
        assert window.studio.queue.waiting() == 1


def test_every_failed_take_of_a_shot_can_be_tried_again(tmp_path: Path) -> None:
    with window_on(tmp_path, tiny=Tiny(blank="refine")) as window:
        window.make(RenderOrder(positions=(1,), takes=3))
        for item in window.queue.items:
            window.queue.retry(item.digest)
        assert sorted(window.states) == [(1, 1, "waiting"), (1, 2, "waiting"), (1, 3, "waiting")]
        window.run_dry()


def test_a_take_that_failed_for_good_is_shown_after_a_restart(tmp_path: Path) -> None:
    with window_on(tmp_path, "a red candle\n", tiny=Tiny(blank="refine")) as window:
        window.make()
        for _ in range(2):
            window.queue.retry(window.item(1).digest)
            window.run_dry()
    with window_on(tmp_path) as window:
        assert window.queue.from_last_time == ()
        assert window.states == [(1, 1, "failed")]
        assert "blank" in window.item(1).message
        window.queue.retry(window.item(1).digest)
        window.run_dry()
        assert window.states == [(1, 1, "failed")]
        for _ in range(2):
            window.queue.retry(window.item(1).digest)
            window.run_dry()
        window.studio.edit("Write", lambda film: set_prompt(film, shot_ids(window.studio)[0], "snow"))
    with window_on(tmp_path) as window:
        assert window.queue.items == ()
        assert window.studio.queue.left() == []


def test_closing_while_a_model_runs_is_quick_and_loses_nothing(tmp_path: Path) -> None:
    with endless_window(tmp_path) as window:
        window.queue.focus([shot_ids(window.studio)[1]])
        window.queue.submit(RenderOrder())
        window.run_until(lambda: window.item(1).running == "draft")
        began_s = time.monotonic()
        assert window.queue.close()
        window.studio.close()
        assert time.monotonic() - began_s < 2.0
    with window_on(tmp_path) as window:
        assert [item.position for item in window.queue.from_last_time] == [1, 3]
        assert all(not item.message for item in window.queue.from_last_time)
        assert takes(window.studio) == [0, 1, 0]
        window.queue.discard_last()
        assert window.queue.from_last_time == ()
    with window_on(tmp_path) as window:
        assert window.queue.from_last_time == ()


def test_what_is_made_and_not_yet_noted_is_in_the_film_after_closing(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.queue.submit(RenderOrder(positions=(1,)))
        window.run_until(lambda: window.item(1).running == "refine")
        end_s = time.monotonic() + 20
        while not window.queue._results and time.monotonic() < end_s:
            time.sleep(0.01)
    with open_tiny_studio(tmp_path) as studio:
        assert takes(studio) == [1, 0, 0]
        assert studio.queue.waiting() == 0


def test_one_from_last_time_that_is_ordered_again_is_left_to_the_queue(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.queue.pause()
        window.queue.submit(RenderOrder())
    with window_on(tmp_path) as window:
        window.queue.pause()
        assert window.queue.submit(RenderOrder(positions=(2,))) == 1
        assert [item.position for item in window.queue.from_last_time] == [1, 3]
        window.queue.discard_last()
        assert window.studio.queue.waiting() == 1
        window.queue.resume()
        window.run_dry()
        assert takes(window.studio) == [0, 1, 0]


def test_takes_of_a_model_that_is_gone_wait_on_and_say_so(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.queue.pause()
        window.queue.submit(RenderOrder())
    (tmp_path / "models" / "tiny").rename(tmp_path / "away")
    with Window(
        Studio(ProjectFile.open(tmp_path / "film.sora"), Config(models_folder=str(tmp_path / "models")))
    ) as window:
        assert len(window.queue.from_last_time) == 3
        assert all("tiny" in item.message for item in window.queue.from_last_time)
        with pytest.raises(PackError):
            window.queue.resume_last()
        (tmp_path / "away").rename(tmp_path / "models" / "tiny")
        assert window.queue.resume_last() == 3
        window.run_dry()
        assert takes(window.studio) == [1, 1, 1]


def test_closing_while_paused_is_quick(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.queue.submit(RenderOrder())
        window.run_until(lambda: window.item(1).running == "draft")
        window.queue.pause()
        settle(window)
        began_s = time.monotonic()
        assert window.queue.close()
        assert time.monotonic() - began_s < 1.0


def test_a_fault_of_our_own_stops_the_queue_and_is_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", hidden.append)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("no such luck")

    with window_on(tmp_path) as window:
        with monkeypatch.context() as patched:
            patched.setattr("sora_studio.studio.rendering.unknown_words", broken)
            window.queue.submit(RenderOrder())
            window.run_until(lambda: any(isinstance(event, QueueStopped) for event in window.seen))
        assert window.queue.paused
        assert [fault.exc_type for fault in hidden] == [ZeroDivisionError]
        window.queue.resume()
        window.run_dry()
        assert takes(window.studio) == [1, 1, 1]


def test_takes_nobody_asks_for_any_more_are_told_and_left_out(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.queue.pause()
        window.queue.submit(RenderOrder())
        ids = shot_ids(window.studio)
        window.studio.edit("Write", lambda film: set_prompt(film, ids[0], "snow"))
        window.studio.edit("Remove shot", lambda film: remove(film, ids[1]))
    with window_on(tmp_path) as window:
        told = [(item.position, item.message) for item in window.queue.from_last_time]
        assert [position for position, _ in told] == [1, 0, 2]
        assert "changed" in told[0][1]
        assert "no longer in the film" in told[1][1]
        assert told[2][1] == ""
        assert window.queue.resume_last() == 1
        window.run_dry()
        assert takes(window.studio) == [0, 1]
        assert len(window.queue.from_last_time) == 2
        window.queue.discard_last()
        assert window.studio.queue.waiting() == 0


def test_undo_while_rendering_keeps_the_takes(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        studio = window.studio
        ids = shot_ids(studio)
        before = studio.project
        studio.edit("Change prompt", lambda film: set_prompt(film, ids[0], "a red snow"))
        studio.edit("Remove shot", lambda film: remove(film, ids[2]))
        studio.undo()
        window.queue.submit(RenderOrder())
        window.run_until(lambda: 1 in window.ready())
        assert studio.redo() == "Remove shot"
        window.run_dry()
        assert takes(studio) == [1, 1]
        assert studio.undo_labels == ("Remove shot", "Change prompt")
        assert studio.undo() == "Remove shot"
        assert studio.undo() == "Change prompt"
        assert takes(studio) == [1, 1, 1]
        plain = [replace(shot, takes=()) for _, shot in studio.project.shots()]
        assert plain == [shot for _, shot in before.shots()]
        assert studio.redo_labels == ("Change prompt", "Remove shot")
    with open_tiny_studio(tmp_path) as studio:
        assert takes(studio) == [1, 1, 1]


def test_another_like_this_is_a_take_with_a_seed_of_its_own(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.make(RenderOrder(positions=(1,)))
        another = RenderOrder(positions=(1,), fresh=True)
        assert window.queue.submit(another) == 1
        assert window.queue.submit(another) == 1
        window.run_dry()
        assert window.make(RenderOrder(positions=(1,), fresh=True, takes=2, stage="draft")) == 2
        seeds = [take.seed for take in next(window.studio.project.shots())[1].takes]
        assert seeds == list(range(seeds[0], seeds[0] + 5))


def test_two_shots_of_the_same_words_and_seed_share_one_take(tmp_path: Path) -> None:
    with window_on(tmp_path, "[[seed: 5]] a red candle\n\n[[seed: 5]] a red candle\n") as window:
        assert window.make() == 1
        assert takes(window.studio) == [1, 1]


def test_a_kept_take_that_is_damaged_is_made_again(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.make(RenderOrder(positions=(1,)))
        shown = window.studio.shots()[0].shown
        assert shown
        file = window.studio.store.path("takes", shown.take.digest)
        whole = file.read_bytes()
        file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        assert window.queue.submit(RenderOrder(positions=(1,))) == 0
        window.run_until(lambda: window.studio.counts.refine == 2 and not window.queue.items[0].unfinished)
        assert file.read_bytes() == whole


def test_a_model_that_is_gone_stops_the_queue_and_nothing_is_lost(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        assert window.studio.pack
        (tmp_path / "models" / "tiny" / "draft.onnx").rename(tmp_path / "away.onnx")
        window.queue.submit(RenderOrder())
        window.run_until(lambda: any(isinstance(event, QueueStopped) for event in window.seen))
        [stopped] = [event for event in window.seen if isinstance(event, QueueStopped)]
        assert "draft.onnx" in stopped.message
        assert window.queue.paused
        assert {item.state for item in window.queue.items} == {"waiting"}
        (tmp_path / "away.onnx").rename(tmp_path / "models" / "tiny" / "draft.onnx")
        window.queue.resume()
        window.run_dry()
        assert takes(window.studio) == [1, 1, 1]


def test_a_device_that_is_not_there_stops_the_queue(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.studio.config = replace(window.studio.config, device="cuda:99")
        window.queue.submit(RenderOrder())
        window.run_until(lambda: any(isinstance(event, QueueStopped) for event in window.seen))
        window.studio.config = replace(window.studio.config, device="cpu")
        window.queue.resume()
        window.run_dry()
        assert takes(window.studio) == [1, 1, 1]


def test_a_film_that_cannot_be_saved_stops_the_queue_and_keeps_the_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise ProjectFileError("Not saved: the disk is full.")

    with window_on(tmp_path) as window:
        window.queue.submit(RenderOrder(positions=(1,)))
        with monkeypatch.context() as patched:
            patched.setattr(ProjectFile, "save", full)
            window.run_until(lambda: any(isinstance(event, QueueStopped) for event in window.seen))
        assert takes(window.studio) == [0, 0, 0]
        assert window.item(1).unfinished
        window.queue.resume()
        window.run_dry()
        assert takes(window.studio) == [1, 0, 0]


def test_time_left_and_progress_are_told_from_what_was_timed(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.queue.pause()
        window.queue.submit(RenderOrder())
        assert window.queue.seconds_left is None
        window.queue.resume()
        progress: list[float] = []
        window.before_note = lambda _: progress.append(window.item(1).progress)
        window.run_until(lambda: window.item(1).state == "done")
        left = window.queue.seconds_left
        assert left is not None
        assert left > 0
        assert progress == sorted(progress)
        assert {0.5, 1.0} & set(progress)
        window.run_dry()
        assert window.queue.seconds_left == 0


def test_a_core_is_left_to_the_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sora_studio.studio.machine.processor_count", lambda: 4)
    with window_on(tmp_path) as window:
        window.make(RenderOrder(positions=(1,)))
        [device] = [event.description for event in window.seen if isinstance(event, DeviceInUse)]
        assert device == "CPU, 3 threads"


def test_takes_of_another_model_chosen_meanwhile_wait_beside_the_first(tmp_path: Path) -> None:
    make_pack(tmp_path / "models" / "other", Tiny(noise_share=0.3))
    with window_on(tmp_path) as window:
        window.queue.pause()
        window.queue.submit(RenderOrder(positions=(1, 2)))
        window.studio.edit("Choose model", lambda film: with_settings(film, width=64, height=32, pack="other"))
        window.queue.submit(RenderOrder(positions=(1,)))
        window.queue.resume()
        window.run_dry()
        assert takes(window.studio) == [2, 1, 0]
        shown = window.studio.shots()[0].shown
        assert shown
        assert not shown.stale


def test_no_thread_is_left_when_nothing_waits(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.make()
        window.run_until(lambda: window.queue._worker._thread is None)
        assert window.make(RenderOrder(positions=(1,), fresh=True)) == 1


@pytest.mark.parametrize("seed", range(3))
def test_any_actions_in_any_order_lose_nothing(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    with window_on(tmp_path, FIVE) as window:
        studio, queue = window.studio, window.queue
        ids = shot_ids(studio)

        def edit(label: str, change: Callable[[Project], Project]) -> None:
            with suppress(EditError):
                studio.edit(label, change)

        def order() -> RenderOrder:
            positions = chance.sample(range(1, len(shot_ids(studio)) + 1), 1)
            fresh = chance.random() < 0.3
            return RenderOrder(positions, chance.randint(1, 2), chance.choice(["draft", "refined"]), fresh=fresh)

        def some_item() -> str:
            return chance.choice([item.digest for item in queue.items] or [""])

        actions: list[Callable[[], object]] = [
            lambda: queue.submit(order()),
            lambda: queue.submit(RenderOrder()),
            lambda: queue.cancel(some_item()),
            lambda: queue.move(some_item(), chance.randint(0, 5)),
            lambda: queue.retry(some_item()),
            lambda: queue.forget(some_item()),
            lambda: queue.focus(chance.sample(ids, 2)),
            queue.pause,
            queue.resume,
            lambda: queue.hold(chance.random() < 0.3),
            lambda: edit("Write", lambda film: set_prompt(film, chance.choice(ids), chance.choice(["snow", "a red"]))),
            lambda: edit("Remove", lambda film: remove(film, ids[-1])),
            lambda: studio.undo() if studio.undo_labels else None,
            lambda: studio.redo() if studio.redo_labels else None,
        ]
        for _ in range(150):
            chance.choice(actions)()
            for _ in range(chance.randint(0, 6)):
                window.turn(0.001)
        queue.hold(False)
        queue.resume()
        window.run_dry()
        window.run_until(lambda: queue._worker._thread is None)
        window.turn()
        while studio.undo_labels:
            studio.undo()
        shots = {shot.id: {take.digest for take in shot.takes} for _, shot in studio.project.shots()}
        assert list(shots) == ids
        made = [event for event in window.seen if isinstance(event, TakeReady)]
        assert made
        assert all(event.take.digest in shots[event.shot_id] for event in made)
        assert studio.queue.waiting() == 0
        end = studio.project
    with open_tiny_studio(tmp_path) as studio:
        assert studio.project == end


def settle(window: Window) -> None:
    """Let come what comes."""
    for _ in range(6):
        window.turn(0.05)


def endless_window(folder: Path) -> Window:
    """The first shot's words make its draft run without end."""
    window = window_on(folder)
    studio = window.studio
    prompt = plan_takes(studio.project, studio.packs)[0].request.prompt
    endless = {"concepts": np.full((1, CONCEPTS), 2 * ENDLESS, np.float32)}
    keep_text(studio.store, text_digest(studio.pack.digest, prompt), prompt, endless, [])
    return window
