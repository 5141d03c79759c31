"""Undo and redo over any edit at all: the present project and the changes that led to it.

What rendering brings (takes) is absorbed and is no step: it lies between the user's steps and is made again wherever
undo and redo lead.
"""

from dataclasses import dataclass, replace

from sora_studio.errors import EditError
from sora_studio.timeline.change import Change, apply, diff
from sora_studio.timeline.project import Project
from sora_studio.timeline.quiet import QuietEdit, QuietEdits, quietly

_NOTHING = Change()


@dataclass(frozen=True, slots=True)
class Step:
    """One change with its name in the Undo menu; steps of one merge key in a row become one.

    `quiet` is what was absorbed between the step before and this one; `absorbed` counts all that was absorbed before.
    """

    label: str
    change: Change
    merge_key: str | None = None
    quiet: Change = _NOTHING
    absorbed: int = 0


class History:
    """The present project, the steps behind it and the undone ones ahead."""

    def __init__(self, project: Project, limit: int = 1000) -> None:
        self.project = project
        # The project right after the last step done: without what was absorbed since.
        self._ground = project
        self._limit = limit
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._quiet = QuietEdits()
        # Undo is worked out before it is done, so that it can be saved first: the same work isn't done twice.
        self._looked_behind: tuple[Project, Step, Project] | None = None

    def record(self, project: Project, label: str, merge_key: str | None = None) -> None:
        """Make `project` the present one, one step from the last.

        Typing in one field sends the same merge key each time and is undone as a whole.
        """
        if merge_key is not None and (last := self._merging_with(merge_key)) is not None:
            self._go_behind(last)
            self._done.pop()
        change = diff(self.project, project)
        if not change:
            return
        self._done.append(Step(label, change, merge_key, diff(self._ground, self.project), len(self._quiet)))
        self._undone.clear()
        self._ground = self.project = project
        for edit in self._quiet.bring_back(project):
            self.absorb(edit)
        self._forget_unreachable()

    def recorded(self, project: Project) -> Project:
        """The project as `record` would leave it: with the takes of a shot that `project` brings back."""
        for edit in self._quiet.brought_back_by(project):
            project = edit(project)
        return project

    def absorb(self, edit: QuietEdit) -> None:
        """Make an edit that is no step of the user's, such as a take that is ready: it survives undo and redo.

        Where its shot is gone it waits, and is tried again after each later step, undo and redo.
        """
        made = quietly(self.project, edit)
        if made is not None:
            self.project = made
        if made is None or self._done or self._undone:
            self._quiet.remember(edit, waits=made is None)
        else:
            self._ground = self.project

    def absorbed(self, *edits: QuietEdit) -> Project:
        """The project as `absorb` would leave it, one edit after the other; itself when they change nothing."""
        project = self.project
        for edit in edits:
            made = quietly(project, edit)
            project = project if made is None else made
        return project

    def undone(self) -> Project:
        """The project one step back, without going there; EditError if there is none."""
        step = self._last_done()
        return self._quiet.made_on(self._before(step), step.absorbed)

    def undo(self) -> Project:
        """Go one step back; EditError if there is none."""
        step = self._last_done()
        self._go_behind(step)
        self._done.pop()
        # Undone and redone, a step is closed: what is typed next is a step of its own.
        self._undone.append(replace(step, merge_key=None))
        return self.project

    def redone(self) -> Project:
        """The project with the last undone step made again, without making it; EditError if there is none."""
        step = self._last_undone()
        return self._quiet.made_on(self._ground_after(step), step.absorbed)

    def redo(self) -> Project:
        """Make the last undone step again; EditError if there is none."""
        step = self._last_undone()
        self._ground = self._ground_after(step)
        self.project = self._quiet.make_on(self._ground, step.absorbed)
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

    def _merging_with(self, merge_key: str) -> Step | None:
        """The last step, where what is recorded under that key goes on with it."""
        if self._undone or not self._done or self._done[-1].merge_key != merge_key:
            return None
        last = self._done[-1]
        # A take of a shot which the step made can only stand after it.
        return None if self._quiet.leans_on(self._before(last), last.absorbed) else last

    def _last_done(self) -> Step:
        if not self._done:
            raise EditError("There is nothing to undo.")
        return self._done[-1]

    def _last_undone(self) -> Step:
        if not self._undone:
            raise EditError("There is nothing to redo.")
        return self._undone[-1]

    def _before(self, step: Step) -> Project:
        known = self._looked_behind
        if known is None or known[0] is not self._ground or known[1] is not step:
            known = self._looked_behind = (self._ground, step, apply(self._ground, step.change.inverse()))
        return known[2]

    def _go_behind(self, step: Step) -> None:
        before = self._before(step)
        self._ground = apply(before, step.quiet.inverse())
        self.project = self._quiet.make_on(before, step.absorbed)

    def _ground_after(self, step: Step) -> Project:
        return apply(apply(self._ground, step.quiet), step.change)

    def _forget_unreachable(self) -> None:
        """Let go of the oldest steps over the limit, and of what was absorbed before the first that is left."""
        del self._done[: -self._limit]
        first = self._done[0]
        if first.absorbed:
            self._quiet.forget(first.absorbed)
            self._done = [replace(step, absorbed=step.absorbed - first.absorbed) for step in self._done]
            self._done[0] = replace(self._done[0], quiet=_NOTHING)
