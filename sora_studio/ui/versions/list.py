"""The list of versions: each with its time and name, and once it has been read, what it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sora_studio.studio.versions import Version
from sora_studio.timeline.project import Project
from sora_studio.ui import theme
from sora_studio.ui.kit.row_ground import paint_row_ground
from sora_studio.ui.versions.words import title

ROW, PAD, ICON = 52, 14, 16
_AboutRole = Qt.ItemDataRole.UserRole
_Left = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of a version; `film` is None until it was read, and for good where `refused` says why."""

    version: Version
    about: str = ""
    film: Project | None = None
    refused: str = ""


class VersionList(QListWidget):
    def __init__(self, versions: Sequence[Version], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Versions"))
        self.setItemDelegate(_RowPainter(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows = [Row(version) for version in versions]
        for row in self.rows:
            self.addItem(QListWidgetItem())
            self.tell(row)
        self.setCurrentRow(0)

    @property
    def chosen(self) -> Row | None:
        return self.rows[self.currentRow()] if self.rows else None

    def tell(self, row: Row) -> None:
        """More is known of this version."""
        at = next(at for at, known in enumerate(self.rows) if known.version == row.version)
        self.rows[at] = row
        item, said = self.item(at), title(row.version, date.today())
        item.setText(said)
        item.setData(_AboutRole, row)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{said}. {row.refused or row.about}")
        item.setToolTip(row.refused)


class _RowPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(240, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row = index.data(_AboutRole)
        box: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]
        colours = theme.colours()
        painter.save()
        paint_row_ground(painter, box, state, PAD)
        mark = theme.pixmap(
            "bookmark" if row.version.name else "history",
            colours.accent if row.version.name else colours.text_faint,
            ICON,
            painter.device().devicePixelRatio(),
        )
        painter.drawPixmap(box.x() + PAD, box.y() + (ROW - ICON) // 2, mark)
        room = QRectF(box.x() + PAD + ICON + 12, box.y() + 7, box.width() - 2 * PAD - ICON - 12, 19)
        lines = (
            (str(index.data()), "strong", colours.text),
            (
                row.refused or row.about or self.tr("Reading…"),
                "small",
                colours.danger if row.refused else colours.text_dim,
            ),
        )
        for text, role, colour in lines:
            font = theme.font(role)
            painter.setFont(font)
            painter.setPen(colour)
            shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _Left, shown)
            room.translate(0, 19)
        painter.restore()
