"""From the film to what the models are asked: each shot's request, and which takes are still to be made."""

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import count, islice
from typing import Any, Literal

from sora_studio.errors import SoraError
from sora_studio.inference.digest import digest_of
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.request import GenerationRequest, make_request
from sora_studio.inference.scene import refuse_sketch
from sora_studio.inference.stage import plan_for
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import keeping
from sora_studio.timeline.cascade import prompt_as_sent, resolve
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.seeds import take_seed
from sora_studio.timeline.shot import Shot, Take

TakeStage = Literal["draft", "refined"]


# Without slots, so that the digest is worked out once.
@dataclass(frozen=True)
class PlannedTake:
    """One take of one shot as it should be made now; `position` and `take` count from 1.

    `continues` is the take whose last draft frame it begins with, if any.
    """

    shot_id: str
    position: int
    take: int
    stage: TakeStage
    request: GenerationRequest
    # Left out of comparisons and of what is printed: in a film of one long continuation it is the whole film.
    continues: "PlannedTake | None" = field(default=None, compare=False, repr=False)

    @cached_property
    def digest(self) -> str:
        """The take's name in the store."""
        return self.request.draft_digest if self.stage == "draft" else self.request.refined_digest

    @property
    def as_take(self) -> Take:
        return Take(self.digest, self.stage, self.request.seed)


def request_for(
    project: Project, scene: Scene, shot: Shot, pack: ModelPack, seed: int, before: PlannedTake | None = None
) -> GenerationRequest:
    """Everything the shot's picture depends on, the take it continues among it.

    Raises GenerationError for settings the pack can't follow.
    """
    direction = resolve(project, scene, shot)
    settings = project.settings
    return make_request(
        pack,
        prompt_as_sent(direction),
        negative=direction.negative,
        seed=seed,
        duration_s=clip_seconds(project, shot, pack),
        film_size=(project.width, project.height),
        sampler=settings.sampler,
        steps=settings.steps,
        guidance=settings.guidance,
        refine_steps=settings.refine_steps,
        first_frame=digest_of({"last frame of": before.request.draft_digest}) if before else "",
        sketch=shot.sketch,
    )


def clip_seconds(project: Project, shot: Shot, pack: ModelPack) -> float:
    """How long a clip the shot is cut from: whole windows of the pack, in seconds.

    A clip longer than its shot gives the editor handles, and trimming within it never asks for a new picture.
    """
    window_s = Fraction(pack.draft.frames_max - 1) / Fraction(pack.draft.frames_per_second)
    if window_s <= 0:
        return float(project.frame_rate.seconds(shot.duration_frames))
    used_s = project.frame_rate.seconds(shot.head_frames + shot.duration_frames)
    return float(max(1, math.ceil(used_s / window_s)) * window_s)


def plan_takes(
    project: Project,
    pack: ModelPack,
    *,
    stage: TakeStage = "refined",
    positions: Collection[int] | None = None,
    takes: int = 1,
    wanted: Callable[[PlannedTake], bool] | None = None,
) -> tuple[PlannedTake, ...]:
    """The takes the shots at `positions` (from 1; None for all) should have, in film order.

    A shot has endless takes: these are the first `takes` of them, or of those that are `wanted`.
    Every take of a shot that continues goes on from the one take the shot before shows.
    Raises SoraError when the film has no shots, or none at one of the positions.
    """
    numbered = list(enumerate(project.shots(), start=1))
    if not numbered:
        raise SoraError("The film has no shots.", "Write a paragraph for each shot, then render again.")
    missing = sorted(set(positions or ()) - {position for position, _ in numbered})
    if missing:
        raise SoraError(f"The film has no shot {missing[0]}.", f"Its shots are 1 to {len(numbered)}.")
    planned: list[PlannedTake] = []
    before: PlannedTake | None = None
    for position, (scene, shot) in numbered:
        # A drawing is its own beginning.
        begins_with = before if shot.continues and not shot.sketch else None
        if positions is None or position in positions:
            seeds = (take_seed(project, shot, index) for index in count())
            requests = (request_for(project, scene, shot, pack, seed, begins_with) for seed in seeds)
            endless = (
                PlannedTake(shot.id, position, number, stage, request, begins_with)
                for number, request in enumerate(requests, start=1)
            )
            planned += islice(filter(wanted, endless), takes)
        shown = request_for(project, scene, shot, pack, seed_shown(project, shot), begins_with)
        before = PlannedTake(shot.id, position, 1, "draft", shown, begins_with)
    return tuple(planned)


def seed_shown(project: Project, shot: Shot) -> int:
    """The seed of the pinned take, else of the first."""
    pinned = (take.seed for take in shot.takes if take.digest == shot.pinned)
    return next(pinned, take_seed(project, shot))


def check_plan(project: Project, pack: ModelPack) -> None:
    """Raise SoraError for what can't be made: no shots, an unknown sampler, what this pack can't begin a shot with."""
    planned = plan_takes(project, pack)
    request = planned[0].request
    plan_for(pack.draft.diffusion, request.sampler, request.steps)
    plan_for(pack.refine.diffusion, request.refine_sampler, request.refine_steps)
    for take in planned:
        if take.continues and "first_frame" not in pack.draft.inputs:
            raise SoraError(
                f"Shot {take.position} continues the one before it, which the pack `{pack.name}` can't do.",
                "Take [[continues]] off the shot, or choose another pack.",
            )
        if take.request.sketch:
            refuse_sketch(pack)


def is_kept(take: PlannedTake, store: BlobStore) -> bool:
    """Whether the take is in the store with every bit as written."""
    return store.verify(keeping.KIND_OF_STAGE[take.stage], take.digest)


def with_settings(project: Project, *, width: int, height: int, **changes: str | float | None) -> Project:
    """The film in that picture size, with those render settings set; None leaves one as it is."""
    given: dict[str, Any] = {name: value for name, value in changes.items() if value is not None}
    return replace(project, width=width, height=height, settings=replace(project.settings, **given))
