"""The jobs of a project, kept in its file so that a crash loses none and a poisoned one can't come back for ever."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Literal, cast

from sora_studio.errors import ProjectFileError
from sora_studio.storage.database import Database
from sora_studio.storage.parts import row_hash

JobState = Literal["pending", "running", "done", "failed", "cancelled"]
MAX_TRIES = 3
# The state is in the data too; its column is there to find jobs by. As bytes, for damage can make text invalid.
SELECT = "SELECT id, CAST(state AS BLOB), CAST(data AS BLOB), CAST(sha256 AS BLOB) FROM job"
DAMAGED = "This job was damaged in the project file. Queue its shot again."


@dataclass(frozen=True, slots=True)
class Job:
    """A shot to render. `request` is JSON; `error` says why the last try failed.

    `place` is where the person has put it (from 1); 0 is after all that were put somewhere, as it came.
    """

    id: int
    shot_id: str
    request: str
    state: JobState = "pending"
    tries: int = 0
    error: str = ""
    place: int = 0


class JobTable:
    """The queue, in the order jobs were added or arranged.

    Every call is on the disk when it returns; raises ProjectFileError.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, shot_id: str, request: str) -> Job:
        return self.add_all([(shot_id, request)])[0]

    def add_all(self, requests: Iterable[tuple[str, str]]) -> list[Job]:
        """Queues (shot id, request) pairs at once."""
        with self._database.transaction():
            return [self._insert(shot_id, request) for shot_id, request in requests]

    def jobs(self, *states: JobState) -> list[Job]:
        """The jobs in any of these states, or all of them."""
        if states:
            marks = ", ".join("?" * len(states))
            rows = self._database.execute(f"{SELECT} WHERE state IN ({marks})", states)
        else:
            rows = self._database.execute(SELECT)
        jobs = [_read(*row) for row in rows]
        return sorted((job for job in jobs if not states or job.state in states), key=_turn)

    def get(self, job_id: int) -> Job:
        rows = self._database.execute(f"{SELECT} WHERE id = ?", (job_id,))
        if not rows:
            raise ProjectFileError(
                f"The project has no job {job_id}.", "It may have been removed; queue the shot again."
            )
        return _read(*rows[0])

    def claim(self, job_id: int | None = None) -> Job | None:
        """Starts a try of this pending job, or of the first; None when there is none."""
        with self._database.transaction():
            job = next(iter(self.jobs("pending")), None) if job_id is None else self.get(job_id)
            if job is None or job.state != "pending":
                return None
            return self._update(replace(job, state="running", tries=job.tries + 1))

    def release(self, job_id: int) -> Job:
        """Puts a running job back as it was before its try began."""
        with self._database.transaction():
            job = self.get(job_id)
            return self._update(replace(job, state="pending", tries=job.tries - 1)) if job.state == "running" else job

    def finish(self, job_id: int) -> Job:
        with self._database.transaction():
            return self._update(replace(self.get(job_id), state="done", error=""))

    def fail(self, job_id: int, error: str) -> Job:
        """Ends a try: the job waits for the next one, or has failed after the third."""
        with self._database.transaction():
            return self._update(_after_failure(self.get(job_id), error))

    def cancel(self, job_id: int) -> Job:
        """Cancels a job that isn't over; one that is stays as it is."""
        with self._database.transaction():
            job = self.get(job_id)
            return self._update(replace(job, state="cancelled")) if job.state in ("pending", "running") else job

    def retry(self, job_id: int) -> Job:
        """Queues a failed or cancelled job again, with all its tries."""
        with self._database.transaction():
            return self._update(replace(self.get(job_id), state="pending", tries=0, error=""))

    def reset_running(self) -> list[Job]:
        """After a crash: jobs found running have failed a try, and wait or have failed for good. Returns them."""
        running = self.jobs("running")
        if not running:
            return []
        with self._database.transaction():
            return [
                self._update(_after_failure(job, "Sora Studio closed while rendering this shot.")) for job in running
            ]

    def arrange(self, job_ids: Iterable[int]) -> list[Job]:
        """Gives these jobs the first places, in this order; returns those whose place is another than before."""
        with self._database.transaction():
            jobs = [(place, self.get(job_id)) for place, job_id in enumerate(job_ids, start=1)]
            return [self._update(replace(job, place=place)) for place, job in jobs if job.place != place]

    def remove(self, job_ids: Iterable[int]) -> None:
        with self._database.transaction():
            self._database.execute_each("DELETE FROM job WHERE id = ?", ((job_id,) for job_id in job_ids))

    def _insert(self, shot_id: str, request: str) -> Job:
        # The hash covers the id, which the table gives.
        empty = ("pending", b"", bytes(32))
        insert = "INSERT INTO job (state, data, sha256) VALUES (?, ?, ?) RETURNING id"
        ((job_id,),) = self._database.execute(insert, empty)
        return self._update(Job(job_id, shot_id, request))

    def _update(self, job: Job) -> Job:
        data = json.dumps(asdict(job)).encode()
        values = (job.state, data, _hash(job.id, data), job.id)
        self._database.execute("UPDATE job SET state = ?, data = ?, sha256 = ? WHERE id = ?", values)
        return job


def _turn(job: Job) -> tuple[bool, int, int]:
    return not job.place, job.place, job.id


def _after_failure(job: Job, error: str) -> Job:
    return replace(job, state="failed" if job.tries >= MAX_TRIES else "pending", error=error)


def _hash(job_id: int, data: bytes) -> bytes:
    return row_hash(b"job", str(job_id).encode(), data)


def _read(job_id: int, state: bytes, data: bytes, sha256: bytes) -> Job:
    if _hash(job_id, data) == sha256:
        job = Job(**cast("dict[str, object]", json.loads(data)))  # pyright: ignore[reportArgumentType]
        if job.state.encode() == state:
            return job
    return Job(job_id, "", "", "failed", MAX_TRIES, DAMAGED)
