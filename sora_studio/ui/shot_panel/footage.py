"""What a shot that was filmed says of itself: which movie it is from, and how much of that is there."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sora_studio.timeline.seconds import spell_frames
from sora_studio.ui import theme
from sora_studio.ui.kit import PlainLabel
from sora_studio.ui.shot_panel.scope import Scope


class FootageWords(QWidget):
    """Of the selected shots, where all of them are footage."""

    def __init__(self, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope = scope
        self.source = PlainLabel("")
        hint = PlainLabel(
            self.tr("Shown as it was filmed, never rendered. Trim, slip, slow or frame it."), "small", dim=True
        )
        for label in (self.source, hint):
            label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self.source)
        column.addWidget(hint)

    def refresh(self) -> None:
        shots = self._scope.shots()
        names = list(dict.fromkeys(shot.footage for shot in shots if shot.footage))
        length = spell_frames(sum(shot.duration_frames for shot in shots), self._scope.document.project.frame_rate)
        self.source.setText(self.tr("{length} of {movies}").format(length=length, movies=", ".join(names)))
