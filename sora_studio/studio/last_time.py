"""Takes that waited when the film was closed: planned again from the film as it is now."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from sora_studio.errors import SoraError
from sora_studio.studio.job_queue import KeptJob
from sora_studio.studio.packs_in_use import FilmPacks
from sora_studio.studio.planning import FilmPlan, PlannedTake, RefusedShot, TakeStage, plan_film
from sora_studio.studio.queued_takes import QueuedTake
from sora_studio.timeline.project import Project
from sora_studio.timeline.seeds import SEED_LIMIT, take_seed

# A seed further than this from the shot's own belongs to a seed the shot had once.
MOST_TAKES = 1000
CHANGED = "The shot has changed since, so it asks for another take now."
GONE = "The shot is no longer in the film."


def planned_again(jobs: Iterable[KeptJob], project: Project, packs: FilmPacks) -> FilmPlan:
    """Those of the jobs' takes that their shots would still ask for, in the jobs' order; shots that can't be made."""
    jobs = list(jobs)
    shots = {shot.id: (position, shot) for position, (_, shot) in enumerate(project.shots(), start=1)}
    asked: defaultdict[tuple[TakeStage, int], set[int]] = defaultdict(set)
    for job in jobs:
        if job.shot_id in shots:
            position, shot = shots[job.shot_id]
            index = (job.seed - take_seed(project, shot)) % SEED_LIMIT
            if index < MOST_TAKES:
                asked[job.stage, index + 1].add(position)
    found: dict[str, PlannedTake] = {}
    refused: dict[str, RefusedShot] = {}
    for (stage, number), positions in asked.items():
        plan = _plan(project, packs, stage, number, positions)
        found.update((take.digest, take) for take in plan.takes)
        refused.update((each.shot_id, each) for each in plan.refused)
    return FilmPlan(tuple(found[job.digest] for job in jobs if job.digest in found), tuple(refused.values()))


def _plan(project: Project, packs: FilmPacks, stage: TakeStage, number: int, positions: set[int]) -> FilmPlan:
    return plan_film(project, packs, stage=stage, positions=positions, wanted=lambda take: take.take == number)


class LastTime:
    """The jobs a film was closed with, judged by the film as it was opened.

    `waiting` as a queue shows them: one with a message is no longer asked for. `failed` had used up their tries,
    `past` too, and nobody asks for them any more.
    """

    def __init__(self, jobs: Sequence[KeptJob], project: Project, packs: FilmPacks) -> None:
        plan = planned_again(jobs, project, packs)
        again = {take.digest: take for take in plan.takes}
        refused = {each.shot_id: each.error for each in plan.refused}
        self._jobs = {job.digest: job for job in jobs if not job.failed}
        self.waiting = tuple(
            _as_queued(job, again.get(digest), project, refused.get(job.shot_id)) for digest, job in self._jobs.items()
        )
        self.failed = tuple((again[job.digest], job.error) for job in jobs if job.failed and job.digest in again)
        # One whose shot can't be made for now may be asked for again.
        self.past = tuple(
            job.digest for job in jobs if job.failed and job.digest not in again and job.shot_id not in refused
        )

    @property
    def digests(self) -> tuple[str, ...]:
        """Of those that wait."""
        return tuple(self._jobs)

    def still_asked_for(self, project: Project, packs: FilmPacks) -> tuple[PlannedTake, ...]:
        """The takes of those that wait which the film, as it is now, would still ask for.

        Raises the first refused shot's SoraError where there are none.
        """
        return planned_again(self._jobs.values(), project, packs).checked().takes

    def let_go(self, digests: Container[str]) -> None:
        """These were queued or given up."""
        self._jobs = {digest: job for digest, job in self._jobs.items() if digest not in digests}
        self.waiting = tuple(take for take in self.waiting if take.digest not in digests)


def _as_queued(job: KeptJob, take: PlannedTake | None, project: Project, refused: SoraError | None) -> QueuedTake:
    """The job as a queue shows it; without its `take`, why it can't be made: `refused`, or nobody asks for it."""
    if take is not None:
        return QueuedTake.of(take)
    positions = {shot.id: position for position, (_, shot) in enumerate(project.shots(), start=1)}
    position = positions.get(job.shot_id, 0)
    why = QueuedTake(job.digest, job.shot_id, position, 0, job.stage, message=CHANGED if position else GONE)
    return why if refused is None else replace(why, message=refused.message, hint=refused.hint)
