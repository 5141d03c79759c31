"""The foot of the panel: how many takes, Draft, Refine, and what is on its way."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sora_studio.ui import theme
from sora_studio.ui.commands import Commands
from sora_studio.ui.kit import ElidedLabel, HLine, IconButton, PlainLabel, PushButton
from sora_studio.ui.shot_panel.scope import Scope
from sora_studio.ui.shot_panel.take_actions import TakeActions

MOST_TAKES = 8


class RenderBar(QWidget):
    """Renders the selected shots."""

    def __init__(self, scope: Scope, commands: Commands, actions: TakeActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope, self._commands, self._actions = scope, commands, actions
        self.takes = TakeCount(actions)
        self.draft = PushButton(self.tr("Draft"))
        self.refine = PushButton(self.tr("Refine"), "primary", "sparkles")
        self.state = ElidedLabel("", "small", dim=True)
        self.bar = ProgressLine()
        self.cancel = PushButton(self.tr("Cancel"), "quiet")
        for button, command in ((self.draft, "draft"), (self.refine, "refine"), (self.cancel, "cancel")):
            self._runs(button, f"shot.{command}")
        self._going = QWidget()
        going = QHBoxLayout(self._going)
        going.setContentsMargins(0, 0, 0, 0)
        going.setSpacing(theme.GRID)
        going.addWidget(self.state, 1)
        going.addWidget(self.cancel)
        row = QHBoxLayout()
        row.setSpacing(theme.GRID * 2)
        row.addWidget(self.takes)
        row.addWidget(self.draft, 1)
        row.addWidget(self.refine, 1)
        inside = QVBoxLayout()
        inside.setContentsMargins(12, 8, 12, 10)
        inside.setSpacing(theme.GRID)
        inside.addWidget(self._going)
        inside.addWidget(self.bar)
        inside.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(HLine())
        column.addLayout(inside)

    def refresh(self) -> None:
        document = self._scope.document
        ids = set(self._scope.shot_ids)
        mine = [item for item in document.queue.items if item.shot_id in ids]
        running = [item for item in mine if item.state == "running"]
        waiting = [item for item in mine if item.state == "waiting"]
        self._going.setVisible(bool(running or waiting))
        self.bar.setVisible(bool(running or waiting))
        if running:
            self.state.setText(self._running_text(running[0], len(waiting)))
            self.bar.set_share(running[0].progress)
        elif waiting:
            self.bar.set_share(0)
            self.state.setText(self._waiting_text(len(waiting), document.queue.paused))
        has_shots = bool(ids)
        for widget in (self.takes, self.draft, self.refine):
            widget.setEnabled(has_shots)

    def _running_text(self, item, waiting: int) -> str:
        stages = {
            "encode": self.tr("Reading the prompt"),
            "draft": self.tr("Drafting"),
            "refine": self.tr("Refining"),
        }
        text = stages.get(item.running or "encode", "")
        if item.steps:
            text = self.tr("%s, step %d of %d") % (text, item.step, item.steps)
        return self.tr("%s · %d more") % (text, waiting) if waiting else text

    def _waiting_text(self, waiting: int, paused: bool) -> str:
        text = self.tr("Queued") if waiting == 1 else self.tr("%d takes queued") % waiting
        return self.tr("%s · the queue is paused") % text if paused else text

    def _runs(self, button: PushButton, id: str) -> None:
        button.clicked.connect(lambda: self._commands.run(id))
        self._commands.tell_tip(id, button.setToolTip)


class TakeCount(QWidget):
    """How many takes of each shot a press of Draft or Refine makes."""

    def __init__(self, actions: TakeActions) -> None:
        super().__init__()
        self._actions = actions
        self.fewer = IconButton("minus", self.tr("Fewer takes"))
        self.more = IconButton("plus", self.tr("More takes"))
        self.label = PlainLabel("", "timecode")
        self.fewer.clicked.connect(lambda: self.set(actions.takes_each - 1))
        self.more.clicked.connect(lambda: self.set(actions.takes_each + 1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self.fewer, self.label, self.more):
            row.addWidget(widget)
        self.set(actions.takes_each)

    def set(self, takes: int) -> None:
        takes = min(max(takes, 1), MOST_TAKES)
        self._actions.takes_each = takes
        self.label.setText(self.tr("1 take") if takes == 1 else self.tr("%d takes") % takes)
        self.label.setFixedWidth(self.label.fontMetrics().horizontalAdvance(self.tr("%d takes") % MOST_TAKES) + 4)
        self.fewer.setEnabled(takes > 1)
        self.more.setEnabled(takes < MOST_TAKES)


class ProgressLine(QWidget):
    """A thin line that fills."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(4)
        self._share = 0.0

    def set_share(self, share: float) -> None:
        self._share = share
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colours().line_strong)
        filled = QRectF(0, 0, self.width() * self._share, self.height())
        painter.fillRect(filled, theme.colours().badge_running)
        painter.end()
