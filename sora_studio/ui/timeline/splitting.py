"""The razor: shots and sounds cut in two at a film frame."""

from dataclasses import replace

from sora_studio.timeline import sound_edits, trims
from sora_studio.timeline.ids import unused_id
from sora_studio.timeline.project import Project
from sora_studio.timeline.strip import ShotStrip
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.language import translate
from sora_studio.ui.timeline.gathered import inserted_number
from sora_studio.ui.timeline.hit import Hit
from sora_studio.ui.timeline.readout import name


def split_shot(project: Project, strip: ShotStrip, frame: int) -> tuple[str, Project] | None:
    """The name of the edit and the film with the shot cut under a frame; None where there is a cut already."""
    index = strip.at(frame)
    if index < 0 or frame == strip.starts[index]:
        return None
    shot = strip.shots[index]
    new_id = unused_id(shot.id, strip.places)
    after = trims.split(project, shot.id, frame - strip.starts[index], new_id)
    number = inserted_number(shot.number, {other.number for other in strip.shots})
    after = after.with_shot(replace(after.find(new_id)[1], number=number))
    return translate("Edits", "Split shot {shot}").format(shot=name(strip, index)), after


def split_sound(project: Project, cue_id: str, frame: int) -> tuple[str, Project]:
    """The name of the edit and the film with the sound cut at a frame. EditError outside the sound."""
    _, cue = sound_edits.find_cue(project, cue_id)
    taken = {cue.id for track in project.tracks for cue in track.cues}
    return translate("Edits", "Split sound “{name}”").format(name=cue.name), sound_edits.split_cue(
        project, cue_id, frame, unused_id(cue_id, taken)
    )


def split_at(document: FilmDocument, hit: Hit, sound: bool) -> None:
    """Cut what was hit, at the frame it was hit."""
    project = document.project
    if sound:
        _, cue = sound_edits.find_cue(project, hit.id)
        if cue.start_frame < hit.frame < cue.stop_frame:
            label, _ = split_sound(project, hit.id, hit.frame)
            document.edit(label, lambda film: split_sound(film, hit.id, hit.frame)[1])
        return
    done = split_shot(project, ShotStrip(project), hit.frame)
    if done is not None:
        label, after = done
        document.edit(label, lambda _: after)
