"""What a shot begins with, and what its model makes of that: told beside the shot, before anything is rendered."""

from collections.abc import Iterable

from sora_studio.errors import SoraError
from sora_studio.inference.given_picture import PictureUse, picture_use
from sora_studio.studio.packs_in_use import FilmPacks
from sora_studio.studio.shot_at import shot_at
from sora_studio.timeline.edits import set_strength
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Shot


def use_of_picture(packs: FilmPacks, project: Project, shot: Shot) -> PictureUse:
    """What the shot's pack would make of a picture; "none" also where that pack can't be used."""
    try:
        return picture_use(packs.of(project, shot))
    except SoraError:
        return "none"


def strength_percent(packs: FilmPacks, project: Project, shot: Shot) -> int:
    """How far the shot draws over its picture, or over the shot before; 0 where it begins with none, or is told it."""
    try:
        pack = packs.of(project, shot)
    except SoraError:
        return 0
    over = picture_use(pack) == "drawn_over" if shot.sketch else shot.continues and pack.draft.draws_over
    own = round(100 * pack.draft.first_frame_strength)
    return (shot.strength_percent or own) if over else 0


def with_strengths(project: Project, strengths: Iterable[tuple[int | None, int]]) -> Project:
    """The film with how far shots draw over what they begin with, in per cent; no position stands for every shot.

    Raises SoraError for a shot that isn't there.
    """
    shots = [shot for _, shot in project.shots()]
    for position, percent in strengths:
        for shot in shots if position is None else [shot_at(shots, position)]:
            project = set_strength(project, shot.id, percent)
    return project
