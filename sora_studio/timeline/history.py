"""Undo and redo over any edit at all: the present project and the changes that led to it."""

from dataclasses import dataclass, replace

from sora_studio.errors import EditError
from sora_studio.timeline.change import Change, apply, diff
from sora_studio.timeline.project import Project


@dataclass(frozen=True, slots=True)
class Step:
    """One change with its name in the Undo menu; steps of one merge key in a row become one."""

    label: str
    change: Change
    merge_key: str | None = None


class History:
    """The present project, the steps behind it and the undone ones ahead."""

    def __init__(self, project: Project, limit: int = 1000) -> None:
        self.project = project
        self._limit = limit
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def record(self, project: Project, label: str, merge_key: str | None = None) -> None:
        """Make `project` the present one, one step from the last.

        Typing in one field sends the same merge key each time and is undone as a whole.
        """
        before = self.project
        last = self._done[-1] if self._done else None
        if last is not None and merge_key is not None and merge_key == last.merge_key and not self._undone:
            before = apply(before, last.change.inverse())
            self._done.pop()
        self.project = project
        change = diff(before, project)
        if change:
            self._done.append(Step(label, change, merge_key))
            self._undone.clear()
            del self._done[: -self._limit]

    def undone(self) -> Project:
        """The project one step back, without going there; EditError if there is none."""
        if not self._done:
            raise EditError("There is nothing to undo.")
        return apply(self.project, self._done[-1].change.inverse())

    def undo(self) -> Project:
        """Go one step back; EditError if there is none."""
        self.project = self.undone()
        step = self._done.pop()
        # Undone and redone, a step is closed: what is typed next is a step of its own.
        self._undone.append(replace(step, merge_key=None))
        return self.project

    def redone(self) -> Project:
        """The project with the last undone step made again, without making it; EditError if there is none."""
        if not self._undone:
            raise EditError("There is nothing to redo.")
        return apply(self.project, self._undone[-1].change)

    def redo(self) -> Project:
        """Make the last undone step again; EditError if there is none."""
        self.project = self.redone()
        self._done.append(self._undone.pop())
        return self.project

    @property
    def undo_labels(self) -> tuple[str, ...]:
        """What undo would take back, the latest first."""
        return tuple(step.label for step in reversed(self._done))

    @property
    def redo_labels(self) -> tuple[str, ...]:
        """What redo would make again, the next first."""
        return tuple(step.label for step in reversed(self._undone))
