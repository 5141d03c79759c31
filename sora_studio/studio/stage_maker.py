"""One stage of one take, made here; a text or a draft that is kept is not made again."""

from collections.abc import Callable
from dataclasses import dataclass

from sora_studio.errors import OutOfMemory
from sora_studio.inference.clip import Floats
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import Conditioning, encode_text
from sora_studio.inference.events import StepDone
from sora_studio.inference.first_frame import last_frame
from sora_studio.inference.given_picture import as_first_frame
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import text_digest
from sora_studio.inference.scene import run_sketch
from sora_studio.inference.session import SessionCache
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import keeping
from sora_studio.studio.agenda import Task
from sora_studio.studio.events import Notice
from sora_studio.studio.fitting import before_running, fitting
from sora_studio.studio.hints import cut_short
from sora_studio.studio.latent_colours import in_colour
from sora_studio.studio.planning import PlannedTake
from sora_studio.studio.sketches import picture_of, sketch_of

OnStep = Callable[[PlannedTake, StepDone], None]


@dataclass(slots=True)
class StageCounts:
    """How often each stage really ran: exact, and gates of the benchmarks; steps, and those the step cache left out."""

    encode: int = 0
    draft: int = 0
    refine: int = 0
    steps: int = 0
    left_out: int = 0


class StageMaker:
    """Works on one device, and keeps what it makes in the store. Use it from one thread.

    `gate` is asked between two model steps and may wait there, or raise Cancelled. `counts` is added to. Without
    `previews` no step has one. What Stage C works on at once is halved `halvings` times, or as often as makes it fit.
    """

    def __init__(
        self,
        sessions: SessionCache,
        store: BlobStore,
        counts: StageCounts,
        notice: Callable[[Notice], None],
        gate: Callable[[Task], None],
        previews: bool = True,
        halvings: int = 0,
    ) -> None:
        self._sessions = sessions
        self._store = store
        self._counts = counts
        self._notice = notice
        self._gate = gate
        self._previews = previews
        self._halvings = halvings

    def make(self, task: Task, on_step: OnStep) -> None:
        """Do the task's stage; `on_step` is told whose step it was, for a draft may go on from another shot's.

        Raises GenerationError when the take gives nothing, Cancelled, StorageError, DeviceError, PackError.
        """

        def step(take: PlannedTake, done: StepDone) -> None:
            self._counts.steps += 1
            self._counts.left_out += done.left_out
            on_step(take, done)
            self._gate(task)

        fit = fitting(self._sessions, task, self._halvings)
        if fit.halvings > self._halvings or not fit.fits:
            self._notice(Notice(before_running(task, fit, self._sessions.device)))
        try:
            self._stage(task, step, fit.halvings)
        except (OutOfMemory, MemoryError) as error:
            message = error.message if isinstance(error, OutOfMemory) else "There is not enough memory."
            hint = "Close other programs, or make the clip shorter."
            raise OutOfMemory(message, hint, fit.need.total_bytes, fit.free_bytes, fit.halvings) from error
        self._sessions.worked(fit.need.model, fit.need.total_bytes)

    def _stage(self, task: Task, step: OnStep, halvings: int) -> None:
        match task.stage:
            case "encode":
                self._encode(task)
            case "draft":
                self._latents(task, step)
            case "refine":
                self._refine(task, step, halvings)

    def _encode(self, task: Task) -> None:
        take = task.take
        if not take.draft_is_given and not keeping.is_drawn(self._store, take.request):
            self._conditioning(task, take, take.request.negative)
        self._conditioning(task, take, take.request.prompt)

    def _refine(self, task: Task, step: OnStep, halvings: int) -> None:
        take = task.take
        # Only latents are refined under guidance.
        guided = take.pack.refine.decoder is not None
        draft, before = self._latents(task, step), self._counts.left_out
        frames = run_refine(
            self._sessions,
            take.pack,
            take.request,
            draft,
            self._conditioning(task, take, take.request.prompt),
            self._conditioning(task, take, take.request.negative) if guided else None,
            on_step=lambda done: step(take, done),
            cancel=task.cancel,
            halvings=halvings,
        )
        self._counts.refine += 1
        left_out = self._counts.left_out - before + keeping.left_out_of_draft(self._store, take.request)
        keeping.keep_frames(self._store, take.request, frames, left_out)

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
            on_truncated=lambda told: self._notice(cut_short(take, told)),
            on_unknown=lambda told: unknown.extend(told.words),
            cancel=task.cancel,
        )
        self._counts.encode += 1
        keeping.keep_text(self._store, digest, text, made, unknown)
        return made

    def _latents(self, task: Task, step: OnStep) -> Floats:
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
            draft = self._drawn(task, step, each, self._first_frame(task, each, draft))
        assert draft is not None
        return draft

    def _first_frame(self, task: Task, take: PlannedTake, before: Floats | None) -> Floats | None:
        """What the take begins with: its own picture, or the last one of the draft it goes on from."""
        if take.request.sketch and not take.draft_is_given:
            picture = picture_of(self._store, take)
            return as_first_frame(self._sessions, take.pack, picture, task.cancel)
        if before is None or take.continues is None:
            return None
        return last_frame(self._sessions, take.pack, take.continues.request, before, task.cancel)

    def _drawn(self, task: Task, step: OnStep, take: PlannedTake, first_frame: Floats | None) -> Floats:
        """Stage B, or the take's own picture in its place; the draft is kept under its digest."""
        request, pack = take.request, take.pack
        if not request.sketch:
            pack = in_colour(self._sessions, self._store, pack, task.cancel, self._notice)
        conditioning, before = self._conditioning(task, take, request.prompt), self._counts.left_out
        if take.draft_is_given:
            sketch = sketch_of(self._store, take)
            draft = run_sketch(self._sessions, pack, request, sketch, conditioning, cancel=task.cancel)
        else:
            draft = run_draft(
                self._sessions,
                pack,
                request,
                conditioning,
                self._conditioning(task, take, request.negative),
                first_frame=first_frame,
                on_step=lambda done: step(take, done),
                previews=self._previews,
                cancel=task.cancel,
            )
            self._counts.draft += 1
        keeping.keep_draft(self._store, pack, request, draft, self._counts.left_out - before)
        return draft
