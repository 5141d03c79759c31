"""One row of the queue: the picture, which shot and take, how far it is, and its one button."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from sora_studio.studio.queued_takes import QueuedTake
from sora_studio.ui import theme
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.kit.row_ground import paint_row_ground
from sora_studio.ui.queue.model import ItemRole, QueueModel
from sora_studio.ui.queue.words import stage_fills, state_text

ROW = 84
PICTURE = QSize(104, 60)
PAD = 12
BUTTON = 24
# The button a row has, by its state.
BUTTONS = {"waiting": "x", "running": "x", "failed": "rotate-cw", "cancelled": "rotate-cw"}
_Flag = Qt.AlignmentFlag


def button_place(row: QRect) -> QRect:
    """Where a row's button is."""
    return QRect(row.right() - PAD - BUTTON + 5, row.top() + 8, BUTTON, BUTTON)


class RowPainter(QStyledItemDelegate):
    def __init__(self, document: FilmDocument, model: QueueModel) -> None:
        super().__init__(model)
        self._document, self._model = document, model
        self.hot_button = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(240, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        item: QueuedTake = index.data(ItemRole)
        row: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        paint_row_ground(painter, row, state, PAD)
        over = item.state in ("done", "cancelled")
        painter.setOpacity(0.6 if over else 1)
        self._picture(painter, QRectF(row.x() + PAD, row.y() + 12, PICTURE.width(), PICTURE.height()), item)
        painter.setOpacity(1)
        left = row.x() + PAD + PICTURE.width() + 12
        self._words(painter, QRectF(left, row.y() + 10, row.right() - PAD - left, ROW - 20), item)
        self._button(painter, row, item, index.row())
        painter.restore()

    def _picture(self, painter: QPainter, frame: QRectF, item: QueuedTake) -> None:
        colours = theme.colours()
        rounded = QPainterPath()
        rounded.addRoundedRect(frame, 4, 4)
        painter.save()
        painter.setClipPath(rounded)
        painter.fillRect(frame, colours.sunken)
        found = self._document.find(item.shot_id)
        image = None
        if found is not None:
            middle, pictures = found[1].duration_frames // 2, self._document.pictures
            if item.state == "done":
                image = pictures.take_thumbnail(item.shot_id, item.digest, middle, 108)
            else:
                image = pictures.thumbnail(item.shot_id, middle, 108)
        if image is not None:
            scale = min(frame.width() / image.width(), frame.height() / image.height())
            shown = QRectF(0, 0, image.width() * scale, image.height() * scale)
            shown.moveCenter(frame.center())
            painter.drawImage(shown, image)
        else:
            mark = theme.pixmap("image", colours.text_faint, 20, painter.device().devicePixelRatio())
            painter.drawPixmap(frame.center() - QRectF(0, 0, 20, 20).center(), mark)
        painter.restore()

    def _words(self, painter: QPainter, room: QRectF, item: QueuedTake) -> None:
        colours = theme.colours()
        strong, small = theme.font("strong"), theme.font("small")
        title = self._model.label(item)
        first = QRectF(room.x(), room.y(), room.width() - BUTTON, 20)
        painter.setFont(strong)
        painter.setPen(colours.text)
        painter.drawText(first, _Flag.AlignVCenter, title)
        used = QFontMetricsF(strong).horizontalAdvance(title) + 8
        painter.setFont(small)
        painter.setPen(colours.text_dim)
        painter.drawText(first.adjusted(used, 0, 0, 0), _Flag.AlignVCenter, self.tr("take %s") % item.take_number)
        second = QRectF(room.x(), room.y() + 21, room.width(), 18)
        failed = item.state == "failed"
        text = item.message if failed else self._model.prompt(item)
        painter.setPen(colours.danger if failed else colours.text_dim)
        painter.drawText(second, _Flag.AlignVCenter, _elided(text, small, second.width()))
        third = QRectF(room.x(), room.y() + 42, room.width(), 18)
        if failed:
            painter.setPen(colours.text_dim)
            painter.drawText(third, _Flag.AlignVCenter, _elided(item.hint, small, third.width()))
        else:
            self._stages(painter, third, item)

    def _stages(self, painter: QPainter, room: QRectF, item: QueuedTake) -> None:
        """The stages as bars that fill, and the step in words."""
        colours, small = theme.colours(), theme.font("small")
        text = state_text(item, self._document.queue.paused)
        running = item.state == "running"
        colour = {"running": colours.badge_running, "done": colours.success}.get(item.state, colours.text_faint)
        painter.setFont(small)
        painter.setPen(colour if item.state != "waiting" else colours.text_dim)
        width = QFontMetricsF(small).horizontalAdvance(text)
        painter.drawText(room, _Flag.AlignVCenter | _Flag.AlignRight, text)
        fills = stage_fills(item)
        bar = QRectF(room.x(), room.center().y() - 2, max(30.0, room.width() - width - 12), 4)
        weights = [0.12 if letter == "A" else 0.44 for letter, _ in fills]
        if item.state == "cancelled":
            return
        x, unit = bar.x(), (bar.width() - 3 * (len(fills) - 1)) / sum(weights)
        for (_, share), weight in zip(fills, weights, strict=True):
            piece = QRectF(x, bar.y(), weight * unit, bar.height())
            _bar(painter, piece, colours.line_strong)
            if share:
                _bar(painter, QRectF(piece.x(), piece.y(), piece.width() * share, piece.height()),
                     colour if running or item.state == "done" else colours.badge_queued)  # fmt: skip
            x = piece.right() + 3

    def _button(self, painter: QPainter, row: QRect, item: QueuedTake, at: int) -> None:
        name = BUTTONS.get(item.state)
        if name is None:
            return
        place, colours = button_place(row), theme.colours()
        if at == self.hot_button:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.hover)
            painter.drawRoundedRect(QRectF(place), 5, 5)
        colour = colours.text if at == self.hot_button else colours.text_faint
        mark = theme.pixmap(name, colour, 16, painter.device().devicePixelRatio())
        painter.drawPixmap(place.topLeft() + QPoint(4, 4), mark)


def _bar(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(box, 2, 2)


def _elided(text: str, font, width: float) -> str:
    return QFontMetricsF(font).elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, width)
