"""The application with no window: one open film, its takes, its queue."""

from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self

from sora_studio.film.target import container_format
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.packs import pack_named
from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.disk import remove_stale_partials
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.agenda import Agenda
from sora_studio.studio.background import Emit, events_of
from sora_studio.studio.config import Config
from sora_studio.studio.events import (
    Event,
    FilmProgress,
    FilmWritten,
    Notice,
    Planned,
    ShotFailed,
    TakeReady,
    WorkingOn,
)
from sora_studio.studio.film_making import left_out, write_film
from sora_studio.studio.hints import unknown_words
from sora_studio.studio.job_queue import JobQueue
from sora_studio.studio.keeping import KIND_OF_STAGE, is_drawn
from sora_studio.studio.machine import Machine
from sora_studio.studio.planning import PlannedTake, TakeStage, is_kept, plan_takes
from sora_studio.studio.rendering import StageCounts, TakeRenderer
from sora_studio.studio.showing import ShownShot, shown_shots
from sora_studio.timeline.edits import add_take
from sora_studio.timeline.history import History
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Take


@dataclass(frozen=True, slots=True)
class RenderOrder:
    """What to make: which shots (positions from 1; None for all), how many takes each, how far, watched or not.

    `fresh`: takes beside those a shot has already, each with a seed of its own.
    """

    positions: Collection[int] | None = None
    takes: int = 1
    stage: TakeStage = "refined"
    previews: bool = True
    fresh: bool = False


