"""Takes through the three stages as the agenda says, told step by step; who makes them, here or elsewhere, is given."""

from collections.abc import Mapping
from typing import Protocol

from sora_studio.errors import Cancelled, GenerationError
from sora_studio.inference.events import StepDone
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.agenda import Agenda, Task
from sora_studio.studio.background import Emit
from sora_studio.studio.events import Preview, ShotFailed, Stage, StageProgress, TakeReady, WorkingOn
from sora_studio.studio.hints import unknown_words
from sora_studio.studio.planning import PlannedTake, TakeStage
from sora_studio.studio.stage_maker import OnStep
from sora_studio.studio.time_left import TimeLeft

# The stage that finishes a take.
LAST_STAGE: Mapping[TakeStage, Stage] = {"draft": "draft", "refined": "refine"}


class Maker(Protocol):
    """What makes a task's stage: a StageMaker here, or one in another process."""

    def make(self, task: Task, on_step: OnStep) -> None:
        """Return once the stage is kept. Raises as StageMaker does."""
        ...


class TakeRenderer:
    """Does an agenda's tasks, one after the other. Use it from one thread; only events and arrays leave it."""

    def __init__(
        self, agenda: Agenda, maker: Maker, store: BlobStore, emit: Emit, time_left: TimeLeft | None = None
    ) -> None:
        self._agenda = agenda
        self._maker = maker
        self._store = store
        self._emit = emit
        self._time_left = time_left or TimeLeft()
        self._hinted: set[str] = set()

    def render(self) -> None:
        """Make takes until the agenda has no more, or was stopped. A take that fails is told and skipped.

        Raises StorageError when nothing can be kept, DeviceError and PackError when nothing can run; what was not made
        stays on the agenda.
        """
        with self._agenda.watch(self._waited):
            while (task := self._agenda.next()) is not None:
                self._do(task)

    def _do(self, task: Task) -> None:
        take = task.take
        self._emit(WorkingOn(take.digest, task.stage))
        self._time_left.stage_begins()
        try:
            self._maker.make(task, self._progress)
        except GenerationError as error:
            self._agenda.failed(task)
            self._emit(ShotFailed(take.shot_id, take.position, take.digest, error.message, error.hint))
        except Cancelled:
            # The agenda knows: it dropped the take, or was stopped.
            pass
        else:
            self._time_left.stage_ends()
            self._agenda.done(task)
            if task.stage == "encode":
                self._hint(take)
            if task.stage == LAST_STAGE[take.stage]:
                self._emit(TakeReady(take.shot_id, take.position, take.take, take.as_take, reused=False))

    def _hint(self, take: PlannedTake) -> None:
        """Once for each shot: which of its words can't be drawn."""
        if take.shot_id not in self._hinted:
            self._hinted.add(take.shot_id)
            for notice in unknown_words([take], self._store):
                self._emit(notice)

    def _progress(self, take: PlannedTake, done: StepDone) -> None:
        self._time_left.advance(done.stage, 1 / done.steps)
        if done.preview is not None:
            self._emit(Preview(take.shot_id, take.position, done.preview))
        seconds_left = self._time_left.seconds(self._agenda.to_do())
        self._emit(
            StageProgress(take.shot_id, take.position, take.take, done.stage, done.step, done.steps, seconds_left)
        )

    def _waited(self) -> None:
        """Rendering was held back, or goes on."""
        if not self._agenda.waits:
            self._time_left.waited()
