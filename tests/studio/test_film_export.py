"""The film written beside the window."""

import os
import signal
import time
from pathlib import Path
from queue import Queue
from threading import Event as ThreadEvent

import pytest

from sora_studio.errors import ExportError
from sora_studio.studio import film_export
from sora_studio.studio.child_process import ChildProcess, log_file
from sora_studio.studio.events import Event, FilmFailed, FilmProgress, FilmStopped, FilmWritten
from sora_studio.studio.film_export import FilmExport
from sora_studio.studio.studio import RenderOrder
from tests.studio.film import open_tiny_studio

WAIT_S = 30


def last_event(said: "Queue[Event]") -> Event:
    while isinstance(event := said.get(timeout=WAIT_S), FilmProgress):
        pass
    return event


def test_the_film_stands_under_its_name_when_it_is_told(tmp_path: Path) -> None:
    said: Queue[Event] = Queue()
    with open_tiny_studio(tmp_path) as studio:
        list(studio.render(RenderOrder(), device="cpu"))
        out = tmp_path / "film.mp4"
        export = FilmExport(studio.project, studio.shots(), studio.store, out, said.put)
        event = last_event(said)
        export.close(WAIT_S)
        assert isinstance(event, FilmWritten)
        assert (event.frames, Path(event.path)) == (72, out)
        assert out.stat().st_size > 0
        assert not export.running


def test_stopping_leaves_what_was_there(tmp_path: Path) -> None:
    said: Queue[Event] = Queue()
    stopped = ThreadEvent()

    def deliver(event: Event) -> None:
        said.put(event)
        # The thread goes on from its first frame only when it has been told to stop.
        stopped.wait(WAIT_S)

    with open_tiny_studio(tmp_path) as studio:
        list(studio.render(RenderOrder(), device="cpu"))
        out = tmp_path / "film.mp4"
        out.write_bytes(b"an older film")
        export = FilmExport(studio.project, studio.shots(), studio.store, out, deliver)
        export.cancel()
        stopped.set()
        assert isinstance(last_event(said), FilmStopped)
        export.close(WAIT_S)
        assert out.read_bytes() == b"an older film"


def test_a_process_that_ends_is_started_again_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = watched(monkeypatch)
    told: Queue[Event] = Queue()

    def deliver(event: Event) -> None:
        if isinstance(event, FilmProgress):
            begun[0].kill()
        told.put(event)

    with open_tiny_studio(tmp_path) as studio:
        list(studio.render(RenderOrder(), device="cpu"))
        out = tmp_path / "film.mp4"
        export = FilmExport(studio.project, studio.shots(), studio.store, out, deliver)
        event = last_event(told)
        export.close(WAIT_S)
        assert isinstance(event, FilmWritten), event
        assert event.frames == 72
        assert not list(tmp_path.glob(".partial-*"))


def test_one_that_ends_twice_is_told_and_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(film_export, "MODULE", "sys.no_such_module")
    said: Queue[Event] = Queue()
    with open_tiny_studio(tmp_path) as studio:
        list(studio.render(RenderOrder(), device="cpu"))
        out = tmp_path / "film.mp4"
        out.write_bytes(b"an older film")
        FilmExport(studio.project, studio.shots(), studio.store, out, said.put)
        event = last_event(said)
        assert isinstance(event, FilmFailed)
        assert "stopped again" in event.message
        assert str(log_file("film")) in event.hint
        assert out.read_bytes() == b"an older film"


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no way to stop a process here")
def test_stopping_is_quick_even_where_it_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = watched(monkeypatch)
    told: Queue[Event] = Queue()

    def deliver(event: Event) -> None:
        if isinstance(event, FilmProgress):
            os.kill(begun[0].pid, signal.SIGSTOP)
        told.put(event)

    with open_tiny_studio(tmp_path) as studio:
        list(studio.render(RenderOrder(), device="cpu"))
        export = FilmExport(studio.project, studio.shots(), studio.store, tmp_path / "film.mp4", deliver)
        told.get(timeout=WAIT_S)
        began_s = time.monotonic()
        export.close(1.0)
        assert time.monotonic() - began_s < 2.0
        assert not export.running
        assert isinstance(last_event(told), FilmStopped | FilmWritten)


def watched(monkeypatch: pytest.MonkeyPatch) -> list[ChildProcess]:
    """The processes that write films from now on."""
    begun: list[ChildProcess] = []

    def begin(name: str, module: str) -> ChildProcess:
        begun.append(ChildProcess(name, module))
        return begun[-1]

    monkeypatch.setattr(film_export, "ChildProcess", begin)
    return begun


def test_what_can_not_be_written_is_told(tmp_path: Path) -> None:
    said: Queue[Event] = Queue()
    with open_tiny_studio(tmp_path) as studio:
        with pytest.raises(ExportError, match="film"):
            FilmExport(studio.project, studio.shots(), studio.store, tmp_path / "film.avi", said.put)
        FilmExport(studio.project, studio.shots(), studio.store, tmp_path / "film.mp4", said.put)
        event = last_event(said)
        assert isinstance(event, FilmFailed)
        assert event.message == "No shot has a take yet, so there is no film to write."
        assert not (tmp_path / "film.mp4").exists()
