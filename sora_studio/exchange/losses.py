"""What a format can't carry of a film, told in a sentence each; only what this film really has is told."""

from collections.abc import Callable, Iterator

from sora_studio.timeline.project import Project
from sora_studio.timeline.retime import OWN_SPEED
from sora_studio.timeline.shot import INHERIT, Direction

_Count = Callable[[Project], int]


def _directions(project: Project) -> Iterator[Direction]:
    yield project.direction
    yield from (scene.direction for scene in project.scenes)
    yield from (shot.direction for _, shot in project.shots())


def _cues(project: Project) -> Iterator[tuple[bool, float, int]]:
    for track in project.tracks:
        for cue in track.cues:
            silent = track.muted or track.solo
            yield silent, cue.gain_db + track.gain_db, cue.fade_in_frames + cue.fade_out_frames


def _shots_with(test: str) -> _Count:
    return lambda project: sum(1 for _, shot in project.shots() if getattr(shot, test))


# What a film may have, and how much of it there is.
_COUNTS: dict[str, _Count] = {
    "prompts": lambda project: sum(1 for each in _directions(project) if each != INHERIT),
    "dialogue": _shots_with("dialogue"),
    "notes": _shots_with("notes"),
    "takes": lambda project: sum(1 for _, shot in project.shots() if len(shot.takes) > 1),
    "pictures": _shots_with("takes"),
    "sketches": _shots_with("sketch"),
    "strengths": _shots_with("strength_percent"),
    "models": _shots_with("pack"),
    "slips": _shots_with("head_frames"),
    "sounds": lambda project: sum(len(track.cues) for track in project.tracks),
    "gains": lambda project: sum(1 for _, gain, _ in _cues(project) if gain),
    "fades": lambda project: sum(1 for _, _, fade in _cues(project) if fade),
    "mutes": lambda project: sum(1 for silent, _, _ in _cues(project) if silent),
    "markers": lambda project: len(project.markers),
    "scenes": lambda project: sum(1 for scene in project.scenes if scene.heading or scene.number),
    "transitions": lambda project: sum(1 for each in project.transitions() if each.duration_frames),
    "wipes": lambda project: sum(1 for each in project.transitions() if each.kind not in ("cut", "dissolve")),
    "cards": _shots_with("card"),
    "footage": _shots_with("footage"),
    "cameras": _shots_with("camera"),
    "ducking": lambda project: sum(1 for track in project.tracks if track.duck_db) + int(project.loudness_lufs != 0),
    "retimes": lambda project: sum(1 for _, shot in project.shots() if shot.retime != OWN_SPEED),
    "end fades": lambda project: project.fade_in_frames + project.fade_out_frames,
    "mattes": lambda project: int(project.matte > 0),
    "silence": lambda project: sum(1 for _, shot in project.shots() if not shot.dialogue),
    "settings": lambda project: 1,
}
_WORDS = {
    "prompts": "prompts, sizes, angles, moves or styles",
    "dialogue": "dialogue",
    "notes": "notes on shots",
    "takes": "takes other than the one each shot shows",
    "pictures": "pictures",
    "sketches": "drawings",
    "strengths": "how strongly shots are drawn over what they begin with",
    "models": "models of single shots",
    "slips": "where in its take a shot begins",
    "sounds": "sound",
    "gains": "sound levels",
    "fades": "sound fades",
    "mutes": "which sound tracks are muted or soloed",
    "markers": "markers",
    "scenes": "scene headings",
    "transitions": "transitions",
    "wipes": "wipes, pushes and dips, which become dissolves",
    "cards": "title cards, which become plain shots",
    "footage": "footage, which becomes plain shots",
    "ducking": "sound that gives way to speech, or the film's loudness",
    "cameras": "camera keyframes; the shots' movies show the moves",
    "retimes": "how shots are slowed, frozen or reversed; their movies show it",
    "end fades": "the film's fades from and to black",
    "mattes": "the matte over the picture",
    "silence": "shots nobody speaks in",
    "settings": "render settings",
}


# What no format of other programs has: it is in the film, and in the movies of its shots.
OVER_FILM = ("end fades", "mattes", "retimes", "cameras", "ducking")


def losses(project: Project, format_name: str, *kinds: str) -> list[str]:
    """A sentence for each of the kinds that the film has."""
    return [f"{format_name} can't carry {_WORDS[kind]}." for kind in kinds if _COUNTS[kind](project)]


def shortened_transitions(project: Project) -> list[str]:
    """A sentence when transitions are written shorter than they were asked for, as the film shows them."""
    asked = [shot.transition for _, shot in project.shots()]
    count = sum(1 for want, got in zip(asked, project.transitions(), strict=True) if want != got)
    if not count:
        return []
    what = "One transition is" if count == 1 else f"{count} transitions are"
    return [f"{what} longer than the shots around can carry; it is written as the film shows it."]
