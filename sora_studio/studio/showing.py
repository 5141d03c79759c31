"""Which take of a shot the film shows."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sora_studio.inference.request import GenerationRequest
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import keeping
from sora_studio.studio.packs_in_use import FilmPacks
from sora_studio.studio.planning import TakeStage, plan_film
from sora_studio.timeline.cascade import resolve
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Shot, Take


@dataclass(frozen=True, slots=True)
class ShownTake:
    """A kept take, its own rate, and whether it is no longer what the prompt asks for.

    `move` is what a camera does over it, where it is one still: what its shot asks for, which no model has drawn.
    """

    take: Take
    frames_per_second: float
    stale: bool
    move: str = ""


@dataclass(frozen=True, slots=True)
class ShownShot:
    """A shot and what it shows; None: it has no take that is kept. `position` counts from 1."""

    position: int
    shot: Shot
    shown: ShownTake | None


def shown_take(shot: Shot, wanted: Collection[str], store: BlobStore) -> Take | None:
    """The pinned take; else the one of the digests `wanted` (best first); else the newest, refined before draft."""
    kept = [take for take in shot.takes if store.has(keeping.KIND_OF_STAGE[take.stage], take.digest)]
    by_digest = {take.digest: take for take in kept}
    for digest in (shot.pinned, *wanted):
        if digest in by_digest:
            return by_digest[digest]
    newest_first = kept[::-1]
    return next((take for take in newest_first if take.stage == "refined"), newest_first[0] if kept else None)


def shown_shots(project: Project, packs: FilmPacks, store: BlobStore, stage: TakeStage = "refined") -> list[ShownShot]:
    """Every shot in film order with what it shows. A draft film shows drafts, a refined one the best there is.

    A shot that can't be made now shows the best take it has, and is not known to be stale.
    """
    wanted: defaultdict[str, dict[str, GenerationRequest]] = defaultdict(dict)
    stages: tuple[TakeStage, ...] = ("refined", "draft") if stage == "refined" else ("draft",)
    for each in stages:
        for planned in plan_film(project, packs, stage=each).takes:
            wanted[planned.shot_id][planned.digest] = planned.request
    return [
        ShownShot(position, shot, _shown(shot, wanted[shot.id], resolve(project, scene, shot).move, store))
        for position, (scene, shot) in enumerate(project.shots(), start=1)
    ]


def _shown(shot: Shot, wanted: Mapping[str, GenerationRequest], move: str, store: BlobStore) -> ShownTake | None:
    take = shown_take(shot, tuple(wanted), store)
    return None if take is None else as_shown(take, wanted, move, store)


def as_shown(take: Take, wanted: Mapping[str, GenerationRequest], move: str, store: BlobStore) -> ShownTake:
    """The take of a shot that asks for `move`, and for the takes `wanted`, by their digests. Raises StorageError."""
    request = wanted.get(take.digest)
    if request is not None:
        held, rate = request.frame_count == 1, request.frames_per_second
    else:
        held, rate = keeping.is_still(store, take), keeping.frames_per_second_of(store, take)
    return ShownTake(take, rate, stale=bool(wanted) and request is None, move=move if held else "")
