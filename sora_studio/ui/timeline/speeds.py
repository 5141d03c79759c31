"""The timeline's commands for how a shot runs: frozen on the frame at the playhead, or backwards."""

from dataclasses import replace

from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Shot
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.language import translate


def current(document: FilmDocument) -> Shot | None:
    """The shot that is meant; None where none is selected."""
    found = document.find(document.selection.current)
    return found[1] if found is not None else None


def is_frozen(document: FilmDocument) -> bool:
    shot = current(document)
    return shot is not None and shot.retime.speed == 0


def is_reversed(document: FilmDocument) -> bool:
    shot = current(document)
    return shot is not None and shot.retime.reverse


def toggle_freeze(document: FilmDocument) -> None:
    """Hold the frame at the playhead for the whole shot, or its first where the playhead is elsewhere; or run again."""
    shot = current(document)
    if shot is None:
        return
    if shot.retime.speed == 0:
        frozen = replace(shot, retime=replace(shot.retime, speed=1.0))
        label = translate("Edits", "Run shot {shot} again")
    else:
        frames = document.strip.range_of(shot.id)
        at = document.transport.frame
        seen = at - frames.start if frames is not None and at in frames else 0
        position = shot.retime.first_position(shot.head_frames, shot.duration_frames) + seen * shot.retime.step
        frozen = replace(shot, head_frames=max(0, round(position)), retime=replace(shot.retime, speed=0.0))
        label = translate("Edits", "Freeze shot {shot}")
    _edit(document, label, frozen)


def toggle_reverse(document: FilmDocument) -> None:
    """Show the same part of the take from its end to its start, or forwards again."""
    shot = current(document)
    if shot is not None:
        turned = replace(shot, retime=replace(shot.retime, reverse=not shot.retime.reverse))
        _edit(document, translate("Edits", "Reverse shot {shot}"), turned)


def _edit(document: FilmDocument, label: str, shot: Shot) -> None:
    def changed(film: Project) -> Project:
        return film.with_shot(shot)

    document.edit(label.format(shot=document.label(shot.id)), changed)
