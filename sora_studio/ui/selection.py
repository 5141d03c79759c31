"""Which shots are selected, and which of them the panels show."""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, Signal

Order = Callable[[], Mapping[str, int]]


class Selection(QObject):
    """Shot ids in film order. `order` gives the ids of the film's shots as they stand, each with its place."""

    changed = Signal()

    def __init__(self, order: Order, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._order = order
        self._ids: tuple[str, ...] = ()
        self._current = ""
        self._anchor = ""

    @property
    def shot_ids(self) -> tuple[str, ...]:
        return self._ids

    @property
    def current(self) -> str:
        """The shot the panels show; "" for none."""
        return self._current

    def __contains__(self, shot_id: str) -> bool:
        return shot_id in self._ids

    def select(self, shot_ids: Iterable[str], current: str | None = None) -> None:
        """Select exactly these; the last of them becomes current unless another is named."""
        given = list(shot_ids)
        self._set(given, given[-1] if current is None and given else current or "")
        self._anchor = self._current

    def toggle(self, shot_id: str) -> None:
        """Add the shot, or take it out (Ctrl+click)."""
        ids = [i for i in self._ids if i != shot_id] if shot_id in self._ids else [*self._ids, shot_id]
        self._set(ids, shot_id if shot_id in ids else (ids[-1] if ids else ""))
        self._anchor = shot_id

    def extend_to(self, shot_id: str) -> None:
        """Select all from where the last selection began to this shot (Shift+click)."""
        order = list(self._order())
        anchor = self._anchor if self._anchor in order else shot_id
        if shot_id in order:
            first, last = sorted((order.index(anchor), order.index(shot_id)))
            self._set(order[first : last + 1], shot_id)
            self._anchor = anchor

    def step(self, by: int) -> None:
        """Select the shot `by` places on from the current one."""
        order = list(self._order())
        if order:
            at = order.index(self._current) + by if self._current in order else 0
            self.select([order[min(max(at, 0), len(order) - 1)]])

    def keep_to_film(self) -> None:
        """Let go of shots that are no longer in the film; its nearest neighbour takes a lost shot's place."""
        present = self._order()
        if not all(i in present for i in self._ids) or (self._current and self._current not in present):
            ids = [i for i in self._ids if i in present]
            self._set(ids, self._current if self._current in present else (ids[-1] if ids else ""))

    def _set(self, ids: list[str], current: str) -> None:
        wanted = set(ids)
        order = self._order() if len(wanted) > 1 else {}
        ordered = tuple(sorted(wanted & order.keys(), key=order.__getitem__)) if order else tuple(wanted)
        if (ordered, current) != (self._ids, self._current):
            self._ids, self._current = ordered, current
            self.changed.emit()
