"""Takes through the three stages; a text or a draft that is kept is not made again.

The first take goes through all stages at once, so that a picture and an honest time left come early; then all A, all
B, all C, so that each model is loaded once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sora_studio.errors import GenerationError
from sora_studio.inference.cancel import CancelToken
from sora_studio.inference.clip import Floats
from sora_studio.inference.draft import run_draft
from sora_studio.inference.encode import Conditioning, encode_text
from sora_studio.inference.events import StepDone
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.refine import run_refine
from sora_studio.inference.request import text_digest
from sora_studio.inference.scene import run_sketch
from sora_studio.inference.session import SessionCache
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import keeping
from sora_studio.studio.background import Emit
from sora_studio.studio.events import DeviceInUse, Preview, ShotFailed, StageProgress, TakeReady, WorkingOn
from sora_studio.studio.hints import cut_short, unknown_words
from sora_studio.studio.planning import PlannedTake
from sora_studio.studio.sketches import sketch_of
from sora_studio.studio.time_left import TimeLeft


@dataclass(slots=True)
class StageCounts:
    """How often each stage really ran: exact, and gates of the benchmarks."""

    encode: int = 0
    draft: int = 0
    refine: int = 0


class TakeRenderer:
    """Runs planned takes on one device. Use it from one thread; only events and arrays leave it.

    `counts` is added to: how often each stage really ran. Without `previews` no Preview is made or told.
    """

    def __init__(
        self,
        pack: ModelPack,
        sessions: SessionCache,
        store: BlobStore,
        emit: Emit,
        cancel: CancelToken,
        counts: StageCounts,
        previews: bool = True,
    ) -> None:
        self._previews = previews
        self._counts = counts
        self._pack = pack
        self._sessions = sessions
        self._store = store
        self._emit = emit
        self._cancel = cancel
        self._time_left = TimeLeft({})
        self._hinted: set[str] = set()

    def render(self, waiting: Sequence[PlannedTake]) -> None:
        """Make the takes. A shot that fails is told and skipped; Cancelled goes through.

        Raises StorageError when nothing can be kept, DeviceError and PackError when nothing can run.
        """
        self._emit(DeviceInUse(self._sessions.device.description))
        refined = sum(take.stage == "refined" for take in waiting)
        self._time_left = TimeLeft({"draft": len(waiting), "refine": refined})
        for batch in (waiting[:1], waiting[1:]):
            going = batch
            for stage in (self._encode, self._draft, self._refine):
                going = [take for take in going if self._tried(stage, take)]

    def _tried(self, stage: Callable[[PlannedTake], None], take: PlannedTake) -> bool:
        self._cancel.check()
        self._emit(WorkingOn(take.digest))
        self._time_left.stage_begins()
        try:
            stage(take)
        except GenerationError as error:
            self._emit(ShotFailed(take.shot_id, take.position, take.digest, error.message, error.hint))
            return False
        return True

    def _encode(self, take: PlannedTake) -> None:
        if not take.request.sketch and not self._store.has(keeping.DRAFTS, take.request.draft_digest):
            self._conditioning(take, take.request.negative)
        self._conditioning(take, take.request.prompt)
        if take.shot_id not in self._hinted:
            self._hinted.add(take.shot_id)
            for notice in unknown_words([take], self._store):
                self._emit(notice)

    def _draft(self, take: PlannedTake) -> None:
        if take.request.sketch or self._store.has(keeping.DRAFTS, take.request.draft_digest):
            self._time_left.skip("draft")
        self._latents(take)
        if take.stage == "draft":
            self._ready(take)

    def _refine(self, take: PlannedTake) -> None:
        if take.stage == "draft":
            return
        request = take.request
        frames = run_refine(
            self._sessions,
            self._pack,
            request,
            self._latents(take),
            self._conditioning(take, request.prompt),
            on_step=lambda done: self._progress(take, done),
            cancel=self._cancel,
        )
        self._counts.refine += 1
        keeping.keep_frames(self._store, request, frames)
        self._ready(take)

    def _conditioning(self, take: PlannedTake, text: str) -> Conditioning:
        """Stage A, once per distinct text."""
        digest = text_digest(take.request.pack_digest, text)
        known = keeping.kept(self._store, keeping.TEXTS, digest)
        if known is not None:
            return known
        unknown: list[str] = []
        made = encode_text(
            self._sessions,
            self._pack,
            text,
            on_truncated=lambda told: self._emit(cut_short(take, told)),
            on_unknown=lambda told: unknown.extend(told.words),
        )
        self._counts.encode += 1
        keeping.keep_text(self._store, digest, text, made, unknown)
        return made

    def _latents(self, take: PlannedTake) -> Floats:
        """The draft, made unless it is kept; and before it those of the shots it goes on from."""
        unmade: list[PlannedTake] = []
        wanted: PlannedTake | None = take
        draft: Floats | None = None
        while wanted is not None and draft is None:
            draft = keeping.kept_draft(self._store, wanted.request.draft_digest)
            if draft is None:
                unmade.append(wanted)
                wanted = wanted.continues
        for each in reversed(unmade):
            draft = self._drawn(each, None if draft is None else draft[-1])
        assert draft is not None
        return draft

    def _drawn(self, take: PlannedTake, first_frame: Floats | None) -> Floats:
        """Stage B, or the take's drawing in its place; the draft is kept under its digest."""
        request = take.request
        conditioning = self._conditioning(take, request.prompt)
        if request.sketch:
            sketch = sketch_of(self._store, self._pack, take)
            draft = run_sketch(self._sessions, self._pack, request, sketch, conditioning, cancel=self._cancel)
        else:
            draft = run_draft(
                self._sessions,
                self._pack,
                request,
                conditioning,
                self._conditioning(take, request.negative),
                first_frame=first_frame,
                on_step=lambda done: self._progress(take, done),
                previews=self._previews,
                cancel=self._cancel,
            )
            self._counts.draft += 1
        keeping.keep_draft(self._store, self._pack, request, draft)
        return draft

    def _progress(self, take: PlannedTake, done: StepDone) -> None:
        self._time_left.advance(done.stage, 1 / done.steps)
        if done.preview is not None:
            self._emit(Preview(take.shot_id, take.position, done.preview))
        self._emit(
            StageProgress(
                take.shot_id, take.position, take.take, done.stage, done.step, done.steps, self._time_left.seconds
            )
        )

    def _ready(self, take: PlannedTake) -> None:
        self._emit(TakeReady(take.shot_id, take.position, take.take, take.as_take, reused=False))
