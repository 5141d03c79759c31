"""Stages made in a process of their own, which is started when needed, and started again when it ends unasked."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from threading import Event as Flag

from sora_studio.errors import DeviceError
from sora_studio.inference.cancel import CancelToken
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.disk import FlushError
from sora_studio.studio.agenda import Agenda, Task
from sora_studio.studio.background import Emit
from sora_studio.studio.child_process import log_file
from sora_studio.studio.config import Config
from sora_studio.studio.events import DeviceInUse, Notice
from sora_studio.studio.ladder import Ladder
from sora_studio.studio.machine import thread_count
from sora_studio.studio.pipe import Head
from sora_studio.studio.render_talk import NAME, GoneBeforeError, RenderTalk
from sora_studio.studio.second_try import CPU, EngineStopped, Terms, done_after_all
from sora_studio.studio.stage_maker import OnStep, StageCounts

START_TRIES = 2
# Between an end and the next start; doubled for every end in a row.
FIRST_WAIT_S, LONGEST_WAIT_S = 0.2, 10.0
# A device on which it ended so often is left alone until the settings change.
CHANCES = 2
GIVEN_UP = "Running on the CPU, not your GPU: the render engine stopped there twice. Expect slower shots."
GOODBYE_S = 0.5


class RenderEngine:
    """A Maker. `make` is for one thread; `kill` and `close` for another. What happens is told by `emit`.

    `sessions_created` and `model_runs` count what was done in all its processes, as `counts` counts stages.
    """

    def __init__(self, agenda: Agenda, store: BlobStore, counts: StageCounts, emit: Emit) -> None:
        self.sessions_created = self.model_runs = 0
        self._agenda = agenda
        self._store = store
        self._counts = counts
        self._emit = emit
        self._terms: Terms = Terms("auto", 0, 0)
        self._wanted: Terms = self._terms
        self._talk: RenderTalk | None = None
        self._device = self._description = ""
        self._ends: Counter[str] = Counter()
        self._ends_in_a_row = 0
        # Put away between two tries: a driver that failed has spoilt it, and memory in pieces is of no use.
        self._ladder = Ladder(
            device=lambda: self._device,
            others=lambda: len(agenda.order()) - 1,
            between=self.close,
            log=log_file(NAME),
        )

    @property
    def pid(self) -> int | None:
        """Of the process there is, if there is one."""
        return self._talk.pid if self._talk else None

    def use(self, config: Config) -> None:
        """Settings for the tasks to come, which leave a core to the window; where tasks run is told again."""
        threads = thread_count(config, leave_a_core=True)
        wanted = Terms(
            config.device,
            config.memory_budget_mb,
            threads,
            keep_graphs=config.keep_graphs,
            cuda_graphs=config.cuda_graphs,
        )
        if wanted != self._wanted:
            self._wanted = self._terms = wanted
            self._ends.clear()
            self._ladder.forget()
        self._description = ""

    def make(self, task: Task, on_step: OnStep) -> None:
        """Do the task's stage there; after trouble once more, in another way. Raises as StageMaker does, SoraError."""
        if self._store.refused is not None:
            raise self._store.refused
        try:
            self._make(task, on_step)
        except FlushError as error:
            self._store.refused = error
            raise

    def kill(self) -> None:
        """Whatever runs ends at once."""
        talk = self._talk
        if talk is not None:
            talk.kill()

    def close(self) -> None:
        """Let the process go; the next task starts another."""
        talk, self._talk = self._talk, None
        if talk is not None:
            talk.close(GOODBYE_S)

    def _make(self, task: Task, on_step: OnStep) -> None:
        self._device = self._terms.device
        helped = self._ladder.climb(task, self._terms, lambda terms: self._do(task, terms, on_step))
        if helped is not None:
            self._emit(Notice(done_after_all(task, helped.trouble, helped.device, helped.terms)))
            if helped.device != CPU and isinstance(helped.trouble, EngineStopped):
                self._leave_alone(helped.device)

    def _leave_alone(self, device: str) -> None:
        """A device that brings the process down takes a take's time twice; after some chances it has none."""
        self._ends[device] += 1
        if self._ends[device] == CHANCES:
            self._terms = replace(self._terms, device=CPU)
            self._ladder.forget()
            self._emit(Notice(GIVEN_UP))

    def _do(self, task: Task, terms: Terms, on_step: OnStep) -> None:
        try:
            try:
                self._started(task.cancel).do(task, terms, on_step)
            except GoneBeforeError:
                self.close()
                self._started(task.cancel).do(task, terms, on_step)
        except (EngineStopped, GoneBeforeError) as end:
            self.close()
            self._ends_in_a_row += 1
            raise EngineStopped from end

    def _started(self, cancel: CancelToken) -> RenderTalk:
        """The process there is, or a new one. Raises DeviceError where none can be started, Cancelled."""
        if self._talk is not None and not self._talk.goes_on:
            self.close()
        for _ in range(START_TRIES):
            if self._talk is None:
                self._wait(cancel)
                with suppress(OSError):
                    self._talk = RenderTalk(self._store.folder, self._agenda, self._heed)
            if self._talk is not None:
                try:
                    self._talk.wait_until_ready(cancel)
                    return self._talk
                except EngineStopped:
                    self.close()
            self._ends_in_a_row += 1
        raise DeviceError("The render engine can't be started.", f"Go on with the queue, or see {log_file(NAME)}.")

    def _wait(self, cancel: CancelToken) -> None:
        """The longer, the more often it has ended; not at all where it hasn't."""
        over = Flag()
        if self._ends_in_a_row:
            with cancel.watch(over.set):
                over.wait(min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** (self._ends_in_a_row - 1)))
        cancel.check()

    def _heed(self, head: Head) -> None:
        match head["is"]:
            case "device":
                self._device = head["name"]
                if head["description"] != self._description:
                    self._description = head["description"]
                    self._emit(DeviceInUse(self._description))
            case "notice":
                self._emit(Notice(head["message"]))
            case "ended":
                self._ends_in_a_row = 0
                self.sessions_created += head["sessions"]
                self.model_runs += head["runs"]
                for stage, count in head["counts"].items():
                    setattr(self._counts, stage, getattr(self._counts, stage) + count)
            case _:
                pass
