"""Which take of a shot the film shows."""

from collections.abc import Collection
from dataclasses import dataclass

from sora_studio.inference.pack import ModelPack
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import keeping
from sora_studio.studio.planning import PlannedTake, TakeStage, plan_takes
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Shot, Take


@dataclass(frozen=True, slots=True)
class ShownShot:
    """A shot, the take it shows (None: it has none that is kept) and whether that is what the prompt asks for now."""

    position: int
    shot: Shot
    take: Take | None
    stale: bool


def shown_take(shot: Shot, wanted: Collection[str], store: BlobStore) -> Take | None:
    """The pinned take; else the one of the digests `wanted` (best first); else the newest, refined before draft."""
    kept = [take for take in shot.takes if store.has(keeping.KIND_OF_STAGE[take.stage], take.digest)]
    by_digest = {take.digest: take for take in kept}
    for digest in (shot.pinned, *wanted):
        if digest in by_digest:
            return by_digest[digest]
    newest_first = kept[::-1]
    return next((take for take in newest_first if take.stage == "refined"), newest_first[0] if kept else None)


def shown_shots(project: Project, pack: ModelPack, store: BlobStore, stage: TakeStage = "refined") -> list[ShownShot]:
    """Every shot in film order with what it shows. A draft film shows drafts, a refined one the best there is."""
    drafts = {plan.shot_id: plan for plan in plan_takes(project, pack, stage="draft")}
    refined = {plan.shot_id: plan for plan in plan_takes(project, pack)}
    return [
        _shown(position, shot, _wanted(drafts[shot.id], refined[shot.id], stage), store)
        for position, (_, shot) in enumerate(project.shots(), start=1)
    ]


def _wanted(draft: PlannedTake, refined: PlannedTake, stage: TakeStage) -> list[str]:
    return [draft.digest] if stage == "draft" else [refined.digest, draft.digest]


def _shown(position: int, shot: Shot, wanted: list[str], store: BlobStore) -> ShownShot:
    take = shown_take(shot, wanted, store)
    return ShownShot(position, shot, take, stale=take is not None and take.digest not in wanted)
