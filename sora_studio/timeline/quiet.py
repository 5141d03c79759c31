"""Edits that are no steps of the user's, such as takes that are ready: made again wherever undo and redo lead."""

from collections.abc import Callable

from sora_studio.errors import EditError
from sora_studio.timeline.project import Project

# Pure, and the same for the same project; EditError where what it belongs to isn't in the film.
QuietEdit = Callable[[Project], Project]


class QuietEdits:
    """What was absorbed, in order. Those that can't be made where they stand wait for their shot to come back."""

    def __init__(self) -> None:
        self._edits: list[QuietEdit] = []
        self._waiting: set[int] = set()

    def __len__(self) -> int:
        return len(self._edits)

    def remember(self, edit: QuietEdit, *, waits: bool) -> None:
        """Keep an edit as the latest; `waits`: it couldn't be made."""
        if waits:
            self._waiting.add(len(self._edits))
        self._edits.append(edit)

    def made_on(self, project: Project, start: int) -> Project:
        """The project with the edits from `start` on made, as far as they can be."""
        return self._tried(project, start)[0]

    def make_on(self, project: Project, start: int) -> Project:
        """As `made_on`; from now on those wait that couldn't be made there."""
        project, failed = self._tried(project, start)
        self._waiting = {place for place in self._waiting if place < start} | failed
        return project

    def leans_on(self, step_before: Project, start: int) -> bool:
        """Whether an edit from `start` on, made now, couldn't be made on that earlier project."""
        return bool(self._tried(step_before, start)[1] - self._waiting)

    def brought_back_by(self, project: Project) -> list[QuietEdit]:
        """The waiting edits whose shot is in this project."""
        return [self._edits[place] for place in self._fitting(project)]

    def bring_back(self, project: Project) -> list[QuietEdit]:
        """As `brought_back_by`; they wait no more where they stand, and are to be made after what brought them back."""
        places = self._fitting(project)
        self._waiting.difference_update(places)
        return [self._edits[place] for place in places]

    def forget(self, count: int) -> None:
        """Let go of the first `count`, which no undo reaches any more; those that wait go on waiting, as the latest."""
        still_waiting = [self._edits[place] for place in sorted(self._waiting) if place < count]
        del self._edits[:count]
        self._waiting = {place - count for place in self._waiting if place >= count}
        for edit in still_waiting:
            self.remember(edit, waits=True)

    def _fitting(self, project: Project) -> list[int]:
        return [place for place in sorted(self._waiting) if quietly(project, self._edits[place]) is not None]

    def _tried(self, project: Project, start: int) -> tuple[Project, set[int]]:
        failed: set[int] = set()
        for place in range(start, len(self._edits)):
            made = quietly(project, self._edits[place])
            if made is None:
                failed.add(place)
            else:
                project = made
        return project, failed


def quietly(project: Project, edit: QuietEdit) -> Project | None:
    """The project with the edit made; None where it can't be."""
    try:
        return edit(project)
    except EditError:
        return None
