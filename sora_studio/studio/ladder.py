"""A task done on its terms, and after trouble on gentler and gentler ones, as `second_try` says."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sora_studio.errors import ModelFailed
from sora_studio.studio.agenda import Task
from sora_studio.studio.second_try import EngineStopped, Terms, Trouble, gentler, in_vain


@dataclass(frozen=True, slots=True)
class Helped:
    """What went wrong first, on which device, and the terms on which it was done after all."""

    trouble: Trouble
    device: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where tasks are done: on which `device`, how many `others` wait, what is put away `between` two tries."""

    device: Callable[[], str]
    others: Callable[[], int]
    between: Callable[[], None]
    log: Path

    def climb(self, task: Task, terms: Terms, attempt: Callable[[Terms], None]) -> Helped | None:
        """What helped, if it took more than one try. Raises Cancelled, GenerationError where nothing did."""
        first: Trouble | None = None
        device, tries = "", 1
        while True:
            try:
                attempt(terms)
            except (EngineStopped, ModelFailed) as trouble:
                task.cancel.check()
                if first is None:
                    first, device = trouble, self.device()
                other = gentler(task, terms, self.device(), trouble, tries)
                if other is None:
                    if tries == 1 and isinstance(trouble, ModelFailed):
                        raise
                    raise in_vain(task, first, trouble, device, self.others(), self.log) from trouble
                self.between()
                terms, tries = other, tries + 1
            else:
                return Helped(first, device, terms) if first is not None else None
