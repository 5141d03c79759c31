"""The rows of the queue: chosen, dragged, moved and stopped by mouse and keys."""

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget

from sora_studio.ui import theme
from sora_studio.ui.queue.model import ItemRole, QueueModel
from sora_studio.ui.queue.row_painter import RowPainter, button_place

_Key = Qt.Key
OURS = (
    _Key.Key_Up, _Key.Key_Down, _Key.Key_Home, _Key.Key_End, _Key.Key_Return, _Key.Key_Enter, _Key.Key_Delete,
    _Key.Key_Backspace, _Key.Key_PageUp, _Key.Key_PageDown,
)  # fmt: skip


class QueueList(QListView):
    """`move_asked` names a take and its place of `items`; `pressed_button` a take whose button was clicked."""

    move_asked = Signal(str, int)
    cancel_asked = Signal()
    button_pressed = Signal(str)
    shot_chosen = Signal(str)

    def __init__(self, model: QueueModel, painter: RowPainter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue, self._painter = model, painter
        self._pressed_at: QPoint | None = None
        self._dragged = ""
        self._drop_row = -1
        self.setModel(model)
        self.setItemDelegate(painter)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Takes in the queue"))
        self.setToolTip("")

    @property
    def chosen(self) -> list[str]:
        """The digests of the selected rows, in order."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self._queue.items[row].digest for row in rows]

    def move_chosen(self, by: int) -> None:
        """Make the selected take earlier (-1) or later (1)."""
        chosen = self.chosen
        if len(chosen) == 1:
            self._ask_to_move(chosen[0], self._queue.row(chosen[0]) + by)

    def _ask_to_move(self, digest: str, row: int) -> None:
        waiting = sum(item.unfinished for item in self._queue.items)
        first = sum(item.state == "running" for item in self._queue.items)
        row = min(max(row, first), waiting - 1)
        at = self._queue.row(digest)
        if row != at and self._queue.items[at].state == "waiting":
            self.move_asked.emit(digest, row)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        index = self.indexAt(at)
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            item = index.data(ItemRole)
            if button_place(self.visualRect(index)).contains(at) and item.state != "done":
                self.button_pressed.emit(item.digest)
                return
            self._pressed_at = at
            self._dragged = item.digest if item.state == "waiting" else ""
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pressed_at is None or not self._dragged:
            self._warm(at)
            if self._pressed_at is None:
                super().mouseMoveEvent(event)
            return
        far = (at - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if self._drop_row >= 0 or far:
            self._drop_row = self._row_at(at)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        digest, row, pressed = self._dragged, self._drop_row, self._pressed_at
        self._pressed_at, self._dragged, self._drop_row = None, "", -1
        super().mouseReleaseEvent(event)
        self.viewport().update()
        if row >= 0 and digest:
            at = self._queue.row(digest)
            self._ask_to_move(digest, row - 1 if row > at else row)
        elif pressed is not None and self.currentIndex().isValid():
            self.shot_chosen.emit(self.currentIndex().data(ItemRole).shot_id)

    def leaveEvent(self, event: QEvent) -> None:
        self._warm(QPoint(-1, -1))
        super().leaveEvent(event)

    def _warm(self, at: QPoint) -> None:
        index = self.indexAt(at)
        hot = index.row() if index.isValid() and button_place(self.visualRect(index)).contains(at) else -1
        if hot != self._painter.hot_button:
            self._painter.hot_button = hot
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hot >= 0 else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def _row_at(self, at: QPoint) -> int:
        """Before which row a take dropped here would go."""
        for row in range(len(self._queue.items)):
            place = self.visualRect(self._queue.index(row))
            if at.y() < place.center().y():
                return row
        return len(self._queue.items)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drop_row >= 0:
            row = min(self._drop_row, len(self._queue.items) - 1)
            place = self.visualRect(self._queue.index(row))
            y = place.top() if self._drop_row <= row else place.bottom()
            painter = QPainter(self.viewport())
            painter.fillRect(QRect(8, y - 1, self.viewport().width() - 16, 3), theme.colours().accent)
            painter.end()

    # Keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if event.key() in OURS and not modifiers & Qt.KeyboardModifier.ControlModifier:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in (_Key.Key_Up, _Key.Key_Down):
            self.move_chosen(-1 if key == _Key.Key_Up else 1)
        elif key in (_Key.Key_Delete, _Key.Key_Backspace):
            self.cancel_asked.emit()
        elif key in (_Key.Key_Return, _Key.Key_Enter) and self.currentIndex().isValid():
            self.shot_chosen.emit(self.currentIndex().data(ItemRole).shot_id)
        else:
            super().keyPressEvent(event)
