"""The queue of takes to make, kept in the project file: a crash loses none, and a poisoned one fails for good."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import count
from typing import Any, cast

from sora_studio.storage.queue_table import MAX_TRIES, Job, JobChanges, in_turn
from sora_studio.studio.planning import PlannedTake, TakeStage

UNFINISHED = ("pending", "running")
CLOSED_WHILE_RENDERING = "Sora Studio closed while rendering this shot."


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
    """One job for each take, known by the take's digest. Every change is handed to `save` before the call returns.

    Whatever `save` raises (ProjectFileError), every call that changes something raises; then nothing changed.
    """

    def __init__(self, jobs: Sequence[Job], save: Callable[[JobChanges], None]) -> None:
        self._save = save
        self._jobs = {_digest(job): job for job in jobs}
        self._ids = count(1 + max((job.id for job in jobs), default=0))
        self._working: str = ""

    def reset_running(self) -> None:
        """Jobs that ran when the application ended have failed a try; they wait, or have failed for good."""
        running = {digest: job for digest, job in self._jobs.items() if job.state == "running"}
        self._put({digest: _after_failure(job, CLOSED_WHILE_RENDERING) for digest, job in running.items()})

    def submit(self, planned: Iterable[PlannedTake]) -> None:
        """Queue the takes; one that waits already keeps its place, one that failed gets new tries."""
        ended = [digest for digest, job in self._jobs.items() if job.state in ("done", "cancelled")]
        submitted: dict[str, Job] = {}
        for take in planned:
            job = None if take.digest in ended else self._jobs.get(take.digest)
            if job is None:
                submitted.setdefault(take.digest, Job(next(self._ids), take.shot_id, _request(take)))
            elif job.state not in UNFINISHED:
                submitted[take.digest] = replace(job, state="pending", tries=0, error="")
        self._put(submitted, gone=ended)

    def working_on(self, digest: str) -> None:
        """The take a model works on now: only that one loses a try if the machine goes down."""
        job = self._jobs.get(digest)
        if digest == self._working and job is not None and job.state == "running":
            return
        changed = self._released()
        starts = job is not None and job.state == "pending"
        if job is not None and starts:
            changed[digest] = replace(job, state="running", tries=job.tries + 1)
        self._put(changed)
        self._working = digest if starts else ""

    def pause(self) -> None:
        """Nothing is worked on: the take that was waits for its next stage."""
        self._put(self._released())
        self._working = ""

    def finished(self, digest: str) -> None:
        """The take is kept."""
        if digest in self._jobs:
            self._put({digest: replace(self._jobs[digest], state="done", error="")})

    def failed(self, digest: str, message: str) -> None:
        """The take could not be made this time."""
        if digest in self._jobs:
            self._put({digest: _after_failure(self._jobs[digest], message)})

    def arrange(self, digests: Iterable[str]) -> None:
        """Let these wait first, in this order."""
        known = [digest for digest in digests if digest in self._jobs]
        places = {digest: replace(self._jobs[digest], place=place) for place, digest in enumerate(known, start=1)}
        self._put({digest: job for digest, job in places.items() if job != self._jobs[digest]})

    def discard(self, digests: Iterable[str]) -> None:
        """Forget the jobs of these takes."""
        self._put({}, gone=[digest for digest in digests if digest in self._jobs])

    def left(self) -> list[KeptJob]:
        """The jobs that wait or have failed, in order. One that says nothing sensible is passed over."""
        wanted = (job for job in self._jobs.values() if job.state in (*UNFINISHED, "failed"))
        read = [_kept(job) for job in in_turn(wanted)]
        return [kept for kept in read if kept is not None]

    def waiting(self) -> int:
        """How many takes are still to be made."""
        return sum(job.state in UNFINISHED for job in self._jobs.values())

    def _released(self) -> dict[str, Job]:
        """The job that is worked on, as it was before its try began."""
        job = self._jobs.get(self._working)
        if job is None or job.state != "running":
            return {}
        return {self._working: replace(job, state="pending", tries=job.tries - 1)}

    def _put(self, changed: dict[str, Job], gone: Sequence[str] = ()) -> None:
        removed = {self._jobs[digest].id: None for digest in gone}
        if changed or removed:
            self._save({**removed, **{job.id: job for job in changed.values()}})
        for digest in gone:
            del self._jobs[digest]
        self._jobs.update(changed)


def _after_failure(job: Job, error: str) -> Job:
    """The job waits for its next try, or has failed after the third."""
    return replace(job, state="failed" if job.tries >= MAX_TRIES else "pending", error=error)


def _request(take: PlannedTake) -> str:
    return json.dumps({"digest": take.digest, "stage": take.stage, "request": asdict(take.request)})


def _digest(job: Job) -> str:
    """The digest a job's request names; its own id where the row was damaged."""
    try:
        return str(json.loads(job.request)["digest"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return f"damaged {job.id}"


def _kept(job: Job) -> KeptJob | None:
    try:
        told = cast("dict[str, Any]", json.loads(job.request))
        digest, stage, seed = told["digest"], told["stage"], told["request"]["seed"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not (isinstance(digest, str) and stage in ("draft", "refined") and isinstance(seed, int)):
        return None
    return KeptJob(digest, job.shot_id, stage, seed, job.state == "failed", job.error)
