"""Edits of time the panel makes on several shots at once; each is one change of the film."""

from collections.abc import Sequence
from dataclasses import replace

from sora_studio.timeline.edits import set_transition
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import CUT, Shot, Transition, fitted_transition
from sora_studio.timeline.trims import slip, trim


def with_durations(project: Project, shot_ids: Sequence[str], duration_frames: int) -> Project:
    """Each of the shots that long; what follows moves along."""
    for shot_id in shot_ids:
        project = trim(project, shot_id, duration_frames)
    return project


def with_heads(project: Project, shot_ids: Sequence[str], head_frames: int) -> Project:
    """Each of the shots begins that far into its take."""
    for shot_id in shot_ids:
        project = slip(project, shot_id, head_frames - project.find(shot_id)[1].head_frames)
    return project


def with_transitions(project: Project, shot_ids: Sequence[str], wanted: Transition) -> Project:
    """Each of the shots goes into the next like that, as far as the two can carry it."""
    for shot_id in shot_ids:
        _, shot, following = project.neighbours(shot_id)
        fitted = fitted_transition(replace(shot, transition=wanted), following) if wanted != CUT else CUT
        project = set_transition(project, shot_id, fitted)
    return project


def begins_next(project: Project, shot_id: str, digest: str) -> Project:
    """The shot keeps showing that take, and the next begins with its last picture. EditError for the last shot."""
    _, shot, following = project.neighbours(shot_id)
    pinned = project.with_shot(replace(shot, pinned=digest))
    if following is None:
        return pinned
    return pinned.with_shot(replace(following, continues=True, sketch=""))


def may_continue(project: Project, shots: Sequence[Shot]) -> bool:
    """Whether each of the shots has one before it to go on from."""
    first = next((shot.id for _, shot in project.shots()), "")
    return all(shot.id != first for shot in shots)
