"""What is rendered next: the one place that decides it, and where rendering waits while it should give way.

Shots the person is looking at come first, as whole takes; then every take's Stage A, all B, all C, so that each model
is loaded once. The very first take goes through all stages at once, so that a picture comes early.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.pack import PackDigest
from sora_studio.studio.events import Stage
from sora_studio.studio.planning import PlannedTake

STAGES: tuple[Stage, ...] = ("encode", "draft", "refine")


@dataclass(frozen=True, slots=True)
class Task:
    """One stage of one take; `cancel` is the take's own stop button."""

    stage: Stage
    take: PlannedTake
    cancel: CancelToken


@dataclass(slots=True)
class _Entry:
    take: PlannedTake
    stages: list[Stage]
    cancel: CancelToken = field(default_factory=CancelToken)


class Agenda:
    """The takes still to be made, in order. Any thread may ask and change it; one thread at a time does the tasks."""

    def __init__(self, is_drawn: Callable[[PlannedTake], bool] = lambda _: False) -> None:
        """`is_drawn`: whether a take's draft is there already, so that a refined one needs no Stage B."""
        self._is_drawn = is_drawn
        self._entries: dict[str, _Entry] = {}
        self._preferred: tuple[str, ...] = ()
        self._working = ""
        self._pack: PackDigest | None = None
        # Once one take has gone through all stages, the rest go stage by stage.
        self._one_is_through = False
        self._changed = Condition()
        self._held = self._paused = self._stopped = False
        self._watchers: list[Callable[[], None]] = []

    def __contains__(self, digest: str) -> bool:
        return digest in self._entries

    def add(self, takes: Iterable[PlannedTake]) -> None:
        """Put takes at the end; one that is there keeps its place."""
        entries = [_Entry(take, self._stages_of(take)) for take in takes]
        with self._changed:
            if not self._entries:
                self._one_is_through = False
            for entry in entries:
                self._entries.setdefault(entry.take.digest, entry)
            self._changed.notify_all()

    def prefer(self, shot_ids: Sequence[str]) -> None:
        """Make whole takes of these shots first, in this order; takes no running task away."""
        with self._changed:
            self._preferred = tuple(shot_ids)

    def move(self, digest: str, index: int) -> None:
        """Put a take at `index` of `order`, which so becomes the order asked for: no shot is preferred any more."""
        with self._changed:
            order = [each for each in self._order() if each != digest]
            if digest in self._entries:
                order.insert(index, digest)
            self._entries = {each: self._entries[each] for each in order}
            self._preferred = ()

    def drop(self, digest: str) -> None:
        """Take one out; a task of it that runs is cancelled within one model step."""
        with self._changed:
            entry = self._entries.pop(digest, None)
            self._changed.notify_all()
        if entry is not None:
            entry.cancel.cancel()

    def order(self) -> tuple[str, ...]:
        """The digests in the order their takes will be made, the one worked on first."""
        with self._changed:
            return self._order()

    def to_do(self) -> Mapping[str, float]:
        """How many takes have each stage still to go through; a task that runs counts whole."""
        with self._changed:
            return Counter(
                stage
                for entry in self._entries.values()
                for stage in entry.stages
                # A given draft takes no steps to draw.
                if not (stage == "draft" and entry.take.draft_is_given)
            )

    def next(self) -> Task | None:
        """The task to do now, once nothing holds it back; None when there is none or all was stopped."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or not self._entries or not self.waits)
            entry = None if self._stopped else self._chosen()
            if entry is None:
                self._working = ""
                return None
            self._working, self._pack = entry.take.digest, entry.take.request.pack_digest
            return Task(entry.stages[0], entry.take, entry.cancel)

    def gate(self, task: Task) -> None:
        """Between two model steps: wait while rendering is held or paused. Raises Cancelled when the take is."""
        if self.waits:
            with task.cancel.watch(self._wake), self._changed:
                self._changed.wait_for(lambda: task.cancel.cancelled or not self.waits)
        task.cancel.check()

    def done(self, task: Task) -> None:
        """The task's stage is through."""
        with self._changed:
            entry = self._entries.get(task.take.digest)
            self._working = ""
            if entry is not None and task.stage in entry.stages:
                entry.stages.remove(task.stage)
                if not entry.stages:
                    self._end(task)

    def failed(self, task: Task) -> None:
        """The take gives nothing: it is off the agenda."""
        with self._changed:
            self._working = ""
            self._end(task)

    def hold(self, held: bool) -> None:
        """Give way for a while: to playback, say."""
        with self._changed:
            self._held = held
            self._changed.notify_all()
        self._tell()

    def pause(self, paused: bool = True) -> None:
        """Stop between two steps until the person goes on."""
        with self._changed:
            self._paused = paused
            self._changed.notify_all()
        self._tell()

    @property
    def paused(self) -> bool:
        return self._paused

    @property
    def stopped(self) -> bool:
        return self._stopped

    @property
    def is_empty(self) -> bool:
        return not self._entries

    def stop(self) -> None:
        """For good: what runs is cancelled, what waits stays undone."""
        with self._changed:
            self._stopped = True
            running = self._entries.get(self._working)
            self._changed.notify_all()
        if running is not None:
            running.cancel.cancel()

    @property
    def waits(self) -> bool:
        """Whether nothing is to be made for now, though there may be something to make."""
        return (self._held or self._paused) and not self._stopped

    @contextmanager
    def watch(self, told: Callable[[], None]) -> Generator[None]:
        """Call `told` (from the changing thread) when rendering is held back or goes on while the block runs."""
        with self._changed:
            self._watchers.append(told)
        try:
            yield
        finally:
            with self._changed:
                self._watchers.remove(told)

    def _tell(self) -> None:
        with self._changed:
            watchers = tuple(self._watchers)
        for told in watchers:
            told()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _stages_of(self, take: PlannedTake) -> list[Stage]:
        if take.stage == "draft":
            return ["encode", "draft"]
        drawn = not take.draft_is_given and self._is_drawn(take)
        return ["encode", "refine"] if drawn else ["encode", "draft", "refine"]

    def _order(self) -> tuple[str, ...]:
        ranks = {shot_id: rank for rank, shot_id in enumerate(self._preferred)}
        last = len(ranks)

        def rank(digest: str) -> tuple[bool, int]:
            return digest != self._working, ranks.get(self._entries[digest].take.shot_id, last)

        return tuple(sorted(self._entries, key=rank))

    def _chosen(self) -> _Entry | None:
        first = next(map(self._entries.__getitem__, self._order()), None)
        if first is None or not self._one_is_through or first.take.shot_id in self._preferred:
            return first
        # Of the takes in the earliest stage, those of the model that is loaded come first.
        return min(
            self._entries.values(),
            key=lambda each: (STAGES.index(each.stages[0]), each.take.request.pack_digest != self._pack),
        )

    def _end(self, task: Task) -> None:
        self._entries.pop(task.take.digest, None)
        self._one_is_through = True
