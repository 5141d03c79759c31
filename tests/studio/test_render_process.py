"""The process that renders, come to harm in every way: the film goes on, and the user is told in the right words."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sora_studio.studio import pulse, render_talk
from sora_studio.studio.child_process import log_file
from sora_studio.studio.config import Config
from sora_studio.studio.events import Notice, QueueStopped, ShotFailed, StageProgress
from sora_studio.studio.keeping import frames_of
from sora_studio.studio.opening import new_from_text
from sora_studio.studio.planning import with_settings
from sora_studio.studio.studio import RenderOrder, Studio
from tests.inference.tiny_pipeline import TinyPipeline, make_pipeline
from tests.studio.film import open_tiny_studio
from tests.studio.test_render_queue import endless_window, takes, window_on
from tests.studio.window import Window

PROMPTS = "A boat on a lake at sunset.\n\nA fox in the snow.\n"

Harm = Callable[..., None]


@pytest.fixture
def harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Harm:
    """Processes to come are harmed, so many times in all."""

    def harmed(what: str, times: int = 1) -> None:
        monkeypatch.setattr(render_talk, "MODULE", "tests.studio.broken_process")
        monkeypatch.setenv("SORA_TEST_HARM", what)
        monkeypatch.setenv("SORA_TEST_HARM_TIMES", str(times))
        monkeypatch.setenv("SORA_TEST_HARMED", str(tmp_path / "harmed"))

    return harmed


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(reached: Callable[[], bool], timeout_s: float = 20.0) -> None:
    end_s = time.monotonic() + timeout_s
    while not reached():
        assert time.monotonic() < end_s
        time.sleep(0.01)


def notices(window: Window) -> list[str]:
    return [event.message for event in window.seen if isinstance(event, Notice)]


def failures(window: Window) -> list[ShotFailed]:
    return [event for event in window.seen if isinstance(event, ShotFailed)]


def pid_of(window: Window) -> int:
    pid = window.engine.pid
    assert pid is not None
    return pid


def few_steps(studio: Studio) -> Studio:
    studio.edit("Settings", lambda film: with_settings(film, width=film.width, height=film.height, steps=2))
    return studio


def test_a_take_of_the_bundled_model_is_the_same_bit_for_bit(tmp_path: Path) -> None:
    config = Config(device="cpu", threads=1)
    order = RenderOrder(positions=(1,), stage="draft")
    with few_steps(new_from_text("Here", PROMPTS, tmp_path / "here.sora", config)) as studio:
        list(studio.render(order, device="cpu"))
        here = [shot.takes for _, shot in studio.project.shots()]
        picture = frames_of(studio.store, here[0][0]).tobytes()
    with Window(few_steps(new_from_text("There", PROMPTS, tmp_path / "there.sora", config))) as window:
        window.make(order)
        assert [shot.takes for _, shot in window.studio.project.shots()] == here
        assert frames_of(window.studio.store, here[0][0]).tobytes() == picture
        assert window.ready() == [1]


@pytest.mark.parametrize("what", ["killed", "crashed", "garbles"])
def test_a_process_that_ends_in_mid_step_is_started_again(tmp_path: Path, harm: Harm, what: str) -> None:
    harm(what)
    with window_on(tmp_path) as window:
        window.make()
        assert takes(window.studio) == [1, 1, 1]
        assert not failures(window)
        told = "The render engine stopped and was restarted. Shot 1 was retried in the least memory: done."
        assert told in notices(window)


def test_a_take_that_brings_it_down_twice_fails_and_the_others_are_made(tmp_path: Path, harm: Harm) -> None:
    harm("crashed", times=2)
    with window_on(tmp_path) as window:
        window.make()
        assert takes(window.studio) == [0, 1, 1]
        [failed] = failures(window)
        assert failed.message == (
            "The render engine stopped and was restarted. Shot 1 was retried once and failed. The other 2 continue."
        )
        assert str(log_file("render")) in failed.hint
        assert "Segmentation fault" in log_file("render").read_text()
        assert window.item(1).state == "failed"
        window.queue.retry(window.item(1).digest)
        window.run_dry()
        assert takes(window.studio) == [1, 1, 1]


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no way to stop a process here")
def test_a_process_that_says_nothing_any_more_is_ended(
    tmp_path: Path, harm: Harm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "SILENT_S", 2.0)
    harm("stopped")
    with window_on(tmp_path) as window:
        window.make()
        assert takes(window.studio) == [1, 1, 1]
        assert "restarted" in " ".join(notices(window))


def test_a_process_that_gets_nowhere_is_ended(tmp_path: Path, harm: Harm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "STILL_S", 2.0)
    monkeypatch.setattr(pulse, "STILL_STEPS", 1)
    harm("hangs")
    with window_on(tmp_path) as window:
        window.make()
        assert takes(window.studio) == [1, 1, 1]
        assert "restarted" in " ".join(notices(window))


def test_where_memory_ran_out_less_is_taken(tmp_path: Path, harm: Harm) -> None:
    harm("no memory")
    with window_on(tmp_path) as window:
        window.make()
        assert takes(window.studio) == [1, 1, 1]
        [told] = [each for each in notices(window) if "shot 1" in each]
        assert told.startswith("Not enough memory for shot 1")
        assert told.endswith("Retried in the least memory: done.")


@pytest.mark.parametrize(("half", "way"), [(True, "at full precision"), (False, "on the CPU")])
def test_what_came_out_blank_on_a_gpu_is_made_at_full_precision(
    tmp_path: Path, harm: Harm, half: bool, way: str
) -> None:
    """A model in half precision is really run again, in full; that it overflowed the first time is played."""
    harm("blank on a GPU")
    make_pipeline(tmp_path / "models" / "tiny", TinyPipeline(half=half))
    with open_tiny_studio(tmp_path) as studio:
        studio.config = replace(studio.config, device="auto")
        with Window(studio) as window:
            window.make(RenderOrder(positions=(1,)))
            assert takes(studio) == [1, 0, 0]
            assert notices(window) == [f"Shot 1 came out blank (numeric overflow). Retried {way}: fixed."]


def test_what_would_only_come_again_is_not_tried_again(tmp_path: Path, harm: Harm) -> None:
    harm("blank", times=9)
    with window_on(tmp_path) as window:
        window.make()
        assert takes(window.studio) == [0, 1, 1]
        assert "blank" in failures(window)[0].message
        assert (tmp_path / "harmed").read_text() == "x"


def test_a_fault_of_our_own_there_stops_the_queue_and_is_in_the_log(tmp_path: Path, harm: Harm) -> None:
    harm("fault")
    with window_on(tmp_path) as window:
        window.queue.submit(RenderOrder())
        window.run_until(lambda: any(isinstance(event, QueueStopped) for event in window.seen))
        [stopped] = [event for event in window.seen if isinstance(event, QueueStopped)]
        assert "ZeroDivisionError: no such luck" in stopped.hint
        assert "Traceback" in log_file("render").read_text()
        window.queue.resume()
        window.run_dry()
        assert takes(window.studio) == [1, 1, 1]


def test_one_that_can_not_be_started_stops_the_queue(
    tmp_path: Path, harm: Harm, monkeypatch: pytest.MonkeyPatch
) -> None:
    harm("never starts")
    with window_on(tmp_path) as window:
        window.queue.submit(RenderOrder())
        window.run_until(lambda: any(isinstance(event, QueueStopped) for event in window.seen))
        [stopped] = [event for event in window.seen if isinstance(event, QueueStopped)]
        assert stopped.message == "The render engine can't be started."
        assert "no libraries" in log_file("render").read_text()
        assert {item.state for item in window.queue.items} == {"waiting"}
        monkeypatch.setattr(render_talk, "MODULE", "sora_studio.studio.render_process")
        window.queue.resume()
        window.run_dry()
        assert takes(window.studio) == [1, 1, 1]


def test_what_libraries_print_is_in_the_log(tmp_path: Path, harm: Harm, capfd: pytest.CaptureFixture[str]) -> None:
    harm("prints")
    with window_on(tmp_path) as window:
        window.make()
        assert takes(window.studio) == [1, 1, 1]
    said = log_file("render").read_text()
    assert "a library says what it likes" in said
    assert "so does Python" in said
    assert capfd.readouterr() == ("", "")


def test_one_process_makes_all_and_ends_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render_talk, "IDLE_S", 1.0)
    with window_on(tmp_path) as window:
        window.make(RenderOrder(positions=(1,)))
        pid = pid_of(window)
        window.make(RenderOrder(positions=(2,)))
        assert pid_of(window) == pid
        wait_until(lambda: not is_there(pid))
        window.make()
        assert takes(window.studio) == [1, 1, 1]
        assert not notices(window)


def test_one_that_ends_by_itself_between_takes_costs_no_try(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.make(RenderOrder(positions=(1,)))
        os.kill(pid_of(window), signal.SIGTERM)
        window.make()
        assert takes(window.studio) == [1, 1, 1]
        assert not notices(window)


def test_closing_in_mid_step_is_quick_and_leaves_no_process_and_no_thread(tmp_path: Path) -> None:
    before = {thread.name for thread in threading.enumerate()}
    with endless_window(tmp_path) as window:
        window.queue.submit(RenderOrder(positions=(1,)))
        window.run_until(lambda: window.item(1).running == "draft")
        pid = pid_of(window)
        began_s = time.monotonic()
        assert window.queue.close()
        assert time.monotonic() - began_s < 2.0
        assert not is_there(pid)
        assert {thread.name for thread in threading.enumerate()} <= before


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no way to stop a process here")
def test_closing_is_quick_even_where_it_hangs(tmp_path: Path) -> None:
    with endless_window(tmp_path) as window:
        window.queue.submit(RenderOrder(positions=(1,)))
        window.run_until(lambda: window.item(1).running == "draft")
        pid = pid_of(window)
        os.kill(pid, signal.SIGSTOP)
        began_s = time.monotonic()
        assert window.queue.close()
        assert time.monotonic() - began_s < 2.0
        assert not is_there(pid)


def test_a_take_is_cancelled_even_where_it_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Harm) -> None:
    monkeypatch.setattr(render_talk, "CANCEL_S", 0.5)
    harm("hangs")
    with window_on(tmp_path) as window:
        window.queue.submit(RenderOrder())
        window.run_until(lambda: (tmp_path / "harmed").exists())
        window.queue.cancel(window.item(1).digest)
        window.run_dry()
        assert window.states == [(1, 1, "cancelled"), (2, 1, "done"), (3, 1, "done")]
        assert not notices(window)


PARENT = """
import os, sys, time
from pathlib import Path
from tests.studio.test_render_queue import endless_window
from sora_studio.studio.studio import RenderOrder, Studio
window = endless_window(Path(sys.argv[1]))
window.queue.submit(RenderOrder(positions=(1,)))
window.run_until(lambda: window.item(1).running == "draft")
print(window.engine.pid, "onnxruntime" in sys.modules, flush=True)
time.sleep(600)
"""


def test_it_ends_with_the_window_that_is_killed(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", PARENT, str(tmp_path)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        told, has_runtime = window.stdout.readline().split()
        pid = int(told)
        assert is_there(pid)
        assert has_runtime == "False"
        window.kill()
    wait_until(lambda: not is_there(pid), 5.0)


def test_its_steps_come_while_the_window_edits_and_holds(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.queue.submit(RenderOrder())
        for held in (True, False) * 20:
            window.queue.hold(held)
            window.turn(0.005)
        window.run_dry()
        assert takes(window.studio) == [1, 1, 1]
        assert any(isinstance(event, StageProgress) for event in window.seen)


def test_a_disk_that_refused_there_is_written_to_no_more_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sora_studio.storage.disk import FlushError

    with open_tiny_studio(tmp_path) as studio:
        studio.store.refused = FlushError("The disk could not confirm that it was written.")
        with Window(studio) as window:
            window.queue.submit(RenderOrder())
            window.run_until(lambda: any(isinstance(event, QueueStopped) for event in window.seen))
            assert window.engine.pid is None
