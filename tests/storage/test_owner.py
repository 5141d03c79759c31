"""Whoever finds a project open learns who has it; whoever finds it left open learns since when it was saved."""

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from sora_studio.errors import ProjectFileError
from sora_studio.storage.owner import Owner, owner_file, read_owner, told
from sora_studio.storage.project_file import ProjectFile
from sora_studio.timeline.project import Project

HOLDER = """
import sys, time
from pathlib import Path
from sora_studio.storage.project_file import ProjectFile
from sora_studio.timeline.project import Project
file = ProjectFile.open(Path(sys.argv[1]))
file.save(Project("Saved last"))
print("open", flush=True)
time.sleep(60)
"""


def hold(path: Path) -> "subprocess.Popen[str]":
    """Another program with the project open, which has just saved it."""
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "open\n"
    holder.stdout.close()
    return holder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    ProjectFile.create(tmp_path / "film.sora", Project("Quay")).close()
    return tmp_path / "film.sora"


def test_a_second_opener_reads_who_has_it_and_since_when(path: Path) -> None:
    holder = hold(path)
    try:
        owner = read_owner(path)
        assert owner is not None
        assert owner.pid == holder.pid
        with pytest.raises(ProjectFileError) as refused:
            ProjectFile.open(path)
        since = f"{owner.since:%H:%M}"
        assert refused.value.message.endswith(
            f"is open in another Sora Studio on {socket.gethostname()} since {since}."
        )
        # Being refused takes nothing from the one who has it.
        assert read_owner(path) == owner
    finally:
        holder.kill()
        holder.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_one_that_was_killed_is_known_not_to_have_closed_it(path: Path) -> None:
    holder = hold(path)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with ProjectFile.open(path) as file:
        assert file.load() == Project("Saved last")
        assert file.left_open is not None
        assert file.left_open.owner.pid == holder.pid
        assert abs(file.left_open.last_saved.timestamp() - time.time()) < 60
        mine = read_owner(path)
        assert mine is not None
        assert mine.pid == os.getpid()


def test_one_that_was_closed_leaves_nothing(path: Path) -> None:
    with ProjectFile.open(path) as file:
        assert file.left_open is None
        assert owner_file(path).exists()
    assert [each.name for each in path.parent.iterdir()] == ["film.sora"]
    with ProjectFile.open(path) as file:
        assert file.left_open is None


def test_a_record_that_says_nothing_is_no_hindrance(path: Path) -> None:
    owner_file(path).write_bytes(b"\xff{")
    with ProjectFile.open(path) as file:
        assert file.left_open is None


def test_a_folder_for_the_record_is_no_hindrance(path: Path) -> None:
    owner_file(path).mkdir()
    with ProjectFile.open(path) as file:
        file.save(Project("Saved"))


def test_an_owner_of_yesterday_is_told_with_the_day() -> None:
    owner = Owner("studio-mac", 7, datetime(2026, 3, 1, 23, 5))
    assert told(owner, datetime(2026, 3, 2, 9)) == "in another Sora Studio on studio-mac since 1 Mar 23:05"
    assert told(owner, datetime(2026, 3, 1, 23, 6)) == "in another Sora Studio on studio-mac since 23:05"
