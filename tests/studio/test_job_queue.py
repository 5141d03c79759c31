"""The queue keeps each take's tries, and no take comes back for ever."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from sora_studio.errors import ProjectFileError
from sora_studio.storage.queue_table import MAX_TRIES, Job, JobChanges, in_turn
from sora_studio.studio.job_queue import JobQueue
from sora_studio.studio.planning import PlannedTake
from sora_studio.studio.studio import RenderOrder
from tests.studio.film import open_tiny_studio


class Table:
    """What has been written, as a project file would have it; `full`: the disk takes nothing more."""

    def __init__(self) -> None:
        self.rows: dict[int, Job] = {}
        self.full = False

    def save(self, changes: JobChanges) -> None:
        if self.full:
            raise ProjectFileError("Not saved: the disk is full.")
        for job_id, job in changes.items():
            if job is None:
                del self.rows[job_id]
            else:
                self.rows[job_id] = job

    def queue(self) -> JobQueue:
        """The queue as the application finds it when it starts."""
        queue = JobQueue(in_turn(self.rows.values()), self.save)
        queue.reset_running()
        return queue

    def states(self) -> list[str]:
        return [job.state for job in in_turn(self.rows.values())]


@pytest.fixture
def planned(tmp_path: Path) -> Sequence[PlannedTake]:
    with open_tiny_studio(tmp_path) as studio:
        return studio.plan(RenderOrder()).takes


def test_takes_wait_in_the_order_they_came_and_after_a_restart(planned: Sequence[PlannedTake]) -> None:
    table = Table()
    table.queue().submit(planned)
    queue = table.queue()
    assert [job.digest for job in queue.left()] == [take.digest for take in planned]
    queue.submit(planned)
    assert len(table.rows) == 3, "a take was queued twice"
    queue.arrange([planned[2].digest, planned[0].digest, "unknown"])
    assert [job.digest for job in table.queue().left()] == [planned[i].digest for i in (2, 0, 1)]


def test_only_the_take_that_is_worked_on_loses_a_try(planned: Sequence[PlannedTake]) -> None:
    table = Table()
    queue = table.queue()
    queue.submit(planned)
    queue.working_on(planned[0].digest)
    queue.working_on(planned[1].digest)
    assert [job.tries for job in table.rows.values()] == [0, 1, 0]
    queue.pause()
    assert [(job.state, job.tries) for job in table.rows.values()] == [("pending", 0)] * 3


def test_a_take_that_brings_the_application_down_is_not_tried_for_ever(planned: Sequence[PlannedTake]) -> None:
    table = Table()
    table.queue().submit(planned)
    for tries in range(1, MAX_TRIES + 1):
        queue = table.queue()
        queue.working_on(planned[0].digest)
        assert table.rows[1].tries == tries
    ended = table.queue().left()[0]
    assert ended.failed
    assert "closed while rendering" in ended.error
    queue = table.queue()
    queue.submit(planned[:1])
    assert (table.rows[1].state, table.rows[1].tries) == ("pending", 0), "asked for anew, it has all its tries"


def test_a_failed_take_says_why_and_the_others_go_on(planned: Sequence[PlannedTake]) -> None:
    table = Table()
    queue = table.queue()
    queue.submit(planned)
    for _ in range(MAX_TRIES):
        queue.working_on(planned[0].digest)
        queue.failed(planned[0].digest, "out of memory")
    queue.working_on(planned[1].digest)
    queue.finished(planned[1].digest)
    assert table.states() == ["failed", "done", "pending"]
    assert queue.left()[0].error == "out of memory"
    assert queue.waiting() == 1
    queue.submit([planned[1]])
    assert [job.state for job in table.rows.values()].count("done") == 0, "what is over is put away"
    queue.discard([planned[0].digest])
    assert [job.digest for job in table.queue().left()] == [planned[2].digest, planned[1].digest]


def test_what_cannot_be_written_changes_nothing(planned: Sequence[PlannedTake]) -> None:
    table = Table()
    queue = table.queue()
    queue.submit(planned[:2])
    table.full = True
    for change in (
        lambda: queue.submit(planned),
        lambda: queue.working_on(planned[0].digest),
        lambda: queue.discard([planned[0].digest]),
        lambda: queue.arrange([planned[1].digest]),
    ):
        with pytest.raises(ProjectFileError):
            change()
    table.full = False
    assert [job.digest for job in queue.left()] == [take.digest for take in planned[:2]]
    queue.submit(planned)
    assert len(table.rows) == 3


def test_a_damaged_job_is_passed_over(planned: Sequence[PlannedTake]) -> None:
    table = Table()
    table.queue().submit(planned)
    table.rows[2] = Job(2, "", "", "failed", MAX_TRIES, "damaged")
    queue = table.queue()
    assert [job.digest for job in queue.left()] == [planned[0].digest, planned[2].digest]
    queue.submit(planned)
    assert queue.waiting() == 3
