"""The timeline's commands for the way from a shot into the next: which kind, how long, or a cut."""

from sora_studio.timeline.edits import set_transition
from sora_studio.timeline.shot import CUT, Transition, longest_transition
from sora_studio.timeline.transition import TransitionKind
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.language import translate
from sora_studio.ui.timeline.model import TimelineModel
from sora_studio.ui.timeline.readout import name

# Long enough to be seen, short enough for most shots.
USUAL_S = 0.5


class Transitions:
    """Acts on the current shot, else on the cut nearest to the playhead."""

    def __init__(self, document: FilmDocument, model: TimelineModel) -> None:
        self._document, self._model = document, model

    def index(self) -> int:
        """The place of the shot whose way into the next is meant; -1 where there is none."""
        strip = self._model.strip
        index = strip.places.get(self._document.selection.current, -1)
        if index < 0 and strip.shots:
            index = strip.nearest_gap(self._document.transport.frame) - 1
        return min(index, len(strip) - 2) if index >= 0 else -1

    def is_any(self) -> bool:
        index = self.index()
        return index >= 0 and self._model.strip.transition(index).duration_frames > 0

    def is_of(self, kind: TransitionKind) -> bool:
        index = self.index()
        return index >= 0 and self._model.strip.transition(index).kind == kind

    def toggle(self, kind: TransitionKind) -> None:
        """Go over that way, as long as before, else half a second or what fits; a cut where it did so already."""
        index = self.index()
        if index >= 0:
            now = self._model.strip.transition(index)
            usual = max(1, self._document.project.frame_rate.frames(USUAL_S))
            self._set(index, kind, 0 if now.kind == kind else now.duration_frames or usual)

    def set_length(self, index: int, frames: int) -> bool:
        """The transition after the shot at `index` that long, or as long as fits; 0 frames is a cut."""
        return self._set(index, self._model.strip.transition(index).lasting(1).kind, frames)

    def _set(self, index: int, kind: TransitionKind, frames: int) -> bool:
        strip = self._model.strip
        shot = strip.shots[index]
        length = min(frames, longest_transition(shot, strip.shots[index + 1]))
        wanted = Transition(kind, length) if length else CUT
        changed = translate("Edits", "Transition after shot {shot}")
        said = changed if length else translate("Edits", "Cut after shot {shot}")
        label = said.format(shot=name(strip, index))
        return self._document.edit(label, lambda film: set_transition(film, shot.id, wanted))
