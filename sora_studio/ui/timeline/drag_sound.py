"""What dragging a sound or a marker makes of the film."""

from sora_studio.timeline import sound_edits
from sora_studio.timeline.markers import find_marker, move_marker
from sora_studio.timeline.project import Project
from sora_studio.timeline.seconds import spell_frames
from sora_studio.timeline.sound import AudioCue
from sora_studio.ui.language import translate
from sora_studio.ui.timeline.deeds import Deed
from sora_studio.ui.timeline.drag import Dragged, Edit, Reach, ShotDrag
from sora_studio.ui.timeline.readout import signed

FAR = 10**7


def begin_cue(deed: Deed, cue_id: str, project: Project, track_id: str | None = None) -> ShotDrag | None:
    """The drag a press on a sound begins; `track_id` is the track it is over by now."""
    track, cue = sound_edits.find_cue(project, cue_id)
    match deed:
        case "cue_move":
            return _move(project, cue, track_id or track.id)
        case "cue_head" | "cue_tail":
            return _trim(project, cue, deed)
        case "cue_slip":
            return _slip(project, cue)
        case "fade_in" | "fade_out":
            return _fade(project, cue, deed)
        case _:
            return None


def begin_marker(marker_id: str, project: Project) -> ShotDrag:
    """The drag of a marker along the ruler."""
    marker = find_marker(project, marker_id)
    named, unnamed = translate("Edits", "Move marker “{name}”"), translate("Edits", "Move marker")
    label = named.format(name=marker.text) if marker.text else unnamed

    def at(frames: int) -> Dragged:
        frame = marker.frame + frames
        return Dragged(label, frames, signed(frames), lambda film: move_marker(film, marker_id, frame), (frame,))

    return ShotDrag("marker", -1, Reach(-marker.frame, FAR), (marker.frame,), at)


def _move(project: Project, cue: AudioCue, track_id: str) -> ShotDrag:
    def at(frames: int) -> Dragged:
        start = cue.start_frame + frames
        said = f"{signed(frames)} · {cue.name}"
        change: Edit = lambda film: sound_edits.move_cue(film, cue.id, start, track_id)  # noqa: E731
        return Dragged(
            translate("Edits", "Move sound “{name}”").format(name=cue.name),
            frames,
            said,
            change,
            (start, start + cue.duration_frames),
        )

    return ShotDrag("cue_move", -1, Reach(-cue.start_frame, FAR), (cue.start_frame, cue.stop_frame), at)


def _trim(project: Project, cue: AudioCue, deed: Deed) -> ShotDrag:
    edge = cue.start_frame if deed == "cue_head" else cue.stop_frame

    def at(frames: int) -> Dragged:
        length = cue.duration_frames + (frames if deed == "cue_tail" else -frames)
        said = f"{signed(frames)} · {spell_frames(length, project.frame_rate)}"
        side = "head" if deed == "cue_head" else "tail"
        change: Edit = lambda film: sound_edits.trim_cue(film, cue.id, frames, side)  # noqa: E731
        return Dragged(
            translate("Edits", "Trim sound “{name}”").format(name=cue.name), frames, said, change, (edge + frames,)
        )

    if deed == "cue_head":
        reach = Reach(-min(cue.offset_frames, cue.start_frame), cue.duration_frames - 1)
    else:
        reach = Reach(1 - cue.duration_frames, FAR)
    return ShotDrag(deed, -1, reach, (edge,), at)


def _slip(project: Project, cue: AudioCue) -> ShotDrag:
    """Dragging right plays an earlier part, as if the sound itself were pulled."""

    def at(frames: int) -> Dragged:
        start = spell_frames(cue.offset_frames - frames, project.frame_rate)
        said = translate("Drag", "{shift} · from {start}").format(shift=signed(-frames), start=start)
        return Dragged(
            translate("Edits", "Slip sound “{name}”").format(name=cue.name),
            frames,
            said,
            lambda film: sound_edits.slip_cue(film, cue.id, -frames),
        )

    return ShotDrag("cue_slip", -1, Reach(-FAR, cue.offset_frames), (), at)


def _fade(project: Project, cue: AudioCue, deed: Deed) -> ShotDrag:
    fade_in = deed == "fade_in"
    before = cue.fade_in_frames if fade_in else cue.fade_out_frames
    edge = cue.start_frame + before if fade_in else cue.stop_frame - before
    sign = 1 if fade_in else -1
    room = cue.duration_frames - cue.fade_in_frames - cue.fade_out_frames

    def at(frames: int) -> Dragged:
        length = before + sign * frames
        said = translate("Drag", "Fade in {length}") if fade_in else translate("Drag", "Fade out {length}")
        said = said.format(length=spell_frames(length, project.frame_rate))
        label = translate("Edits", "Fade in “{name}”") if fade_in else translate("Edits", "Fade out “{name}”")
        label = label.format(name=cue.name)
        change: Edit = lambda film: _faded(film, cue.id, length, fade_in)  # noqa: E731
        return Dragged(label, frames, said, change, (edge + frames,))

    reach = Reach(-before, room) if fade_in else Reach(-room, before)
    return ShotDrag(deed, -1, reach, (edge,), at)


def _faded(film: Project, cue_id: str, frames: int, fade_in: bool) -> Project:
    if fade_in:
        return sound_edits.set_cue(film, cue_id, fade_in_frames=frames)
    return sound_edits.set_cue(film, cue_id, fade_out_frames=frames)
