"""The queue as a list model that changes row by row, so that nothing flickers and a selection stays where it was."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from sora_studio.studio.queued_takes import QueuedTake
from sora_studio.ui.document import FilmDocument
from sora_studio.ui.queue.words import state_text

ItemRole = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    def __init__(self, document: FilmDocument) -> None:
        super().__init__(document)
        self._document = document
        self._items: list[QueuedTake] = []

    @property
    def items(self) -> Sequence[QueuedTake]:
        return self._items

    def row(self, digest: str) -> int:
        """Where the take stands; -1 for none."""
        return next((at for at, item in enumerate(self._items) if item.digest == digest), -1)

    def sync(self, items: Sequence[QueuedTake]) -> None:
        """Show these, telling only what changed."""
        wanted = {item.digest for item in items}
        for row in reversed([at for at, item in enumerate(self._items) if item.digest not in wanted]):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._items[row]
            self.endRemoveRows()
        known = {item.digest for item in self._items}
        fresh = [item for item in items if item.digest not in known]
        if fresh:
            self.beginInsertRows(QModelIndex(), len(self._items), len(self._items) + len(fresh) - 1)
            self._items += fresh
            self.endInsertRows()
        self._reorder(items)
        self._tell(items)

    def _reorder(self, items: Sequence[QueuedTake]) -> None:
        places = {item.digest: at for at, item in enumerate(items)}
        if all(places[item.digest] == at for at, item in enumerate(self._items)):
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        moved = [self.index(places[self._items[index.row()].digest]) for index in old]
        self._items.sort(key=lambda item: places[item.digest])
        self.changePersistentIndexList(old, moved)
        self.layoutChanged.emit()

    def _tell(self, items: Sequence[QueuedTake]) -> None:
        changed = [at for at, (old, new) in enumerate(zip(self._items, items, strict=True)) if old != new]
        self._items = list(items)
        for row in changed:
            self.dataChanged.emit(self.index(row), self.index(row))

    def shot_changed(self, shot_id: str) -> None:
        """The shot's picture or text is another one now."""
        for row, item in enumerate(self._items):
            if item.shot_id == shot_id:
                self.dataChanged.emit(self.index(row), self.index(row))

    def label(self, item: QueuedTake) -> str:
        """ "Shot 3", or where the shot stood once it is gone."""
        number = self._document.label(item.shot_id) or str(item.position or "")
        return (self.tr("Shot %s") % number) if number else self.tr("A removed shot")

    def prompt(self, item: QueuedTake) -> str:
        found = self._document.find(item.shot_id)
        return found[1].direction.prompt if found else self.tr("No longer in the film")

    # Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole):
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == ItemRole:
            return item
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{self.label(item)}, {state_text(item)}, {self.prompt(item)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (item.message, item.hint) if part) or None
        return None
