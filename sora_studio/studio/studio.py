"""The application with no window: one open film, its takes, its queue."""

from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.pack import ModelPack
from sora_studio.storage.disk import remove_stale_partials
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.agenda import Agenda
from sora_studio.studio.background import Emit, events_of
from sora_studio.studio.config import Config
from sora_studio.studio.events import (
    DeviceInUse,
    Event,
    FilmProgress,
    FilmWritten,
    Notice,
    Planned,
    ShotFailed,
    TakeReady,
    WorkingOn,
)
from sora_studio.studio.film_making import left_out, shown_frames
from sora_studio.studio.film_products import FilmWriting, checked_preset
from sora_studio.studio.hints import unknown_words
from sora_studio.studio.job_queue import JobQueue
from sora_studio.studio.keeping import KIND_OF_STAGE, is_drawn
from sora_studio.studio.local_maker import LocalMaker
from sora_studio.studio.machine import Machine
from sora_studio.studio.open_film import OpenFilm
from sora_studio.studio.packs_in_use import FilmPacks
from sora_studio.studio.planning import FilmPlan, PlannedTake, TakeStage, is_kept, plan_film
from sora_studio.studio.rendering import TakeRenderer
from sora_studio.studio.screening import PLAIN, Screening, undrawn_words
from sora_studio.studio.second_try import Terms
from sora_studio.studio.showing import ShownShot, shown_shots
from sora_studio.studio.stage_maker import StageCounts


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


class Studio(OpenFilm):
    """One film open for work: edited, rendered, stitched. Use it from one thread."""

    def __init__(self, file: ProjectFile, config: Config) -> None:
        super().__init__(file)
        self.config = config
        self.queue = JobQueue(file.load_jobs(), lambda changes: self._saving.save_jobs(changes))
        if not file.read_only:
            self.queue.reset_running()
        self.counts = StageCounts()
        self.machine = Machine(config)
        self._cancel = CancelToken()
        self._packs, self._packs_of = FilmPacks(config.folders), config

    def close(self) -> None:
        """Stop what runs, let go of models and of the file."""
        self.cancel()
        self.machine.close()
        super().close()

    @property
    def pack(self) -> ModelPack:
        """The film's model pack, read and checked: that of every shot without one of its own. Raises PackError."""
        return self.packs.of_film(self.project)

    @property
    def packs(self) -> FilmPacks:
        """The packs the shots are made with, from the folders as they are set."""
        if self._packs_of is not self.config:
            self._packs_of = self.config
            if self._packs.folders != tuple(self.config.folders):
                self._packs = self._packs.looked_again(self.config.folders)
        return self._packs

    def look_for_packs(self) -> FilmPacks:
        """The packs, one that was refused looked for anew."""
        self._packs = self._packs.looked_again(self.config.folders)
        return self._packs

    @property
    def model_runs(self) -> int:
        """Model runs so far, of all stages."""
        return self.machine.model_runs

    @property
    def sessions_created(self) -> int:
        """How many sessions had to be made so far."""
        return self.machine.sessions_created

    def shots(self, stage: TakeStage = "refined") -> list[ShownShot]:
        """What each shot shows in a film of that stage."""
        return shown_shots(self.project, self.packs, self.store, stage)

    def plan(self, order: RenderOrder, queued: Collection[str] = ()) -> FilmPlan:
        """The takes the order asks for; what is `queued` (digests) is not fresh.

        Raises SoraError for no such shot, and where none of the shots can be made.
        """

        def is_fresh(take: PlannedTake) -> bool:
            both = {"draft": take.request.draft_digest, "refined": take.request.refined_digest}
            return not any(
                digest in queued or self.store.has(KIND_OF_STAGE[stage], digest) for stage, digest in both.items()
            )

        return plan_film(
            self.project,
            self.look_for_packs(),
            stage=order.stage,
            positions=order.positions,
            takes=order.takes,
            wanted=is_fresh if order.fresh else None,
        ).checked()

    def cancel(self) -> None:
        """Stop what is being rendered or stitched, within one model step. Finished takes are kept."""
        self._cancel.cancel()

    def render(self, order: RenderOrder, device: str = "auto") -> Generator[Event]:
        """Make the takes the order asks for, in a background thread; yields what happens, in this one.

        A take is kept and saved before its TakeReady is yielded. Raises SoraError, Cancelled.
        """
        plan = self.plan(order)
        planned = plan.takes
        self.machine.use(device)
        self._cancel = CancelToken()
        yield Planned(len({take.shot_id for take in planned}), len(planned))
        for each in plan.refused:
            yield ShotFailed(each.shot_id, each.position, "", each.error.message, each.error.hint)
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
            agenda = Agenda(lambda take: is_drawn(self.store, take.request))
            agenda.add(waiting)
            emit(DeviceInUse(self.machine.sessions.device.told))
            config = self.config
            terms = Terms(
                self.machine.device_name,
                config.memory_budget_mb,
                config.threads,
                previews,
                keep_graphs=config.keep_graphs,
                cuda_graphs=config.cuda_graphs,
            )
            maker = LocalMaker(self.machine, terms, self.store, self.counts, emit, agenda)
            with self._cancel.watch(agenda.stop):
                TakeRenderer(agenda, maker, self.store, emit).render()
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

    def _remember(self, planned: Sequence[PlannedTake]) -> None:
        """Put takes that are kept on their shots: found from before, or made for another shot of the same words."""
        kept = [take for take in planned if self.store.has(KIND_OF_STAGE[take.stage], take.digest)]
        self.keep_takes([(take.shot_id, take.as_take) for take in kept])

    def check_film(self, out: Path, preset: str = "") -> None:
        """Raise ExportError now, not after an hour of rendering, where the film can't be written like that.

        What a killed export left beside it is cleared away.
        """
        checked_preset(out, preset)
        remove_stale_partials(out.parent)

    def write_film(
        self,
        out: Path,
        stage: TakeStage = "refined",
        preset: str = "",
        size: tuple[int, int] | None = None,
        screening: Screening = PLAIN,
    ) -> Generator[Event]:
        """Stitch what the shots show into `out`, in a background thread. Raises SoraError, Cancelled.

        Without a `size` (width, height in pixels) it has the preset's.
        """
        self._cancel = CancelToken()
        kind, shown = checked_preset(out, preset), self.shots(stage)
        project = replace(self.project, width=size[0], height=size[1]) if size else kind.sized(self.project)
        for told in (left_out(shown), undrawn_words(project, shown, screening)):
            if told:
                yield Notice(told)

        def work(emit: Emit) -> None:
            def progress(done: int, total: int) -> None:
                emit(FilmProgress(done, total))

            done = FilmWriting(project, shown, self.store, out, kind, progress, self._cancel, screening).write()
            seconds = float(project.frame_rate.seconds(shown_frames(shown)))
            segments = done.segments_encoded, done.segments_reused
            emit(FilmWritten(str(kind.target(out)), done.frames, seconds, *segments, done.encoded_on))

        yield from events_of(work, self._cancel, name="sora-film")
