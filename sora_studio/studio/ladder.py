"""A task done on its terms, and after trouble on gentler and gentler ones, as `second_try` says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sora_studio.errors import ModelFailed, OutOfMemory
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
    """Where tasks are done: on which `device`, how many `others` wait, what is put away `between` two tries.

    Where memory ran out, what helped is remembered, and the next task like it begins with that.
    """

    device: Callable[[], str]
    others: Callable[[], int]
    between: Callable[[], None]
    log: Path
    _learnt: dict[object, Terms] = field(default_factory=dict[object, Terms])

    def forget(self) -> None:
        """What was learnt on other terms."""
        self._learnt.clear()

    def climb(self, task: Task, terms: Terms, attempt: Callable[[Terms], None]) -> Helped | None:
        """What helped, if it took more than one try. Raises Cancelled, GenerationError where nothing did."""
        request = task.take.request
        kind = (task.stage, request.pack_digest, request.width, request.height, request.frame_count)
        terms = self._learnt.get(kind, terms)
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
                if isinstance(first, OutOfMemory):
                    self._learnt[kind] = terms
                return Helped(first, device, terms) if first is not None else None
