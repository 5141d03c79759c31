"""What the pictures are made from and by: the shot before, a picture, a seed, a model."""

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from sora_studio.timeline.seeds import take_seed
from sora_studio.ui import theme
from sora_studio.ui.kit import Field
from sora_studio.ui.shot_panel.cutting import may_continue
from sora_studio.ui.shot_panel.model import Model
from sora_studio.ui.shot_panel.scope import Scope
from sora_studio.ui.shot_panel.seed import SeedRow
from sora_studio.ui.shot_panel.several import Mixed
from sora_studio.ui.shot_panel.sketch import Sketch
from sora_studio.ui.shot_panel.strength import Strength


class Source(QWidget):
    def __init__(self, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope = scope
        self.continues = QCheckBox(self.tr("Go on from the previous shot"))
        self.continues.setAccessibleName(self.continues.text())
        self.continues.clicked.connect(self._on_continues)
        self.sketch = Sketch(scope)
        self.strength = Strength(scope)
        self.seed = SeedRow(scope.turn)
        self.seed.chosen.connect(self._on_seed)
        self.model = Model(scope)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID * 2)
        column.addWidget(self.continues)
        column.addWidget(Field(self.tr("Sketch or picture"), self.sketch))
        column.addWidget(self.strength)
        column.addWidget(Field(self.tr("Seed"), self.seed))
        column.addWidget(Field(self.tr("Model"), self.model))

    def refresh(self) -> None:
        project = self._scope.document.project
        continues = self._scope.shared(lambda shot: shot.continues)
        sketched = self._scope.shared(lambda shot: bool(shot.sketch)) is True
        possible = may_continue(project, self._scope.shots()) and not sketched
        mixed = isinstance(continues, Mixed)
        self.continues.setTristate(mixed)
        if mixed:
            self.continues.setCheckState(self.continues.checkState().PartiallyChecked)
        else:
            self.continues.setChecked(bool(continues))
        self.continues.setEnabled(possible or bool(continues))
        self.continues.setToolTip(self._tip(possible, sketched))
        self.sketch.refresh()
        self.strength.refresh()
        self.model.refresh()
        locked = self._scope.shared(lambda shot: shot.seed is not None)
        # Unlocked seeds differ from shot to shot by nature; that is no mixture of choices.
        seed = self._scope.shared(lambda shot: take_seed(project, shot))
        self.seed.show_seed(seed, locked)  # type: ignore[arg-type]

    def _tip(self, possible: bool, sketched: bool) -> str:
        if sketched:
            return self.tr("A picture is its own beginning; take it off to go on from the previous shot.")
        if not possible:
            return self.tr("The film's first shot has none before it.")
        return self.tr("The shot begins with the last picture of the one before")

    def _on_continues(self) -> None:
        on = self.continues.checkState() != self.continues.checkState().Unchecked
        self._scope.edit_shots(self.tr("beginning"), lambda shot: replace(shot, continues=on))
        self.refresh()

    def _on_seed(self, seed: int | None, key: str | None) -> None:
        self._scope.edit_shots(self.tr("seed"), lambda shot: replace(shot, seed=seed), key)
        self.refresh()
