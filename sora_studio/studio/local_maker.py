"""Stages made in this process, and tried again on gentler terms where that helps: how the command line renders."""

from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.agenda import Agenda, Task
from sora_studio.studio.background import Emit
from sora_studio.studio.child_process import log_file
from sora_studio.studio.config import Config
from sora_studio.studio.events import Notice
from sora_studio.studio.ladder import Ladder
from sora_studio.studio.machine import Machine
from sora_studio.studio.second_try import Terms, done_after_all
from sora_studio.studio.stage_maker import OnStep, StageCounts, StageMaker


class LocalMaker:
    """A Maker. Use it from one thread; what happens is told by `emit`."""

    def __init__(
        self, machine: Machine, terms: Terms, store: BlobStore, counts: StageCounts, emit: Emit, agenda: Agenda
    ) -> None:
        self._machine = machine
        self._terms = terms
        self._store = store
        self._counts = counts
        self._emit = emit
        self._gate = agenda.gate
        self._ladder = Ladder(
            device=lambda: machine.sessions.device.name,
            others=lambda: len(agenda.order()) - 1,
            between=machine.close,
            log=log_file("sora-studio"),
        )

    def make(self, task: Task, on_step: OnStep) -> None:
        """Do the task's stage. Raises as StageMaker does."""
        helped = self._ladder.climb(task, self._terms, lambda terms: self._attempt(task, terms, on_step))
        if helped is not None:
            self._emit(Notice(done_after_all(task, helped.trouble, helped.device, helped.terms)))

    def _attempt(self, task: Task, terms: Terms, on_step: OnStep) -> None:
        config = Config(
            memory_budget_mb=terms.memory_budget_mb,
            threads=terms.threads,
            keep_graphs=terms.keep_graphs,
            cuda_graphs=terms.cuda_graphs,
        )
        self._machine.configure(config)
        self._machine.use(terms.device, terms.halves_in_full)
        maker = StageMaker(
            self._machine.sessions, self._store, self._counts, self._emit, self._gate, terms.previews, terms.halvings
        )
        maker.make(task, on_step)
