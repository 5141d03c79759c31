"""The takes on their way as a queue shows them, kept up to date by what the renderer tells."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sora_studio.studio.events import Stage, StageProgress
from sora_studio.studio.planning import PlannedTake, TakeStage

QueueState = Literal["waiting", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class QueuedTake:
    """One take of a shot; `position` is where the shot stood when it was queued (from 1; 0: the shot is gone).

    `running` is the stage a model is in, `step` of `steps` done there. `drawn`: its draft is there. `message` and
    `hint` say why it failed, or why it is no longer asked for.
    """

    digest: str
    shot_id: str
    position: int
    take_number: int
    stage: TakeStage
    state: QueueState = "waiting"
    running: Stage | None = None
    step: int = 0
    steps: int = 0
    message: str = ""
    hint: str = ""
    drawn: bool = False

    @classmethod
    def of(cls, take: PlannedTake, *, drawn: bool = False) -> "QueuedTake":
        """The planned take, waiting."""
        return cls(take.digest, take.shot_id, take.position, take.take, take.stage, drawn=drawn)

    @property
    def unfinished(self) -> bool:
        return self.state in ("waiting", "running")

    @property
    def progress(self) -> float:
        """0 to 1 over all stages; a refined take is half done when its draft is. Reading its text counts nothing."""
        if self.state == "done":
            return 1.0
        share = self.step / self.steps if self.steps else 0.0
        if self.stage == "draft":
            return share if self.running == "draft" else 0.0
        if self.running == "draft":
            return share / 2
        begun = 0.5 if self.drawn else 0.0
        return begun + share / 2 if self.running == "refine" else begun


class QueuedTakes:
    """Every take that was queued, by digest: those still to be made, and those that are over until they are cleared."""

    def __init__(self) -> None:
        self._takes: dict[str, QueuedTake] = {}
        self._working = ""

    def __contains__(self, digest: str) -> bool:
        return digest in self._takes

    def get(self, digest: str) -> QueuedTake | None:
        return self._takes.get(digest)

    def is_going(self, digest: str) -> bool:
        """Whether the take waits or is being made."""
        return digest in self._takes and self._takes[digest].unfinished

    @property
    def going(self) -> list[str]:
        """The digests of those still to be made."""
        return [digest for digest, take in self._takes.items() if take.unfinished]

    def sorted(self, order: Sequence[str]) -> tuple[QueuedTake, ...]:
        """Those still to be made, in that order; then those that are over, in the order they ended."""
        places = {digest: place for place, digest in enumerate(order, start=1)}
        going = [take for take in self._takes.values() if take.unfinished]
        over = [take for take in self._takes.values() if not take.unfinished]
        # One that is made and not yet noted is in no order any more.
        return (*sorted(going, key=lambda take: places.get(take.digest, 0)), *over)

    def put(self, take: QueuedTake) -> None:
        """Show a take, as the latest."""
        self._takes.pop(take.digest, None)
        self._takes[take.digest] = take

    def begins(self, digest: str, stage: Stage) -> None:
        """A model works on this take now, and on no other."""
        self.rests()
        if self.is_going(digest):
            self._working = digest
            drawn = self._takes[digest].drawn or stage == "refine"
            self._change(digest, state="running", running=stage, drawn=drawn)

    def rests(self) -> None:
        """The take that was worked on waits for its next stage."""
        if self.is_going(self._working):
            self._change(self._working, state="waiting", running=None, step=0, steps=0)
        self._working = ""

    def goes_on(self, event: StageProgress) -> None:
        """A step is done."""
        take = self._takes.get(self._working)
        # Not one of another shot's draft, which this one begins with.
        if take is not None and (take.shot_id, take.take_number) == (event.shot_id, event.take_number):
            drawn = take.drawn or (event.stage == "draft" and event.step == event.steps)
            self._change(take.digest, running=event.stage, step=event.step, steps=event.steps, drawn=drawn)

    def ends(self, digest: str, state: QueueState, message: str = "", hint: str = "") -> None:
        """The take is over."""
        if digest == self._working:
            self._working = ""
        if digest in self._takes:
            ended = replace(self._takes[digest], state=state, message=message, hint=hint)
            self.put(replace(ended, running=None, step=0, steps=0))

    def failed_of(self, shot_ids: Collection[str]) -> list[str]:
        """The takes of these shots that failed."""
        return [key for key, take in self._takes.items() if take.state == "failed" and take.shot_id in shot_ids]

    def forget(self, digests: Collection[str]) -> None:
        """Show these no more."""
        self._takes = {key: take for key, take in self._takes.items() if key not in digests}

    def clear(self) -> None:
        """Put away what is over and has not failed."""
        self._takes = {key: take for key, take in self._takes.items() if take.unfinished or take.state == "failed"}

    def _change(self, digest: str, **changes: Any) -> None:
        self._takes[digest] = replace(self._takes[digest], **changes)


def told_of_shots(items: Iterable[QueuedTake]) -> dict[str, QueuedTake]:
    """The take to tell of for each shot: the one being made, else the first that waits or failed."""
    told: dict[str, QueuedTake] = {}
    for item in items:
        if item.state in ("waiting", "running", "failed"):
            first = told.get(item.shot_id)
            if first is None or (item.state == "running" and first.state != "running"):
                told[item.shot_id] = item
    return told
