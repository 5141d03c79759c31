"""Whether a film can be rendered as it is, told before anything is begun."""

from sora_studio.errors import GenerationError, SoraError
from sora_studio.inference.given_picture import refuse_picture
from sora_studio.inference.stage import draft_shape, plan_for
from sora_studio.studio.packs_in_use import FilmPacks
from sora_studio.studio.planning import PlannedTake, plan_takes
from sora_studio.timeline.project import Project


def check_plan(project: Project, packs: FilmPacks) -> None:
    """Raise SoraError for what can't be made: no shots, an unknown sampler, what a pack can't begin a shot with.

    A shot that alone can't be made, with a pack that isn't there, is no reason: the others can.
    """
    planned = plan_takes(project, packs)
    for take in {take.request.pack_digest: take for take in planned}.values():
        pack, request = take.pack, take.request
        plan_for(pack.draft.diffusion, request.sampler, request.steps)
        plan_for(pack.refine.diffusion, request.refine_sampler, request.refine_steps, pack.refine.strength)
    for take in planned:
        pack = take.pack
        if take.continues and not pack.draft.goes_on:
            raise SoraError(
                f"Shot {take.position} continues the one before it, which the pack `{pack.name}` can't do.",
                "Take [[continues]] off the shot, or choose another pack.",
            )
        if take.request.sketch:
            refuse_picture(pack)
        if take.request.strength:
            _refuse_strength(take)


def _refuse_strength(take: PlannedTake) -> None:
    """Raise GenerationError for more steps than a schedule has levels for, of which only the last are taken."""
    request, draft = take.request, take.pack.draft
    frames, _, *sides = draft_shape(draft, request)
    try:
        plan_for(draft.diffusion, request.sampler, request.steps, request.strength, (frames, sides[0], sides[1]))
    except GenerationError as error:
        raise GenerationError(
            f"Shot {take.position} can't be drawn over at {request.strength:.0%} in {request.steps} steps.",
            "Give it more strength, or the film fewer steps.",
        ) from error
