"""How long the shot is, where in its take it begins, and how it goes into the next."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sora_studio.timeline.shot import CUT, Transition
from sora_studio.ui import theme
from sora_studio.ui.document import Message
from sora_studio.ui.kit import Field, Segmented
from sora_studio.ui.shot_panel.cutting import longest_dissolve, with_durations, with_heads, with_transitions
from sora_studio.ui.shot_panel.frames_spin import FramesSpin
from sora_studio.ui.shot_panel.scope import Scope
from sora_studio.ui.shot_panel.several import Mixed

# Half a second: long enough to be seen, short enough for most shots.
DISSOLVE_S = 0.5


class Timing(QWidget):
    """Duration (the film ripples), start within the take (a slip), transition to the next shot."""

    def __init__(self, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope = scope
        self.duration = FramesSpin(self.tr("Duration"), 1, scope.turn)
        self.head = FramesSpin(self.tr("Starts at"), 0, scope.turn)
        self.kind = Segmented([(self.tr("Cut"), "cut"), (self.tr("Dissolve"), "dissolve")], self.tr("Into the next"))
        self.length = FramesSpin(self.tr("Dissolve length"), 1, scope.turn)
        self.duration.changed.connect(self._on_duration)
        self.head.changed.connect(self._on_head)
        self.kind.changed.connect(self._on_kind)
        self.length.changed.connect(lambda frames, key: self._set(Transition("dissolve", frames), key))
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
        possible = any(longest_dissolve(project, shot_id) for shot_id in ids)
        self.kind.setEnabled(possible)
        self.kind.setToolTip("" if possible else self.tr("There is no next shot to dissolve into."))
        if isinstance(transition, Transition):
            self.kind.value = transition.kind
            self.length.show_frames(transition.duration_frames or None, rate)
        else:
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

    def _on_kind(self, kind: str) -> None:
        frames = self._scope.document.project.frame_rate.frames(DISSOLVE_S)
        self._set(CUT if kind == "cut" else Transition("dissolve", max(1, frames)), None)

    def _set(self, wanted: Transition, key: str | None) -> None:
        ids = self._scope.shot_ids
        self._scope.edit(self.tr("transition"), lambda project: with_transitions(project, ids, wanted), key)
        self.refresh()
