"""From the film to what the models are asked: each shot's request, and which takes are still to be made."""

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import count, islice
from typing import Any, Literal

from sora_studio.errors import GenerationError, PackError, SoraError
from sora_studio.inference.digest import digest_of
from sora_studio.inference.given_picture import picture_use
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.request import GenerationRequest, make_request
from sora_studio.inference.stage import draft_shape
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import keeping
from sora_studio.studio.packs_in_use import FilmPacks
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
    pack: ModelPack = field(compare=False, repr=False)
    # Left out of comparisons and of what is printed: in a film of one long continuation it is the whole film.
    continues: "PlannedTake | None" = field(default=None, compare=False, repr=False)

    @cached_property
    def digest(self) -> str:
        """The take's name in the store."""
        return self.request.draft_digest if self.stage == "draft" else self.request.refined_digest

    @property
    def draft_is_given(self) -> bool:
        """Whether the shot's picture stands in the draft's place, so that Stage B has nothing to draw."""
        return bool(self.request.sketch) and picture_use(self.pack) == "draft"

    @property
    def as_take(self) -> Take:
        return Take(self.digest, self.stage, self.request.seed)


@dataclass(frozen=True, slots=True)
class RefusedShot:
    """A shot that can't be made as the film is now, and why; `position` counts from 1."""

    shot_id: str
    position: int
    error: SoraError


@dataclass(frozen=True, slots=True)
class FilmPlan:
    """The takes asked for in film order, and the shots that can have none: they keep no other from being made."""

    takes: tuple[PlannedTake, ...]
    refused: tuple[RefusedShot, ...] = ()

    def checked(self) -> "FilmPlan":
        """The plan. Raises the first refused shot's SoraError where nothing at all can be made."""
        if self.refused and not self.takes:
            raise self.refused[0].error
        return self


# What a shot goes on from: a take, none, or the reason why the shot before has none.
Beginning = PlannedTake | SoraError | None


def request_for(
    project: Project, scene: Scene, shot: Shot, pack: ModelPack, seed: int, before: Beginning = None
) -> GenerationRequest:
    """Everything the shot's picture depends on, the take it continues among it.

    Raises GenerationError for settings the pack can't follow, or a beginning it can't go on from.
    """
    if isinstance(before, SoraError):
        raise GenerationError(
            f"The shot this one continues can't be made: {before.message}", before.hint or "Let the shot begin anew."
        )
    direction = resolve(project, scene, shot)
    settings = project.settings
    request = make_request(
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
        strength=shot.strength_percent / 100,
        step_cache=settings.step_cache,
    )
    if before is not None and before.pack is not pack:
        _refuse_other_frames(pack, request, before)
    return request


def _refuse_other_frames(pack: ModelPack, request: GenerationRequest, before: PlannedTake) -> None:
    """Raise GenerationError where the other pack's draft frames (C, h, w) are none of this one's."""
    if draft_shape(before.pack.draft, before.request)[1:] != draft_shape(pack.draft, request)[1:]:
        raise GenerationError(
            f"This shot can't continue the one before it: the models `{before.pack.name}` and `{pack.name}` draft "
            "pictures of different sizes.",
            "Give both shots the same model, or let this one begin anew.",
        )


def clip_seconds(project: Project, shot: Shot, pack: ModelPack) -> float:
    """How long a clip the shot is cut from: whole windows of the pack, in seconds.

    A clip longer than its shot gives the editor handles, and trimming within it never asks for a new picture.
    """
    window_s = Fraction(pack.draft.frames_max - 1) / Fraction(pack.draft.frames_per_second)
    if window_s <= 0:
        return float(project.frame_rate.seconds(shot.duration_frames))
    # Slowed down it needs less, but asks for no other take: changing one's mind about it is free.
    faster = max(Fraction(1), shot.retime.take_frames_per_frame)
    used_s = project.frame_rate.seconds(1) * (shot.head_frames + shot.duration_frames * faster)
    return float(max(1, math.ceil(used_s / window_s)) * window_s)


def plan_takes(
    project: Project,
    packs: FilmPacks,
    *,
    stage: TakeStage = "refined",
    positions: Collection[int] | None = None,
    takes: int = 1,
    wanted: Callable[[PlannedTake], bool] | None = None,
) -> tuple[PlannedTake, ...]:
    """The takes of `plan_film`. Raises its SoraError, and the first refused shot's where nothing can be made."""
    return plan_film(project, packs, stage=stage, positions=positions, takes=takes, wanted=wanted).checked().takes


def plan_film(
    project: Project,
    packs: FilmPacks,
    *,
    stage: TakeStage = "refined",
    positions: Collection[int] | None = None,
    takes: int = 1,
    wanted: Callable[[PlannedTake], bool] | None = None,
) -> FilmPlan:
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
    refused: list[RefusedShot] = []
    before: Beginning = None
    for position, (scene, shot) in numbered:
        asked = position in positions if positions is not None else shot.is_rendered
        try:
            if not shot.is_rendered:
                raise never_rendered(shot, position)
            one = _PlannedShot(project, scene, shot, position, packs.of(project, shot), before)
            shown = one.take(seed_shown(project, shot))
            if asked:
                seeds = (take_seed(project, shot, index) for index in count())
                endless = (one.take(seed, number, stage) for number, seed in enumerate(seeds, start=1))
                planned += islice(filter(wanted, endless), takes)
            before = shown
        except (GenerationError, PackError) as error:
            before = error.with_traceback(None)
            if asked:
                refused.append(RefusedShot(shot.id, position, before))
    return FilmPlan(tuple(planned), tuple(refused))


def never_rendered(shot: Shot, position: int) -> GenerationError:
    """Why a title card, or footage, is never planned."""
    if shot.card:
        return GenerationError(f"Shot {position} is a title card: it is typeset, not rendered.", "Change its words.")
    return GenerationError(
        f"Shot {position} is footage from “{shot.footage}”: it is shown as it was filmed, not rendered.",
        "Trim it, or put a shot with a prompt in its place.",
    )


def begins_with(shot: Shot, before: Beginning) -> Beginning:
    """Of the shot before's take, what the shot goes on from. A drawing is its own beginning."""
    return before if shot.continues and not shot.sketch else None


@dataclass(frozen=True, slots=True)
class _PlannedShot:
    project: Project
    scene: Scene
    shot: Shot
    position: int
    pack: ModelPack
    before: Beginning

    def take(self, seed: int, number: int = 1, stage: TakeStage = "draft") -> PlannedTake:
        before = begins_with(self.shot, self.before)
        request = request_for(self.project, self.scene, self.shot, self.pack, seed, before)
        goes_on_from = before if isinstance(before, PlannedTake) else None
        return PlannedTake(self.shot.id, self.position, number, stage, request, self.pack, goes_on_from)


def seed_shown(project: Project, shot: Shot) -> int:
    """The seed of the pinned take, else of the first."""
    pinned = (take.seed for take in shot.takes if take.digest == shot.pinned)
    return next(pinned, take_seed(project, shot))


def is_kept(take: PlannedTake, store: BlobStore) -> bool:
    """Whether the take is in the store with every bit as written."""
    return store.verify(keeping.KIND_OF_STAGE[take.stage], take.digest)


def with_settings(project: Project, *, width: int, height: int, **changes: str | float | None) -> Project:
    """The film in that picture size, with those render settings set; None leaves one as it is."""
    given: dict[str, Any] = {name: value for name, value in changes.items() if value is not None}
    return replace(project, width=width, height=height, settings=replace(project.settings, **given))
