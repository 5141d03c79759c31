"""The board itself: a scrolled page of panels, of which only those in sight are painted."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from sora_studio.studio.box import Box
from sora_studio.ui import theme
from sora_studio.ui.board import looks
from sora_studio.ui.board.film_grid import FilmGrid
from sora_studio.ui.board.gestures import Gestures
from sora_studio.ui.board.keys import handle_key, is_ours
from sora_studio.ui.board.layout import NARROWEST, WIDEST
from sora_studio.ui.board.page_painter import paint_overlays, paint_page
from sora_studio.ui.document import FilmDocument

DEFAULT_WIDTH = 240
ZOOM_STEP = 1.2


class BoardCanvas(QAbstractScrollArea):
    """Shares its selection with every other view. `prompt_wanted` names the shot whose prompt is to be written,
    `scene_wanted` the scene whose heading was pressed."""

    prompt_wanted = Signal(str)
    scene_wanted = Signal(str)
    menu_wanted = Signal(QPoint)
    zoomed = Signal(float)

    def __init__(self, document: FilmDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._wanted_width = float(DEFAULT_WIDTH)
        self._print_look = False
        self._playhead = -1
        self._behind = False
        self._grid = FilmGrid(document.project, document.strip, 800, self._wanted_width)
        self.gestures = Gestures(self)
        self.setAccessibleName(self.tr("Storyboard"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self._follow_document()

    def _follow_document(self) -> None:
        document, repaint = self.document, self.viewport().update
        document.project_changed.connect(lambda *_: self._on_film())
        document.shown_changed.connect(lambda _: repaint())
        document.preview_changed.connect(self.repaint_shot)
        document.pictures.thumbnail_ready.connect(self.repaint_shot)
        document.selection.changed.connect(self._on_selection)
        document.transport.moved.connect(lambda _: self._on_playhead())
        theme.changed.connect(repaint)

    @property
    def grid(self) -> FilmGrid:
        """The film as it is laid out now."""
        if self._behind:
            self.lay_out()
        return self._grid

    # Size and look

    @property
    def panel_width(self) -> float:
        """The width panels are wanted at, in logical pixels; they grow to fill their row."""
        return self._wanted_width

    @panel_width.setter
    def panel_width(self, width: float) -> None:
        width = float(min(max(width, NARROWEST), WIDEST))
        if width != self._wanted_width:
            self._wanted_width = width
            self.lay_out()
            self.show_shot(self.document.selection.current)
            self.zoomed.emit(width)

    @property
    def print_look(self) -> bool:
        return self._print_look

    @print_look.setter
    def print_look(self, on: bool) -> None:
        self._print_look = on
        self.viewport().update()

    def _on_film(self) -> None:
        """Lay the film out anew, once the board is seen or asked about: hidden, it costs an edit nothing."""
        self._behind = True
        if self.isVisible():
            self.lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._behind:
            self.lay_out()
            self.show_shot(self.document.selection.current)

    def lay_out(self) -> None:
        """The film or the width changed."""
        self._behind = False
        width = self.viewport().width()
        self._grid = FilmGrid(self.document.project, self.document.strip, width, self._wanted_width)
        bar, page = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, round(self.grid.layout.height) - page))
        bar.setEnabled(bar.maximum() > 0)
        bar.setPageStep(page)
        bar.setSingleStep(48)
        self._playhead = self.grid.shot_at(self.document.transport.frame)
        self.viewport().update()

    def place_of(self, box: Box) -> QRect:
        """Where a box of the page is in the viewport."""
        return QRectF(box.x, box.y - self.verticalScrollBar().value(), box.width, box.height).toAlignedRect()

    def page_point(self, at: QPoint) -> tuple[float, float]:
        return at.x(), at.y() + self.verticalScrollBar().value()

    def show_shot(self, shot_id: str) -> None:
        """Scroll as far as brings the shot's panel into sight."""
        index = self.grid.index(shot_id)
        if index < 0:
            return
        panel, bar = self.grid.layout.panel(index), self.verticalScrollBar()
        margin = 16
        if panel.y - margin < bar.value():
            bar.setValue(int(panel.y - margin - (48 if self.grid.layout.scene_of(index) == 0 else 0)))
        elif panel.bottom + margin > bar.value() + self.viewport().height():
            bar.setValue(int(panel.bottom + margin - self.viewport().height()))

    def repaint_shot(self, shot_id: str) -> None:
        if self._behind:
            return
        index = self.grid.index(shot_id)
        if index >= 0:
            self.viewport().update(self.place_of(self.grid.layout.panel(index)).adjusted(-4, -4, 4, 4))

    def zoom(self, steps: int) -> None:
        """Panels larger (1) or smaller (-1)."""
        self.panel_width = self._wanted_width * ZOOM_STEP**steps

    @property
    def playhead(self) -> int:
        """The index of the shot the playhead is in."""
        return self._playhead

    def _on_playhead(self) -> None:
        if self._behind:
            return
        index = self.grid.shot_at(self.document.transport.frame)
        if index != self._playhead:
            changed, self._playhead = {self._playhead, index}, index
            for each in changed:
                if 0 <= each < len(self.grid):
                    self.repaint_shot(self.grid.id(each))

    def _on_selection(self) -> None:
        current = self.document.selection.current
        if not self.gestures.active and not self._behind:
            self.show_shot(current)
        found = self.document.find(current)
        said = self.tr("Shot %s: ") % self.document.label(current) + found[1].direction.prompt if found else ""
        self.setAccessibleDescription(said)
        self.viewport().update()

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(900, 600)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = looks.paper() if self._print_look else looks.screen()
        painter.fillRect(event.rect(), look.ground)
        painter.translate(0, -self.verticalScrollBar().value())
        top = event.rect().top() + self.verticalScrollBar().value()
        paint_page(painter, self, look, top, top + event.rect().height())
        paint_overlays(painter, self.gestures, self.grid)
        if self.hasFocus() and not self._print_look and not self.document.selection.shot_ids:
            painter.resetTransform()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.colours().focus)
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit = self.grid.layout.hit(*self.page_point(event.position().toPoint()))
        if hit.part == "panel" and event.button() == Qt.MouseButton.LeftButton:
            self.prompt_wanted.emit(self.grid.id(hit.index))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            hit = self.grid.layout.hit(*self.page_point(event.pos()))
            if hit.part == "panel" and self.grid.id(hit.index) not in self.document.selection:
                self.document.selection.select([self.grid.id(hit.index)])
        self.menu_wanted.emit(event.globalPos())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not handle_key(self, event):
            super().keyPressEvent(event)
