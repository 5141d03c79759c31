"""The queue of takes to make, kept in the project file: a crash loses none, and a poisoned one fails for good."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, cast

from sora_studio.storage.project_file import ProjectFile
from sora_studio.storage.queue_table import Job
from sora_studio.studio.planning import PlannedTake, TakeStage

UNFINISHED = ("pending", "running")


@dataclass(frozen=True, slots=True)
class KeptJob:
    """A job as the project file has it: which take of which shot, and whether its tries are used up."""

    digest: str
    shot_id: str
    stage: TakeStage
    seed: int
    failed: bool
    error: str


class JobQueue:
    """One job for each take, known by the take's digest. Every call is on the disk when it returns."""

    def __init__(self, file: ProjectFile) -> None:
        self._table = file.jobs
        # Jobs that ran when the application ended have failed a try; they wait, or have failed for good.
        if not file.read_only:
            self._table.reset_running()
        self._jobs = {_digest(job): job for job in self._table.jobs()}
        self._working: str = ""

    def submit(self, planned: Iterable[PlannedTake]) -> None:
        """Queue the takes; one that waits already keeps its place, one that failed gets new tries."""
        self._forget_ended()
        fresh: dict[str, PlannedTake] = {}
        for take in planned:
            job = self._jobs.get(take.digest)
            if job is None:
                fresh[take.digest] = take
            elif job.state not in UNFINISHED:
                self._jobs[take.digest] = self._table.retry(job.id)
        if fresh:
            added = self._table.add_all((take.shot_id, _request(take)) for take in fresh.values())
            self._jobs.update(zip(fresh, added, strict=True))

    def working_on(self, digest: str) -> None:
        """The take a model works on now: only that one loses a try if the machine goes down."""
        if digest == self._working and digest in self._jobs and self._jobs[digest].state == "running":
            return
        self.pause()
        job = self._jobs.get(digest)
        claimed = self._table.claim(job.id) if job else None
        if claimed:
            self._jobs[digest] = claimed
            self._working = digest

    def pause(self) -> None:
        """Nothing is worked on: the take that was waits for its next stage."""
        job = self._jobs.get(self._working)
        if job and job.state == "running":
            self._jobs[self._working] = self._table.release(job.id)
        self._working = ""

    def finished(self, digest: str) -> None:
        """The take is kept."""
        if digest in self._jobs:
            self._jobs[digest] = self._table.finish(self._jobs[digest].id)

    def failed(self, digest: str, message: str) -> None:
        """The take could not be made this time."""
        if digest in self._jobs:
            self._jobs[digest] = self._table.fail(self._jobs[digest].id, message)

    def arrange(self, digests: Iterable[str]) -> None:
        """Let these wait first, in this order."""
        places = {self._jobs[digest].id: digest for digest in digests if digest in self._jobs}
        self._jobs.update((places[job.id], job) for job in self._table.arrange(places))

    def discard(self, digests: Iterable[str]) -> None:
        """Forget the jobs of these takes."""
        gone = [self._jobs.pop(digest) for digest in digests if digest in self._jobs]
        if gone:
            self._table.remove(job.id for job in gone)

    def left(self) -> list[KeptJob]:
        """The jobs that wait or have failed, in order. One that says nothing sensible is passed over."""
        read = [_kept(job) for job in self._table.jobs("pending", "running", "failed")]
        return [kept for kept in read if kept is not None]

    def waiting(self) -> int:
        """How many takes are still to be made."""
        return sum(job.state in UNFINISHED for job in self._jobs.values())

    def _forget_ended(self) -> None:
        self.discard([digest for digest, job in self._jobs.items() if job.state in ("done", "cancelled")])


def _request(take: PlannedTake) -> str:
    return json.dumps({"digest": take.digest, "stage": take.stage, "request": asdict(take.request)})


def _digest(job: Job) -> str:
    """The digest a job's request names; its own id where the row was damaged."""
    try:
        return str(json.loads(job.request)["digest"])
    except (ValueError, KeyError, TypeError):
        return f"damaged {job.id}"


def _kept(job: Job) -> KeptJob | None:
    try:
        told = cast("dict[str, Any]", json.loads(job.request))
        digest, stage, seed = told["digest"], told["stage"], told["request"]["seed"]
    except (ValueError, KeyError, TypeError):
        return None
    if not (isinstance(digest, str) and stage in ("draft", "refined") and isinstance(seed, int)):
        return None
    return KeptJob(digest, job.shot_id, stage, seed, job.state == "failed", job.error)
