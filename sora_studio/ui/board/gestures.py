"""What the mouse does on the board: select, draw a band around panels, drag them to another place."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from sora_studio.studio.box import Box
from sora_studio.ui.board.boxes import Insertion
from sora_studio.ui.board.reorder import moved
from sora_studio.ui.language import translate

if TYPE_CHECKING:
    from sora_studio.ui.board.canvas import BoardCanvas

# Near the edge the board scrolls under a drag, so many pixels every tick.
EDGE, SCROLL, TICK_MS = 48, 18, 30


class Gestures(QObject):
    def __init__(self, canvas: "BoardCanvas") -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.pressed = -1
        self.band: Box | None = None
        self.insertion: Insertion | None = None
        self.pointer = (0.0, 0.0)
        self._start: QPoint | None = None
        self._page_start = (0.0, 0.0)
        self._kept: tuple[str, ...] = ()
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(TICK_MS)
        self._scrolling.timeout.connect(self._scroll)

    @property
    def active(self) -> bool:
        """Whether a button is held on the board."""
        return self._start is not None

    def press(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        canvas, selection = self.canvas, self.canvas.document.selection
        self._start = event.position().toPoint()
        self._page_start = canvas.page_point(self._start)
        hit = canvas.grid.layout.hit(*self._page_start)
        self.pressed = hit.index if hit.part == "panel" else -1
        add = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if hit.part == "panel":
            shot_id = canvas.grid.id(hit.index)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                selection.extend_to(shot_id)
            elif add:
                selection.toggle(shot_id)
            elif shot_id not in selection:
                selection.select([shot_id])
        elif hit.part == "header":
            scene = canvas.grid.project.scenes[hit.index]
            selection.select([*(selection.shot_ids if add else ()), *(shot.id for shot in scene.shots)])
            if not add:
                canvas.scene_wanted.emit(scene.id)
        else:
            self._kept = selection.shot_ids if add else ()
            selection.select(self._kept)

    def move(self, event: QMouseEvent) -> None:
        if self._start is None:
            return
        at = event.position().toPoint()
        far = (at - self._start).manhattanLength() >= QApplication.startDragDistance()
        if self.band is None and self.insertion is None and not far:
            return
        self.pointer = self.canvas.page_point(at)
        self._pull()
        near_edge = not EDGE <= at.y() <= self.canvas.viewport().height() - EDGE
        if near_edge and not self._scrolling.isActive():
            self._scrolling.start()
        elif not near_edge:
            self._scrolling.stop()

    def release(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._start is None:
            return
        insertion, band, pressed = self.insertion, self.band, self.pressed
        self.cancel()
        if insertion is not None:
            self._drop(insertion)
        elif band is None and pressed >= 0 and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            # A click on one of several selected panels means that one.
            self.canvas.document.selection.select([self.canvas.grid.id(pressed)])

    def cancel(self) -> None:
        """Let go of the drag; nothing has changed."""
        self._scrolling.stop()
        self._start = None
        self.band = self.insertion = None
        self.canvas.viewport().update()

    def _pull(self) -> None:
        layout = self.canvas.grid.layout
        if self.pressed >= 0 and self.canvas.grid.id(self.pressed) in self.canvas.document.selection:
            self.insertion = layout.insertion(*self.pointer)
        elif self.pressed < 0:
            (x0, y0), (x1, y1) = self._page_start, self.pointer
            self.band = Box(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
            banded = [self.canvas.grid.id(index) for index in layout.within(self.band)]
            self.canvas.document.selection.select(dict.fromkeys([*self._kept, *banded]))
        self.canvas.viewport().update()

    def _drop(self, insertion: Insertion) -> None:
        document = self.canvas.document
        ids = document.selection.shot_ids
        one, several = translate("Edits", "Move shot {shot}"), translate("Edits", "Move %n shot(s)", "", len(ids))
        label = one.format(shot=document.label(ids[0])) if len(ids) == 1 else several
        document.edit(label, lambda project: moved(project, ids, insertion.scene, insertion.place))

    def _scroll(self) -> None:
        viewport, bar = self.canvas.viewport(), self.canvas.verticalScrollBar()
        y = self.pointer[1] - bar.value()
        before = bar.value()
        bar.setValue(before + (-SCROLL if y < EDGE else SCROLL if y > viewport.height() - EDGE else 0))
        if bar.value() != before:
            self.pointer = (self.pointer[0], self.pointer[1] + bar.value() - before)
            self._pull()
