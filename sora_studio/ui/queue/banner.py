"""What waited when the film was last closed: to go on with, to look over, or to forget."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from sora_studio.studio.queued_takes import QueuedTake
from sora_studio.ui import theme
from sora_studio.ui.kit import PlainLabel, PushButton
from sora_studio.ui.queue.words import last_time

TALLEST_LIST = 180


class Banner(QFrame):
    resumed = Signal()
    discarded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queueBanner")
        self.text = PlainLabel("")
        self.text.setWordWrap(True)
        self.resume = PushButton(self.tr("Resume"), kind="primary", icon="play")
        self.resume.clicked.connect(self.resumed)
        self.review = PushButton(self.tr("Review"))
        self.review.setCheckable(True)
        self.review.toggled.connect(self._on_review)
        self.discard = PushButton(self.tr("Discard"), kind="quiet")
        self.discard.clicked.connect(self.discarded)
        self.list = PlainLabel("", "small", dim=True)
        self.list.setWordWrap(True)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self.list)
        self._scroll.setMaximumHeight(TALLEST_LIST)
        self._scroll.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.GRID * 2)
        for button in (self.resume, self.review, self.discard):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(theme.GRID * 2)
        column.addWidget(self.text)
        column.addLayout(row)
        column.addWidget(self._scroll)
        self._colour()
        theme.changed.connect(self._colour)

    def show_items(self, items: Sequence[QueuedTake], lines: Sequence[str]) -> None:
        """Tell of these takes, each with its line for the list; no takes: nothing to tell."""
        self.setVisible(bool(items))
        if items:
            self.text.setText(last_time(items))
            self.resume.setVisible(any(not item.message for item in items))
            self.list.setText("\n".join(lines))

    def _on_review(self, on: bool) -> None:
        self._scroll.setVisible(on)

    def _colour(self) -> None:
        c = theme.colours()
        self.setStyleSheet(
            f"QFrame#queueBanner {{ background: {c.accent_soft.name()}; border-radius: {theme.RADIUS}px }}"
        )
