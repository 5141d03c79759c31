"""Takes through the three stages as the agenda says; a text or a draft that is kept is not made again."""

from collections.abc import Mapping
from dataclasses import dataclass

from sora_studio.errors import Cancelled, GenerationError
from sora_studio.inference.clip import Floats
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import Conditioning, encode_text
from sora_studio.inference.events import StepDone
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import text_digest
from sora_studio.inference.scene import run_sketch
from sora_studio.inference.session import SessionCache
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import keeping
from sora_studio.studio.agenda import Agenda, Task
from sora_studio.studio.background import Emit
from sora_studio.studio.events import DeviceInUse, Preview, ShotFailed, Stage, StageProgress, TakeReady, WorkingOn
from sora_studio.studio.hints import cut_short, unknown_words
from sora_studio.studio.planning import PlannedTake, TakeStage
from sora_studio.studio.sketches import sketch_of
from sora_studio.studio.time_left import TimeLeft

# The stage that finishes a take.
LAST_STAGE: Mapping[TakeStage, Stage] = {"draft": "draft", "refined": "refine"}


@dataclass(slots=True)
class StageCounts:
    """How often each stage really ran: exact, and gates of the benchmarks."""

    encode: int = 0
    draft: int = 0
    refine: int = 0


class TakeRenderer:
    """Does an agenda's tasks on one device. Use it from one thread; only events and arrays leave it.

    `counts` is added to: how often each stage really ran. Without `previews` no Preview is made or told.
    """

    def __init__(
        self,
        agenda: Agenda,
        sessions: SessionCache,
        store: BlobStore,
        emit: Emit,
        counts: StageCounts,
        previews: bool = True,
        time_left: TimeLeft | None = None,
    ) -> None:
        self._agenda = agenda
        self._sessions = sessions
        self._store = store
        self._emit = emit
        self._counts = counts
        self._previews = previews
        self._time_left = time_left or TimeLeft()
        self._hinted: set[str] = set()

    def render(self) -> None:
        """Make takes until the agenda has no more, or was stopped. A take that fails is told and skipped.

        Raises StorageError when nothing can be kept, DeviceError and PackError when nothing can run; what was not made
        stays on the agenda.
        """
        self._emit(DeviceInUse(self._sessions.device.description))
        while (task := self._agenda.next()) is not None:
            self._do(task)

    def _do(self, task: Task) -> None:
        take = task.take
        stage = {"encode": self._encode, "draft": self._draft, "refine": self._refine}[task.stage]
        self._emit(WorkingOn(take.digest, task.stage))
        self._time_left.stage_begins()
        try:
            stage(task)
        except GenerationError as error:
            self._agenda.failed(task)
            self._emit(ShotFailed(take.shot_id, take.position, take.digest, error.message, error.hint))
        except Cancelled:
            # The agenda knows: it dropped the take, or was stopped.
            pass
        else:
            self._time_left.stage_ends()
            self._agenda.done(task)
            if task.stage == LAST_STAGE[take.stage]:
                self._emit(TakeReady(take.shot_id, take.position, take.take, take.as_take, reused=False))

    def _encode(self, task: Task) -> None:
        take = task.take
        if not take.request.sketch and not keeping.is_drawn(self._store, take.request):
            self._conditioning(task, take, take.request.negative)
        self._conditioning(task, take, take.request.prompt)
        if take.shot_id not in self._hinted:
            self._hinted.add(take.shot_id)
            for notice in unknown_words([take], self._store):
                self._emit(notice)

    def _draft(self, task: Task) -> None:
        self._latents(task)

    def _refine(self, task: Task) -> None:
        request, pack = task.take.request, task.take.pack
        # Only latents are refined under guidance.
        guided = pack.refine.decoder is not None
        frames = run_refine(
            self._sessions,
            pack,
            request,
            self._latents(task),
            self._conditioning(task, task.take, request.prompt),
            self._conditioning(task, task.take, request.negative) if guided else None,
            on_step=lambda done: self._progress(task, task.take, done),
            cancel=task.cancel,
        )
        self._counts.refine += 1
        keeping.keep_frames(self._store, request, frames)

    def _conditioning(self, task: Task, take: PlannedTake, text: str) -> Conditioning:
        """Stage A, once per distinct text, by the model of the take: the task's own, or one it goes on from."""
        digest = text_digest(take.request.pack_digest, text)
        known = keeping.kept(self._store, keeping.TEXTS, digest)
        if known is not None:
            return known
        unknown: list[str] = []
        made = encode_text(
            self._sessions,
            take.pack,
            text,
            on_truncated=lambda told: self._emit(cut_short(take, told)),
            on_unknown=lambda told: unknown.extend(told.words),
            cancel=task.cancel,
        )
        self._counts.encode += 1
        keeping.keep_text(self._store, digest, text, made, unknown)
        return made

    def _latents(self, task: Task) -> Floats:
        """The draft, made unless it is kept; and before it those of the shots it goes on from."""
        unmade: list[PlannedTake] = []
        wanted: PlannedTake | None = task.take
        draft: Floats | None = None
        while wanted is not None and draft is None:
            draft = keeping.kept_draft(self._store, wanted.request.draft_digest)
            if draft is None:
                unmade.append(wanted)
                wanted = wanted.continues
        for each in reversed(unmade):
            draft = self._drawn(task, each, None if draft is None else draft[-1])
        assert draft is not None
        return draft

    def _drawn(self, task: Task, take: PlannedTake, first_frame: Floats | None) -> Floats:
        """Stage B, or the take's drawing in its place; the draft is kept under its digest."""
        request, pack = take.request, take.pack
        conditioning = self._conditioning(task, take, request.prompt)
        if request.sketch:
            sketch = sketch_of(self._store, pack, take)
            draft = run_sketch(self._sessions, pack, request, sketch, conditioning, cancel=task.cancel)
        else:
            draft = run_draft(
                self._sessions,
                pack,
                request,
                conditioning,
                self._conditioning(task, take, request.negative),
                first_frame=first_frame,
                on_step=lambda done: self._progress(task, take, done),
                previews=self._previews,
                cancel=task.cancel,
            )
            self._counts.draft += 1
        keeping.keep_draft(self._store, pack, request, draft)
        return draft

    def _progress(self, task: Task, take: PlannedTake, done: StepDone) -> None:
        self._time_left.advance(done.stage, 1 / done.steps)
        if done.preview is not None:
            self._emit(Preview(take.shot_id, take.position, done.preview))
        seconds_left = self._time_left.seconds(self._agenda.to_do())
        self._emit(
            StageProgress(take.shot_id, take.position, take.take, done.stage, done.step, done.steps, seconds_left)
        )
        self._agenda.gate(task)
        self._time_left.waited()
