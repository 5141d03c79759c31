"""The jobs of a project, kept in its file so that a crash loses none: rows, each with the hash that proves it."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Literal

from sora_studio.errors import ProjectFileError
from sora_studio.storage.database import Database
from sora_studio.storage.parts import row_hash
from sora_studio.timeline.encoding import decode

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


# What is to be written of a queue: jobs by their ids, None for one that is gone.
JobChanges = Mapping[int, Job | None]


def in_turn(jobs: Iterable[Job]) -> list[Job]:
    """In the order they were added or arranged."""
    return sorted(jobs, key=lambda job: (not job.place, job.place, job.id))


def read_jobs(database: Database) -> list[Job]:
    """Every job, in turn; one that was damaged has failed and says so. Raises ProjectFileError."""
    return in_turn(_read(*row) for row in database.execute(SELECT))


def write_jobs(database: Database, changes: JobChanges) -> None:
    """Within a transaction of the caller's. Raises ProjectFileError."""
    rows = [_row(job) for job in changes.values() if job is not None]
    gone = [(job_id,) for job_id, job in changes.items() if job is None]
    if gone:
        database.execute_each("DELETE FROM job WHERE id = ?", gone)
    if rows:
        database.execute_each("INSERT OR REPLACE INTO job (id, state, data, sha256) VALUES (?, ?, ?, ?)", rows)


def _row(job: Job) -> tuple[int, str, bytes, bytes]:
    data = json.dumps(asdict(job)).encode()
    return job.id, job.state, data, _hash(job.id, data)


def _hash(job_id: int, data: bytes) -> bytes:
    return row_hash(b"job", str(job_id).encode(), data)


def _read(job_id: int, state: bytes, data: bytes, sha256: bytes) -> Job:
    # Whoever writes a row can give it the hash that proves it.
    with suppress(ProjectFileError, ValueError, RecursionError):
        job = decode(Job, json.loads(data), "job")
        if (job.id, job.state.encode(), _hash(job_id, data)) == (job_id, state, sha256):
            return job
    return Job(job_id, "", "", "failed", MAX_TRIES, DAMAGED)
