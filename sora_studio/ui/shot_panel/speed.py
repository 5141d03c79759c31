"""How fast the shots run through their takes, which way, and what is shown between a take's frames."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from sora_studio.timeline.retime import FASTEST, Retime
from sora_studio.timeline.shot import Shot
from sora_studio.ui import theme
from sora_studio.ui.kit import Choice, Field, Number
from sora_studio.ui.shot_panel.scope import Scope


class Speed(QWidget):
    """A shot keeps its length: at half the speed it shows half as much of its take."""

    def __init__(self, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope = scope
        # One below nothing stands for several shots that differ.
        self.percent = Number(-1, round(100 * FASTEST), "%", self.tr("Mixed"))
        self.percent.setAccessibleName(self.tr("Speed"))
        self.percent.setToolTip(self.tr("Of the take's own speed. 0% freezes the frame the shot starts with."))
        self.percent.valueChanged.connect(self._on_percent)
        self.between = Choice(self.tr("Between the take's frames"))
        self.between.add(self.tr("Follow the motion"), "flow")
        self.between.add(self.tr("Blend"), "blend")
        self.between.add(self.tr("Repeat"), "repeat")
        self.between.changed.connect(lambda way: self._set(lambda now: replace(now, between=way)))
        self.reverse = QCheckBox(self.tr("Backwards"))
        self.reverse.clicked.connect(lambda on: self._set(lambda now: replace(now, reverse=on)))
        row = QHBoxLayout()
        row.setSpacing(theme.GRID * 2)
        row.addWidget(Field(self.tr("Speed"), self.percent), 1)
        row.addWidget(Field(self.tr("Between the take's frames"), self.between), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID * 2)
        column.addLayout(row)
        column.addWidget(self.reverse)

    def refresh(self) -> None:
        speed = self._scope.shared(lambda shot: shot.retime.speed)
        self.percent.blockSignals(True)
        self.percent.setValue(round(100 * speed) if isinstance(speed, float) else -1)
        self.percent.blockSignals(False)
        between = self._scope.shared(lambda shot: shot.retime.between)
        self.between.value = between if isinstance(between, str) else None
        reverse = self._scope.shared(lambda shot: shot.retime.reverse)
        self.reverse.setChecked(reverse is True)

    def _on_percent(self, percent: int) -> None:
        if percent >= 0:
            self._set(lambda now: replace(now, speed=percent / 100))

    def _set(self, change: Callable[[Retime], Retime]) -> None:
        def retimed(shot: Shot) -> Shot:
            return replace(shot, retime=change(shot.retime))

        self._scope.edit_shots(self.tr("speed"), retimed)
        self.refresh()
