"""What the timeline's commands do to the film: split, continue, markers, sounds."""

from sora_studio.timeline import markers, sound_edits
from sora_studio.timeline.edits import set_continues
from sora_studio.timeline.ids import unused_id
from sora_studio.timeline.markers import Marker
from sora_studio.timeline.project import Project
from sora_studio.timeline.sound import AudioTrack
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.language import translate
from sora_studio.ui.timeline import clipboard, scenes
from sora_studio.ui.timeline.model import TimelineModel
from sora_studio.ui.timeline.splitting import split_shot, split_sound


class Cutting:
    """Acts on the selection and the playhead."""

    def __init__(self, document: FilmDocument, model: TimelineModel) -> None:
        self._document, self._model = document, model

    def split(self) -> None:
        """Cut the shot under the playhead in two; where sounds are selected, those."""
        document, frame = self._document, self._document.transport.frame
        for cue_id in self._model.cues:
            _, cue = sound_edits.find_cue(document.project, cue_id)
            if cue.start_frame < frame < cue.stop_frame:
                label, _ = split_sound(document.project, cue_id, frame)
                document.edit(label, lambda film, cue_id=cue_id: split_sound(film, cue_id, frame)[1])
        if not self._model.cues and (done := split_shot(document.project, self._model.strip, frame)) is not None:
            label, after = done
            document.edit(label, lambda _: after)

    def delete(self) -> None:
        """Take out what is selected: sounds, else a marker, else shots."""
        document, model = self._document, self._model
        if model.cues:
            cues = model.cues
            named = [cue.name for track in document.project.tracks for cue in track.cues if cue.id in cues]
            one, several = (
                translate("Edits", "Delete sound “{name}”"),
                translate("Edits", "Delete %n sound(s)", "", len(named)),
            )
            label = one.format(name=named[0]) if len(named) == 1 else several
            document.edit(label, lambda film: _without_cues(film, cues))
        elif model.marker:
            marker = model.marker
            document.edit(translate("Edits", "Delete marker"), lambda film: markers.remove_marker(film, marker))
        else:
            clipboard.remove(document)

    # Continuity

    def continues(self) -> bool:
        found = self._document.find(self._document.selection.current)
        return found is not None and found[1].continues

    def toggle_continues(self) -> None:
        """Begin the current shot with the last picture of the one before it, or anew."""
        shot_id, on = self._document.selection.current, not self.continues()
        label = self._document.label(shot_id)
        continued = translate("Edits", "Continue shot {shot} from the one before")
        said = (continued if on else translate("Edits", "Begin shot {shot} anew")).format(shot=label)
        self._document.edit(said, lambda film: set_continues(film, shot_id, on))

    # Scenes

    def begin_scene(self) -> None:
        """Let a scene begin with the current shot."""
        shot_id = self._document.selection.current
        label = translate("Edits", "Begin a scene with shot {shot}").format(shot=self._document.label(shot_id))
        self._document.edit(label, lambda film: scenes.begin_scene(film, shot_id))

    def join_scene(self) -> None:
        """Put the current shot's scene into the one before."""
        shot_id = self._document.selection.current
        self._document.edit(translate("Edits", "Join scenes"), lambda film: scenes.join_scene(film, shot_id))

    # Markers

    def add_marker(self) -> None:
        document, frame = self._document, self._document.transport.frame
        marker_id = unused_id(f"marker-{frame}", {marker.id for marker in document.project.markers})
        if document.edit(
            translate("Edits", "Add marker"), lambda film: markers.add_marker(film, Marker(marker_id, frame))
        ):
            self._model.pick(marker=marker_id)

    def rename_marker(self, marker_id: str, text: str) -> bool:
        return self._document.edit(
            translate("Edits", "Name marker"), lambda film: markers.rename_marker(film, marker_id, text)
        )

    def to_marker(self, direction: int) -> None:
        """The playhead to the next marker (1) or the one before (-1)."""
        frame = self._document.transport.frame
        frames = sorted({marker.frame for marker in self._document.project.markers})
        beyond = [at for at in frames if (at - frame) * direction > 0]
        if beyond:
            self._document.transport.seek(min(beyond) if direction > 0 else max(beyond))

    # Sound

    def add_track(self) -> None:
        taken = {track.id for track in self._document.project.tracks}
        number = len(taken) + 1
        track = AudioTrack(
            unused_id(f"track-{number}", taken), translate("Edits", "Sound {number}").format(number=number)
        )
        self._document.edit(translate("Edits", "Add sound track"), lambda film: sound_edits.add_track(film, track))

    def remove_track(self, track_id: str) -> None:
        track = sound_edits.find_track(self._document.project, track_id)
        label = translate("Edits", "Delete sound track “{name}”").format(name=track.name)
        self._document.edit(label, lambda film: sound_edits.remove_track(film, track_id))

    def change_gain(self, by_db: float) -> None:
        """Make the selected sounds louder or quieter."""
        cues = self._model.cues

        def edit(film: Project) -> Project:
            for cue_id in cues:
                _, cue = sound_edits.find_cue(film, cue_id)
                film = sound_edits.set_cue(film, cue_id, gain_db=round(cue.gain_db + by_db, 1))
            return film

        self._document.edit(translate("Edits", "Change the sound's gain"), edit, f"gain {sorted(cues)}")


def _without_cues(film: Project, cues: frozenset[str]) -> Project:
    for cue_id in cues:
        film = sound_edits.remove_cue(film, cue_id)
    return film
