"""The queue behind a window: takes are made in a process beside it while the film is edited.

Everything here is for the main thread. The thread only tells what happened, by `deliver`; `note` puts that into the
film and into the queue's table, when the window comes to it.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from sora_studio.errors import ProjectFileError
from sora_studio.studio.agenda import Agenda
from sora_studio.studio.events import Event, QueueStopped, ShotFailed, Stage, StageProgress, TakeReady, WorkingOn
from sora_studio.studio.hints import left_out_of
from sora_studio.studio.keeping import KIND_OF_STAGE, is_drawn
from sora_studio.studio.last_time import LastTime
from sora_studio.studio.planning import PlannedTake
from sora_studio.studio.queued_takes import QueuedTake, QueuedTakes
from sora_studio.studio.render_worker import RenderWorker
from sora_studio.studio.studio import RenderOrder, Studio

Deliver = Callable[[Event], None]
CLOSE_TIMEOUT_S = 2.0


class RenderQueue:
    """The takes on their way. `deliver` is called on any thread and may only enqueue; `note` is for what it was given.

    Calls that write (submit, move, cancel, retry, resume_last, discard_last) raise ProjectFileError.
    """

    def __init__(self, studio: Studio, deliver: Deliver) -> None:
        self._studio = studio
        self._jobs = studio.queue
        self._deliver = deliver
        self._agenda = Agenda(lambda take: is_drawn(studio.store, take.request))
        self._worker = RenderWorker(self._agenda, studio.store, studio.counts, self._told)
        self._takes = QueuedTakes()
        self._planned: dict[str, PlannedTake] = {}
        # Every shot that asks for a take: two shots of the same words and seed have one take.
        self._shots_of: defaultdict[str, list[str]] = defaultdict(list)
        # What the thread has told and nobody has noted: at the end none of it may be lost.
        self._results: list[TakeReady | ShotFailed] = []
        self._closed = False
        self._last = self._read_last_time()

    @property
    def items(self) -> tuple[QueuedTake, ...]:
        """Every take in the order they will be made, the one worked on first; then those that are over."""
        return self._takes.sorted(self._agenda.order())

    @property
    def paused(self) -> bool:
        return self._agenda.paused

    @property
    def seconds_left(self) -> float | None:
        """How long the takes that wait will take; None until each stage they need has been timed."""
        return self._worker.time_left.seconds(self._agenda.to_do())

    @property
    def from_last_time(self) -> tuple[QueuedTake, ...]:
        """Takes that waited when the film was closed; one with a `message` is no longer asked for."""
        return self._last.waiting

    def submit(self, order: RenderOrder) -> int:
        """Queue the takes the order asks for; returns how many. Those that are kept are put on their shots at once.

        Raises SoraError (no such shot, no such pack), ProjectFileError.
        """
        going = self._takes.going
        plan = self._studio.plan(order, queued=going)
        planned = plan.takes
        if not going:
            self._takes.clear()
        # What failed before is past where its shot asks for another take now.
        failed = set(self._takes.failed_of({take.shot_id for take in planned})) - {take.digest for take in planned}
        self._jobs.discard(failed)
        self._takes.forget(failed)
        queued = self._queue(planned)
        for notice in left_out_of(plan):
            self._deliver(notice)
        return queued

    def move(self, digest: str, index: int) -> None:
        """Put a waiting take at `index` of `items`; it stays there after a restart."""
        self._agenda.move(digest, index)
        self._jobs.arrange(self._agenda.order())

    def cancel(self, digest: str) -> None:
        """Take one out; within one model step where it is being made. The others go on."""
        self._cancel([digest])

    def cancel_all(self) -> None:
        """Take out all that wait and the one being made."""
        self._cancel(self._takes.going)

    def retry(self, digest: str) -> None:
        """Queue a take again that failed or was cancelled."""
        take, planned = self._takes.get(digest), self._planned.get(digest)
        if take is not None and planned is not None and take.state in ("failed", "cancelled"):
            self._queue([planned])

    def forget(self, digest: str) -> None:
        """Put one away that is over, one that failed included."""
        if not self._takes.is_going(digest):
            self._jobs.discard([digest])
            self._takes.forget([digest])

    def clear(self) -> None:
        """Put away what is over and has not failed."""
        self._takes.clear()

    def pause(self) -> None:
        """Stop between two model steps, until `resume`."""
        self._agenda.pause()

    def resume(self) -> None:
        """Go on, after a pause or after what stopped the queue was put right."""
        self._agenda.pause(False)
        for result in list(self._results):
            self.note(result)
        self._worker.start(self._studio.config)

    def hold(self, held: bool) -> None:
        """Give way between two model steps while something else needs the machine: playback, pitch mode."""
        self._agenda.hold(held)

    def focus(self, shot_ids: Sequence[str]) -> None:
        """What the person is looking at: takes of these shots are made first."""
        self._agenda.prefer(shot_ids)

    def resume_last(self) -> int:
        """Queue those of `from_last_time` that are still asked for; returns how many. The others can be discarded.

        Raises SoraError where none of their shots can be made now.
        """
        return self._queue(self._last.still_asked_for(self._studio.project, self._studio.look_for_packs()))

    def discard_last(self) -> None:
        """Forget those that waited when the film was closed."""
        self._jobs.discard(self._last.digests)
        self._last.let_go(self._last.digests)

    def note(self, event: Event) -> None:
        """Put what happened into the film and the queue. Where it can't be saved, the queue stops and keeps it."""
        if self._closed:
            return
        try:
            self._note(event)
        except ProjectFileError as error:
            self._agenda.pause()
            self._deliver(QueueStopped(error.message, error.hint))

    def close(self, timeout_s: float = CLOSE_TIMEOUT_S) -> bool:
        """Cancel what runs and wait for it, at most so long; whether it ended. What waits is there the next time."""
        ended = self._worker.stop(timeout_s)
        for result in list(self._results):
            self.note(result)
        self._closed = True
        # Where even that can't be saved, the take that ran has lost one of its tries; nothing else.
        with suppress(ProjectFileError):
            self._jobs.pause()
        return ended

    def _queue(self, planned: Sequence[PlannedTake]) -> int:
        """Put takes on the agenda, on the disk first; returns how many are to be made."""
        store = self._studio.store
        fresh = {take.digest: take for take in planned if not self._takes.is_going(take.digest)}
        kept = {key: take for key, take in fresh.items() if store.has(KIND_OF_STAGE[take.stage], key)}
        missing = [take for key, take in fresh.items() if key not in kept]
        self._studio.keep_takes([(take.shot_id, take.as_take) for take in planned if take.digest in kept])
        self._jobs.discard(kept)
        self._jobs.submit(missing)
        self._last.let_go(fresh)
        for take in planned:
            self._planned.setdefault(take.digest, take)
            if take.shot_id not in self._shots_of[take.digest]:
                self._shots_of[take.digest].append(take.shot_id)
        for take in missing:
            self._takes.put(QueuedTake.of(take, drawn=is_drawn(store, take.request)))
        self._worker.check(kept.values())
        self._worker.add(missing)
        self._worker.start(self._studio.config)
        return len(missing)

    def _cancel(self, digests: Sequence[str]) -> None:
        going = [digest for digest in digests if self._takes.is_going(digest)]
        self._jobs.discard(going)
        for digest in going:
            self._agenda.drop(digest)
            self._takes.ends(digest, "cancelled")

    def _told(self, event: Event) -> None:
        """On the worker's thread."""
        if isinstance(event, TakeReady | ShotFailed):
            self._results.append(event)
        self._deliver(event)

    def _note(self, event: Event) -> None:
        match event:
            case WorkingOn(digest, stage):
                self._begins(digest, stage)
            case StageProgress():
                self._takes.goes_on(event)
            case TakeReady(take=take) if event in self._results:
                self._studio.keep_takes([(shot_id, take) for shot_id in self._shots_of[take.digest]])
                self._jobs.finished(take.digest)
                self._takes.ends(take.digest, "done")
                self._results.remove(event)
            case ShotFailed(digest=digest) if event in self._results:
                if self._takes.is_going(digest):
                    self._jobs.failed(digest, event.message)
                    self._takes.ends(digest, "failed", event.message, event.hint)
                self._results.remove(event)
            case QueueStopped():
                self._takes.rests()
                self._jobs.pause()
            case _:
                pass

    def _begins(self, digest: str, stage: Stage) -> None:
        if digest not in self._takes and digest in self._agenda:
            # It was thought to be kept, and is damaged.
            take = self._planned[digest]
            self._jobs.submit([take])
            self._takes.put(QueuedTake.of(take))
        self._takes.begins(digest, stage)
        # Stage A is over before the disk could be told.
        if stage != "encode" and self._takes.is_going(digest):
            self._jobs.working_on(digest)

    def _read_last_time(self) -> LastTime:
        """What the project file says waited or failed; those that failed are shown, with their retry."""
        last = LastTime(self._jobs.left(), self._studio.project, self._studio.packs)
        if not self._studio.read_only:
            self._jobs.discard(last.past)
        for take, error in last.failed:
            self._planned[take.digest] = take
            self._shots_of[take.digest].append(take.shot_id)
            self._takes.put(replace(QueuedTake.of(take), state="failed", message=error))
        return last
