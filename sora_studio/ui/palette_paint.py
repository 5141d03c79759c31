"""How one line of the palette looks: icon, name with the matched letters lit, group, and keys as caps."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sora_studio.ui import theme
from sora_studio.ui.palette_rows import Row

ROW_HEIGHT = 36
PAD = 12
CAP_HEIGHT = 20

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)


class RowsModel(QAbstractListModel):
    """The rows that are listed now."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole):
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.group}: {row.text} {row.keys}".strip()
        return row if role == ROW_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled


class RowPainter(QStyledItemDelegate):
    """Paints a row within the list's width."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        colours = theme.colours()
        area: QRect = option.rect  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.accent_soft)
            painter.drawRoundedRect(QRectF(area).adjusted(0, 1, 0, -1), theme.RADIUS, theme.RADIUS)
        if row.icon:
            tint = colours.text_dim if row.enabled else colours.line_strong
            scale = painter.device().devicePixelRatioF()
            top = area.top() + (area.height() - 16) // 2
            painter.drawPixmap(area.left() + PAD, top, theme.pixmap(row.icon, tint, 16, scale))
        right = _keys(painter, row.keys, area)
        right = _group(painter, row.group, area, right, colours.text_dim if chosen else colours.text_faint)
        text = QRect(area.left() + PAD + 28, area.top(), right - area.left() - PAD - 28 - PAD, area.height())
        _name(painter, row, text)
        painter.restore()


def _name(painter: QPainter, row: Row, area: QRect) -> None:
    colours = theme.colours()
    plain, lit = theme.font("body"), theme.font("strong")
    usual, marked = (colours.text, colours.accent) if row.enabled else (colours.text_faint, colours.text_faint)
    x, places = area.left(), set(row.places)
    shown = QFontMetrics(plain).elidedText(row.text, Qt.TextElideMode.ElideRight, area.width())
    # Runs of letters that are matched, or aren't, so that kerning stays.
    start = 0
    while start < len(shown):
        end = start
        while end < len(shown) and (end in places) == (start in places):
            end += 1
        font = lit if start in places else plain
        painter.setFont(font)
        painter.setPen(marked if start in places else usual)
        width = QFontMetrics(font).horizontalAdvance(shown[start:end])
        painter.drawText(
            QRect(x, area.top(), width + 4, area.height()), Qt.AlignmentFlag.AlignVCenter, shown[start:end]
        )
        x += width
        start = end


def _group(painter: QPainter, group: str, area: QRect, right: int, colour: QColor) -> int:
    font = theme.font("small")
    width = QFontMetrics(font).horizontalAdvance(group)
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QRect(right - width, area.top(), width + 2, area.height()), Qt.AlignmentFlag.AlignVCenter, group)
    return right - width


def _keys(painter: QPainter, keys: str, area: QRect) -> int:
    """Draw "Ctrl+Shift+P" as three caps at the right end; returns where the room to their left ends."""
    right = area.right() - PAD
    if not keys:
        return right
    colours, font = theme.colours(), theme.font("label")
    metrics = QFontMetrics(font)
    painter.setFont(font)
    for part in reversed(_caps(keys)):
        width = max(metrics.horizontalAdvance(part) + 12, CAP_HEIGHT)
        cap = QRectF(right - width, area.top() + (area.height() - CAP_HEIGHT) / 2, width, CAP_HEIGHT)
        painter.setPen(colours.line_strong)
        painter.setBrush(colours.panel)
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(colours.text_dim)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, part)
        right -= width + theme.GRID
    return right - theme.GRID * 2


def _caps(keys: str) -> list[str]:
    """The parts of a key: a plus at the end is the plus key itself."""
    if keys.endswith("+"):
        return [*(part for part in keys[:-1].split("+") if part), "+"]
    return keys.split("+")