class Studio:
    """One film open for work. Every change is saved before its call returns. Use it from one thread."""

    def __init__(self, file: ProjectFile, config: Config) -> None:
        self.path = file.path
        self.store = BlobStore.beside(file.path)
        self.queue = JobQueue(file)
        self.counts = StageCounts()
        self._file = file
        self.config = config
        self._history = History(file.load())
        self.machine = Machine(config)
        self._cancel = CancelToken()
        self._pack: ModelPack | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop what runs, let go of models and of the file."""
        self.cancel()
        self.machine.close()
        self._file.close()

    @property
    def project(self) -> Project:
        return self._history.project

    @property
    def pack(self) -> ModelPack:
        """The film's model pack, read and checked. Raises PackError."""
        wanted = self.project.settings.pack
        if self._pack is None or self._pack.name != wanted:
            self._pack = pack_named(wanted, self.config.folders)
        return self._pack

    @property
    def model_runs(self) -> int:
        """Model runs so far, of all stages."""
        return self.machine.model_runs

    @property
    def sessions_created(self) -> int:
        """How many sessions had to be made so far."""
        return self.machine.sessions_created

    def edit(self, label: str, change: Callable[[Project], Project], merge_key: str | None = None) -> None:
        """Apply a pure edit, remember it for undo, save. Raises EditError, ProjectFileError; then nothing changed."""
        changed = change(self.project)
        if changed != self.project:
            self._file.save(self._history.recorded(changed))
            self._history.record(changed, label, merge_key)

    def absorb(self, *changes: Callable[[Project], Project]) -> None:
        """Apply pure edits that are no steps to undo, such as takes that are ready, and save once.

        One whose shot is gone is made when undo brings it back. Raises ProjectFileError; then nothing changed.
        """
        changed = self._history.absorbed(*changes)
        if changed is not self.project:
            self._file.save(changed)
        for change in changes:
            self._history.absorb(change)

    def undo(self) -> str:
        """Take the last edit back, save, return its label. Raises EditError, ProjectFileError; then nothing changed."""
        self._file.save(self._history.undone())
        label = self._history.undo_labels[0]
        self._history.undo()
        return label

    def redo(self) -> str:
        """Make the last undone edit again and save; returns and raises as `undo` does."""
        self._file.save(self._history.redone())
        label = self._history.redo_labels[0]
        self._history.redo()
        return label

    @property
    def undo_labels(self) -> tuple[str, ...]:
        """The names of the edits that undo would take back, the latest first."""
        return self._history.undo_labels

    @property
    def redo_labels(self) -> tuple[str, ...]:
        """The names of the edits that redo would make again, the next first."""
        return self._history.redo_labels

    @property
    def read_only(self) -> bool:
        """Whether the film can be looked at but not changed."""
        return self._file.read_only

    def shots(self, stage: TakeStage = "refined") -> list[ShownShot]:
        """What each shot shows in a film of that stage."""
        return shown_shots(self.project, self.pack, self.store, stage)

    def plan(self, order: RenderOrder, queued: Collection[str] = ()) -> tuple[PlannedTake, ...]:
        """The takes the order asks for; what is `queued` (digests) is not fresh. Raises SoraError for no such shot."""

        def is_fresh(take: PlannedTake) -> bool:
            both = {"draft": take.request.draft_digest, "refined": take.request.refined_digest}
            return not any(
                digest in queued or self.store.has(KIND_OF_STAGE[stage], digest) for stage, digest in both.items()
            )

        return plan_takes(
            self.project,
            self.pack,
            stage=order.stage,
            positions=order.positions,
            takes=order.takes,
            wanted=is_fresh if order.fresh else None,
        )

    def cancel(self) -> None:
        """Stop what is being rendered or stitched, within one model step. Finished takes are kept."""
        self._cancel.cancel()

    def render(self, order: RenderOrder, device: str = "auto") -> Generator[Event]:
        """Make the takes the order asks for, in a background thread; yields what happens, in this one.

        A take is kept and saved before its TakeReady is yielded. Raises SoraError, Cancelled.
        """
        planned = self.plan(order)
        self.machine.use(device)
        self._cancel = CancelToken()
        yield Planned(len({take.shot_id for take in planned}), len(planned))
        kept: list[PlannedTake] = []
        missing: dict[str, PlannedTake] = {}
        for take in planned:
            if is_kept(take, self.store):
                kept.append(take)
            else:
                missing.setdefault(take.digest, take)
        self._remember(kept)
        yield from (TakeReady(take.shot_id, take.position, take.take, take.as_take, reused=True) for take in kept)
        if missing:
            yield from self._make(list(missing.values()), order.previews)
            self._remember(planned)
        made = {take.shot_id for take in missing.values()}
        yield from unknown_words([take for take in planned if take.shot_id not in made], self.store)

    def _make(self, waiting: list[PlannedTake], previews: bool) -> Generator[Event]:
        self.queue.submit(waiting)

        def work(emit: Emit) -> None:
            pack = self.pack
            agenda = Agenda(lambda take: is_drawn(self.store, take.request))
            agenda.add(waiting)
            packs = {pack.digest: pack}
            renderer = TakeRenderer(agenda, packs, self.machine.sessions, self.store, emit, self.counts, previews)
            with self._cancel.watch(agenda.stop):
                renderer.render()
            self._cancel.check()

        try:
            for event in events_of(work, self._cancel, name="sora-render"):
                self._note(event)
                yield event
        finally:
            self.queue.pause()

    def _note(self, event: Event) -> None:
        """What happened, into the project and the queue."""
        match event:
            case WorkingOn(digest):
                self.queue.working_on(digest)
            case TakeReady(shot_id=shot_id, take=take):
                self.keep_takes([(shot_id, take)])
                self.queue.finished(take.digest)
            case ShotFailed(digest=digest, message=message):
                self.queue.failed(digest, message)
            case _:
                pass

    def keep_takes(self, takes: Sequence[tuple[str, Take]]) -> None:
        """Put takes on their shots, by shot id, as no step to undo. Raises ProjectFileError."""
        self.absorb(*(partial(add_take, shot_id=shot_id, take=take) for shot_id, take in takes))

    def _remember(self, planned: Sequence[PlannedTake]) -> None:
        """Put takes that are kept on their shots: found from before, or made for another shot of the same words."""
        kept = [take for take in planned if self.store.has(KIND_OF_STAGE[take.stage], take.digest)]
        self.keep_takes([(take.shot_id, take.as_take) for take in kept])

    def check_film(self, out: Path) -> None:
        """Raise ExportError now, not after an hour of rendering, where no film can be written.

        What a killed export left beside it is cleared away.
        """
        container_format(out)
        remove_stale_partials(out.parent)

    def write_film(self, out: Path, stage: TakeStage = "refined") -> Generator[Event]:
        """Stitch what the shots show into `out`, in a background thread. Raises SoraError, Cancelled."""
        self._cancel = CancelToken()
        project, shown = self.project, self.shots(stage)
        missing = left_out(shown)
        if missing:
            yield Notice(missing)

        def work(emit: Emit) -> None:
            report = write_film(
                project,
                shown,
                self.store,
                out,
                on_progress=lambda done, total: emit(FilmProgress(done, total)),
                cancel=self._cancel,
            )
            seconds = float(project.frame_rate.seconds(report.frames))
            reused = report.segments_reused
            emit(FilmWritten(str(out), report.frames, seconds, report.segments_encoded, reused))

        yield from events_of(work, self._cancel, name="sora-film")
