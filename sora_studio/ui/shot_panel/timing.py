"""How long the shot is, where in its take it begins, and how it goes into the next."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sora_studio.timeline.shot import CUT, Transition, longest_transition
from sora_studio.timeline.transition import KINDS, TransitionKind
from sora_studio.ui import theme
from sora_studio.ui.document import Message
from sora_studio.ui.kit import Choice, Field
from sora_studio.ui.shot_panel.cutting import with_durations, with_heads, with_transitions
from sora_studio.ui.shot_panel.frames_spin import FramesSpin
from sora_studio.ui.shot_panel.scope import Scope
from sora_studio.ui.shot_panel.several import Mixed
from sora_studio.ui.transition_names import kind_name

# Half a second: long enough to be seen, short enough for most shots.
USUAL_S = 0.5


class Timing(QWidget):
    """Duration (the film ripples), start within the take (a slip), transition to the next shot."""

    def __init__(self, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope = scope
        self.duration = FramesSpin(self.tr("Duration"), 1, scope.turn)
        self.head = FramesSpin(self.tr("Starts at"), 0, scope.turn)
        self.kind = Choice(self.tr("Into the next"))
        for kind in KINDS:
            self.kind.add(kind_name(kind), kind)
        self.length = FramesSpin(self.tr("Transition length"), 1, scope.turn)
        self.duration.changed.connect(self._on_duration)
        self.head.changed.connect(self._on_head)
        self.kind.changed.connect(self._on_kind)
        self.length.changed.connect(lambda frames, key: self._set(Transition(self.kind.value, frames), key))
        for spin in (self.duration, self.head, self.length):
            spin.refused.connect(lambda text, hint: scope.document.tell(Message(text, hint)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID * 2)
        self._length_field = Field(self.tr("Length"), self.length)
        for pair in (
            (Field(self.tr("Duration"), self.duration), Field(self.tr("Starts in the take at"), self.head)),
            (Field(self.tr("Into the next shot"), self.kind), self._length_field),
        ):
            row = QHBoxLayout()
            row.setSpacing(theme.GRID * 2)
            for field in pair:
                row.addWidget(field, 1)
            column.addLayout(row)

    def refresh(self) -> None:
        project = self._scope.document.project
        rate = project.frame_rate
        self.duration.show_frames(self._scope.shared(lambda shot: shot.duration_frames), rate)  # type: ignore[arg-type]
        self.head.show_frames(self._scope.shared(lambda shot: shot.head_frames), rate)  # type: ignore[arg-type]
        transition = self._scope.shared(lambda shot: shot.transition)
        ids = self._scope.shot_ids
        possible = any(longest_transition(*project.neighbours(shot_id)[1:]) for shot_id in ids)
        self.kind.setEnabled(possible)
        self.kind.setToolTip("" if possible else self.tr("There is no next shot to go into."))
        if isinstance(transition, Transition):
            self.kind.value = transition.kind
            self.length.show_frames(transition.duration_frames or None, rate)
        else:
            self.kind.value = None
            self.length.show_frames(transition if isinstance(transition, Mixed) else None, rate)
        self.length.setEnabled(possible and transition != CUT)

    def _on_duration(self, frames: int, key: str) -> None:
        ids = self._scope.shot_ids
        label = self.tr("Trim %s") % self._scope.name()
        self._scope.document.edit(label, lambda project: with_durations(project, ids, frames), key)

    def _on_head(self, frames: int, key: str) -> None:
        ids = self._scope.shot_ids
        label = self.tr("Slip %s") % self._scope.name()
        self._scope.document.edit(label, lambda project: with_heads(project, ids, frames), key)

    def _on_kind(self, kind: TransitionKind) -> None:
        before = self._scope.shared(lambda shot: shot.transition)
        length = before.duration_frames if isinstance(before, Transition) else 0
        usual = max(1, self._scope.document.project.frame_rate.frames(USUAL_S))
        self._set(CUT if kind == "cut" else Transition(kind, length or usual), None)

    def _set(self, wanted: Transition, key: str | None) -> None:
        ids = self._scope.shot_ids
        self._scope.edit(self.tr("transition"), lambda project: with_transitions(project, ids, wanted), key)
        self.refresh()
