"""Camera keys of the current shot at the playhead: for the shot panel and for commands."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sora_studio.timeline.camera import MOVES, CameraKey, Ease, view_at, with_key, without_key
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Shot
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.language import translate


def move_names() -> Mapping[str, str]:
    """The ready-made moves by what they are called."""
    names = (
        translate("Camera", "Push in"),
        translate("Camera", "Pull out"),
        translate("Camera", "Pan left"),
        translate("Camera", "Pan right"),
        translate("Camera", "Tilt up"),
        translate("Camera", "Tilt down"),
        translate("Camera", "Roll"),
    )
    return dict(zip(MOVES, names, strict=True))


def ease_names() -> Mapping[Ease, str]:
    """How a camera goes from a key to the next, by what it is called."""
    return {
        "both": translate("Camera", "Ease in and out"),
        "linear": translate("Camera", "At one speed"),
        "in": translate("Camera", "Start slowly"),
        "out": translate("Camera", "End slowly"),
        "hold": translate("Camera", "Hold, then jump"),
    }


def at_playhead(document: FilmDocument) -> tuple[Shot, int] | None:
    """The current shot and its frame at the playhead, the nearest of its own; None where no shot is selected."""
    found, frames = document.find(document.selection.current), document.strip.range_of(document.selection.current)
    if found is None or frames is None:
        return None
    return found[1], min(max(document.transport.frame - frames.start, 0), len(frames) - 1)


def has_key(document: FilmDocument) -> bool:
    here = at_playhead(document)
    return here is not None and any(key.frame == here[1] for key in here[0].camera)


def has_keys(document: FilmDocument) -> bool:
    here = at_playhead(document)
    return here is not None and bool(here[0].camera)


def toggle_key(document: FilmDocument) -> None:
    """Keep what the camera sees at the playhead as a key, or take the key that is there away."""
    if (here := at_playhead(document)) is None:
        return
    shot, frame = here
    if has_key(document):
        change_keys(document, lambda keys: without_key(keys, frame))
    else:
        change_keys(document, lambda keys: with_key(keys, CameraKey(frame, view_at(shot.camera, frame))))


def clear_keys(document: FilmDocument) -> None:
    change_keys(document, lambda _: ())


def change_keys(
    document: FilmDocument,
    change: Callable[[tuple[CameraKey, ...]], tuple[CameraKey, ...]],
    merge_key: str | None = None,
) -> None:
    """Give the current shot other keys, in one step to undo."""
    shot_id = document.selection.current

    def changed(film: Project) -> Project:
        shot = film.find(shot_id)[1]
        return film.with_shot(replace(shot, camera=change(shot.camera)))

    if document.find(shot_id) is not None:
        label = translate("Edits", "Move the camera over shot {shot}").format(shot=document.label(shot_id))
        document.edit(label, changed, merge_key)
