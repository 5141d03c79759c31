"""How far a shot draws over the picture it begins with, where its model does."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sora_studio.studio.beginnings import strength_percent
from sora_studio.timeline.edits import set_strength
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import LEAST_STRENGTH_PERCENT
from sora_studio.ui.kit import Field, Number
from sora_studio.ui.shot_panel.scope import Scope


class Strength(QWidget):
    """Seen where there is something to draw over; until it is set, it is the model's own."""

    def __init__(self, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope = scope
        # One below the least stands for several shots that differ.
        self.percent = Number(LEAST_STRENGTH_PERCENT - 1, 100, "%", self.tr("Mixed"))
        self.percent.setAccessibleName(self.tr("Strength"))
        self.percent.setToolTip(
            self.tr("How far the picture the shot begins with is drawn over: 100% leaves nothing of it")
        )
        self.percent.valueChanged.connect(self._on_percent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Field(self.tr("Strength"), self.percent))

    def refresh(self) -> None:
        studio = self._scope.document.studio
        percent = self._scope.shared(lambda shot: strength_percent(studio.packs, studio.project, shot))
        self.setVisible(bool(percent))
        self.percent.blockSignals(True)
        self.percent.setValue(percent if isinstance(percent, int) else self.percent.minimum())
        self.percent.blockSignals(False)

    def _on_percent(self, percent: int) -> None:
        if percent >= LEAST_STRENGTH_PERCENT:
            ids = self._scope.shot_ids
            self._scope.edit(self.tr("strength"), lambda project: _drawn_over(project, ids, percent))
        self.refresh()


def _drawn_over(project: Project, shot_ids: tuple[str, ...], percent: int) -> Project:
    for shot_id in shot_ids:
        project = set_strength(project, shot_id, percent)
    return project
