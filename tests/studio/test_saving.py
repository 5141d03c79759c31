"""Saving beside the window: the newest edit reaches the disk soon, and what the disk refuses is kept until it can."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sora_studio.errors import ProjectFileError
from sora_studio.storage.project_file import ProjectFile
from sora_studio.storage.queue_table import Job
from sora_studio.studio.events import FilmNotSaved, FilmSaved
from sora_studio.studio.saving import FAULT, SaveBehind
from sora_studio.timeline.project import Project

SOON_S = 20.0


@contextmanager
def saving_behind(tmp_path: Path) -> Iterator[tuple[SaveBehind, ProjectFile, list[object]]]:
    told: list[object] = []
    with ProjectFile.create(tmp_path / "film.sora", Project("0")) as file:
        saving = SaveBehind(file, told.append)
        yield saving, file, told
        saving.close()


def wait_for(reached: Callable[[], object]) -> None:
    end_s = time.monotonic() + SOON_S
    while not reached():
        assert time.monotonic() < end_s, "not reached"
        time.sleep(0.01)


def test_an_edit_is_saved_without_being_asked_and_told(tmp_path: Path) -> None:
    with saving_behind(tmp_path) as (saving, file, told):
        saving.save(Project("1"))
        saving.save_jobs({1: Job(1, "shot", "{}")})
        wait_for(lambda: not saving.unsaved)
        wait_for(lambda: told)
        assert all(isinstance(event, FilmSaved) for event in told)
        assert (file.load().title, [job.id for job in file.load_jobs()]) == ("1", [1])


def test_only_the_newest_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    save = ProjectFile.save

    def note(file: ProjectFile, project: Project, *jobs: object) -> None:
        written.append(project.title)
        save(file, project, *jobs)  # type: ignore[arg-type]

    monkeypatch.setattr(ProjectFile, "save", note)
    with saving_behind(tmp_path) as (saving, file, _):
        for number in range(1, 101):
            saving.save(Project(str(number)))
            saving.save_jobs({number: Job(number, "shot", "{}"), number - 1: None})
        saving.flush(SOON_S)
        assert file.load().title == written[-1] == "100"
        assert len(written) < 10
        assert [job.id for job in file.load_jobs()] == [100]


def test_what_the_disk_refuses_is_kept_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = ProjectFileError("Not saved: the disk is full.", "Free some space.")

    def refuse(*_: object) -> None:
        raise full

    with saving_behind(tmp_path) as (saving, file, told):
        with monkeypatch.context() as patched:
            patched.setattr(ProjectFile, "save", refuse)
            saving.save(Project("1"))
            saving.save_jobs({1: Job(1, "shot", "{}")})
            wait_for(lambda: told)
            saving.save(Project("2"))
            with pytest.raises(ProjectFileError, match="disk is full"):
                saving.flush(SOON_S)
            assert told == [FilmNotSaved(full.message, full.hint)], "the same refusal is told once"
        wait_for(lambda: not saving.unsaved)
        assert (file.load().title, [job.id for job in file.load_jobs()]) == ("2", [1])
        wait_for(lambda: isinstance(told[-1], FilmSaved))


def test_a_film_that_cant_be_changed_refuses_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: ProjectFile) -> None:
        raise ProjectFileError("film.sora is read only.")

    with saving_behind(tmp_path) as (saving, file, told):
        monkeypatch.setattr(ProjectFile, "check_writable", refuse)
        with pytest.raises(ProjectFileError, match="read only"):
            saving.save(Project("1"))
        saving.flush(SOON_S)
        assert (file.load().title, told) == ("0", [])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_our_own_is_told_and_never_called_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with saving_behind(tmp_path) as (saving, _, told):
        with monkeypatch.context() as patched:
            patched.setattr(ProjectFile, "save", broken)
            saving.save(Project("1"))
            wait_for(lambda: told)
        assert isinstance(told[0], FilmNotSaved)
        assert told[0].message == FAULT
        with pytest.raises(ProjectFileError):
            saving.flush(0.1)
        assert saving.unsaved


EDITOR = """
import sys
from pathlib import Path
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.events import FilmSaved
from sora_studio.studio.saving import SaveBehind
from sora_studio.timeline.project import Project
file = ProjectFile.open(Path(sys.argv[1]))
number = int(file.load().title)
saving = SaveBehind(file, lambda event: print(file.load().title if isinstance(event, FilmSaved) else event, flush=True))
while True:
    number += 1
    saving.save(Project(str(number)))
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_kill_9_loses_nothing_that_was_called_saved(tmp_path: Path) -> None:
    path = tmp_path / "film.sora"
    ProjectFile.create(path, Project("0")).close()
    for kill_after in (1, 3):
        editor = subprocess.Popen([sys.executable, "-c", EDITOR, str(path)], stdout=subprocess.PIPE, text=True)
        assert editor.stdout is not None
        said = [editor.stdout.readline() for _ in range(kill_after)]
        editor.send_signal(signal.SIGKILL)
        said += editor.stdout.readlines()
        editor.wait()
        editor.stdout.close()
        called_saved = int([line for line in said if line.endswith("\n")][-1])
        with ProjectFile.open(path) as file:
            assert int(file.load().title) >= called_saved
