"""Jobs survive the process that queued them, in their order, and a damaged one says so."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sora_studio.errors import ProjectFileError
from sora_studio.storage.parts import row_hash
from sora_studio.storage.project_file import ProjectFile
from sora_studio.storage.queue_table import DAMAGED, Job
from sora_studio.timeline.project import Project

A, B, C = Job(1, "a", '{"seed": 1}'), Job(2, "b", "{}", "running", 2, "out of memory"), Job(3, "c", "{}")


def _file(tmp_path: Path, *jobs: Job) -> ProjectFile:
    file = ProjectFile.create(tmp_path / "film.sora", Project("Queue"))
    file.save(file.load(), {job.id: job for job in jobs})
    return file


def test_jobs_wait_in_the_file_as_they_were(tmp_path: Path) -> None:
    _file(tmp_path, A, B, C).close()
    with ProjectFile.open(tmp_path / "film.sora") as file:
        assert file.load_jobs() == [A, B, C]


def test_jobs_put_somewhere_come_first_in_their_order(tmp_path: Path) -> None:
    first, second, third = Job(1, "a", "{}", place=2), Job(2, "b", "{}"), Job(3, "c", "{}", place=1)
    with _file(tmp_path, first, second, third) as file:
        assert file.load_jobs() == [third, first, second]


def test_a_job_is_changed_and_another_removed_with_the_film_at_once(tmp_path: Path) -> None:
    done = Job(1, "a", "{}", "done")
    with _file(tmp_path, A, B, C) as file:
        file.save(Project("Other title"), {1: done, 2: None})
    with ProjectFile.open(tmp_path / "film.sora") as file:
        assert (file.load().title, file.load_jobs()) == ("Other title", [done, C])


def test_a_save_that_is_refused_changes_neither_film_nor_jobs(tmp_path: Path) -> None:
    with _file(tmp_path, A) as file:
        not_a_state = Job(2, "b", "{}", "lost")  # type: ignore[arg-type]  # The table's own rule refuses it.
        with pytest.raises(ProjectFileError):
            file.save(Project("Other title"), {1: None, 2: not_a_state})
        assert (file.load().title, file.load_jobs()) == ("Queue", [A])
        file.save(Project("Other title"))
        assert file.load_jobs() == [A], "saving the film alone leaves the queue alone"


def test_a_damaged_job_says_so_and_harms_no_other(tmp_path: Path) -> None:
    _file(tmp_path, A, C).close()
    with closing(sqlite3.connect(tmp_path / "film.sora")) as connection:
        connection.execute("UPDATE job SET data = replace(data, '\"a\"', '\"x\"') WHERE id = 1")
        connection.commit()
    with ProjectFile.open(tmp_path / "film.sora") as file:
        damaged, intact = file.load_jobs()
        assert damaged.state == "failed"
        assert "damaged" in damaged.error
        assert intact == C


@pytest.mark.parametrize(
    "data", ["", "[]", "[" * 100_000, "{}", '{"id": 1}', '{"id": 1, "shot_id": 3, "request": ""}', "\0"]
)
def test_a_job_that_proves_intact_and_says_nothing_is_a_damaged_one(tmp_path: Path, data: str) -> None:
    _file(tmp_path, A, C).close()
    with closing(sqlite3.connect(tmp_path / "film.sora")) as connection:
        proof = row_hash(b"job", b"1", data.encode())
        connection.execute("UPDATE job SET data = ?, sha256 = ? WHERE id = 1", (data.encode(), proof))
        connection.commit()
    with ProjectFile.open(tmp_path / "film.sora") as file:
        assert [job.error for job in file.load_jobs()] == [DAMAGED, ""]
