"""Jobs survive the process that queued them, and none comes back for ever."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from sora_studio.errors import ProjectFileError
from sora_studio.storage.project_file import ProjectFile
from sora_studio.storage.queue_table import MAX_TRIES
from sora_studio.timeline.project import Project


def _file(tmp_path: Path) -> ProjectFile:
    return ProjectFile.create(tmp_path / "film.sora", Project("Queue"))


def test_jobs_are_claimed_in_the_order_they_came(tmp_path: Path) -> None:
    with _file(tmp_path) as file:
        jobs = file.jobs
        first, second, third = jobs.add_all([("a", '{"seed": 1}'), ("b", "{}"), ("c", "{}")])
        claimed = jobs.claim()
        assert claimed is not None
        assert (claimed.shot_id, claimed.request, claimed.state, claimed.tries) == ("a", '{"seed": 1}', "running", 1)
        urgent = jobs.claim(third.id)
        assert urgent is not None
        assert urgent.shot_id == "c"
        assert jobs.claim(first.id) is None, "a running job was given out twice"
        jobs.finish(first.id)
        assert [job.id for job in jobs.jobs("pending")] == [second.id]
        assert [job.state for job in jobs.jobs()] == ["done", "pending", "running"]


def test_jobs_wait_in_the_file(tmp_path: Path) -> None:
    with _file(tmp_path) as file:
        file.jobs.add("a", "{}")
        file.jobs.add("b", "{}")
        file.jobs.claim()
    with ProjectFile.open(tmp_path / "film.sora") as file:
        assert [job.shot_id for job in file.jobs.jobs("running")] == ["a"]
        (reset,) = file.jobs.reset_running()
        assert (reset.state, reset.tries) == ("pending", 1)
        assert reset.error


def test_a_job_fails_for_good_at_its_third_try_and_the_rest_go_on(tmp_path: Path) -> None:
    with _file(tmp_path) as file:
        poisoned = file.jobs.add("a", "{}")
        file.jobs.add("b", "{}")
        for tries in range(1, MAX_TRIES + 1):
            claimed = file.jobs.claim()
            assert claimed is not None
            assert claimed.id == poisoned.id
            failed = file.jobs.fail(poisoned.id, "out of memory")
            assert failed.state == ("failed" if tries == MAX_TRIES else "pending")
        assert file.jobs.get(poisoned.id).error == "out of memory"
        following = file.jobs.claim()
        assert following is not None
        assert following.shot_id == "b"
        assert file.jobs.retry(poisoned.id).state == "pending"


def test_a_job_that_crashes_the_app_is_not_tried_for_ever(tmp_path: Path) -> None:
    with _file(tmp_path) as file:
        file.jobs.add("a", "{}")
        for _ in range(MAX_TRIES):
            assert file.jobs.claim() is not None
            file.jobs.reset_running()
        assert file.jobs.claim() is None
        assert [job.state for job in file.jobs.jobs()] == ["failed"]


def test_cancelling_keeps_what_is_done(tmp_path: Path) -> None:
    with _file(tmp_path) as file:
        done, waiting = file.jobs.add_all([("a", "{}"), ("b", "{}")])
        file.jobs.claim()
        file.jobs.finish(done.id)
        assert file.jobs.cancel(done.id).state == "done"
        assert file.jobs.cancel(waiting.id).state == "cancelled"
        assert file.jobs.claim() is None
        file.jobs.remove([done.id])
        assert [job.id for job in file.jobs.jobs()] == [waiting.id]
        with pytest.raises(ProjectFileError):
            file.jobs.get(done.id)
        assert file.jobs.add("c", "{}").id not in (done.id, waiting.id)


def test_saving_the_project_leaves_the_queue_alone(tmp_path: Path) -> None:
    with _file(tmp_path) as file:
        file.jobs.add("a", "{}")
        file.save(Project("Other title"))
        assert [job.shot_id for job in file.jobs.jobs()] == ["a"]


def test_threads_share_the_queue_without_giving_a_job_twice(tmp_path: Path) -> None:
    with _file(tmp_path) as file, ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda number: file.jobs.add(str(number), "{}"), range(20)))
        claimed = list(threads.map(lambda _: file.jobs.claim(), range(24)))
        shots = [job.shot_id for job in claimed if job is not None]
        assert sorted(shots) == sorted(str(number) for number in range(20))


def test_a_damaged_job_says_so_and_blocks_nothing(tmp_path: Path) -> None:
    with _file(tmp_path) as file:
        file.jobs.add("a", "{}")
        file.jobs.add("b", "{}")
    with closing(sqlite3.connect(tmp_path / "film.sora")) as connection:
        connection.execute("UPDATE job SET data = replace(data, '\"a\"', '\"x\"') WHERE id = 1")
        connection.commit()
    with ProjectFile.open(tmp_path / "film.sora") as file:
        assert [job.state for job in file.jobs.jobs()] == ["failed", "pending"]
        assert "damaged" in file.jobs.get(1).error
        claimed = file.jobs.claim()
        assert claimed is not None
        assert claimed.shot_id == "b"


def test_jobs_put_somewhere_come_first_in_their_order(tmp_path: Path) -> None:
    with _file(tmp_path) as file:
        a, b, c = file.jobs.add_all([("a", "{}"), ("b", "{}"), ("c", "{}")])
        assert [job.shot_id for job in file.jobs.arrange([c.id, a.id, b.id])] == ["c", "a", "b"]
        assert [job.shot_id for job in file.jobs.arrange([c.id, b.id, a.id])] == ["b", "a"]
        file.jobs.add("d", "{}")
    with ProjectFile.open(tmp_path / "film.sora") as file:
        assert [job.shot_id for job in file.jobs.jobs()] == ["c", "b", "a", "d"]
        claimed = file.jobs.claim()
        assert claimed is not None
        assert claimed.shot_id == "c"
        with pytest.raises(ProjectFileError):
            file.jobs.arrange([a.id, 99])
        assert [job.shot_id for job in file.jobs.jobs("pending")] == ["b", "a", "d"]
