"""Whether a task will fit the memory there is, before it runs; Stage C is cut into pieces that do."""

from dataclasses import dataclass

from sora_studio.inference.device import Device
from sora_studio.inference.memory import MOST_HALVINGS, Need, piece_of, stage_need
from sora_studio.inference.room import free_bytes
from sora_studio.inference.session import SessionCache
from sora_studio.studio.agenda import Task
from sora_studio.studio.pack_memory import amount


@dataclass(frozen=True, slots=True)
class Fitting:
    """How often Stage C's work is halved, what the task takes `whole` and so, and what is free; 0 where nobody says."""

    halvings: int
    whole: Need
    need: Need
    free_bytes: int

    @property
    def fits(self) -> bool:
        """As far as anybody can say."""
        return not self.free_bytes or self.need.total_bytes <= self.free_bytes


def fitting(sessions: SessionCache, task: Task, halvings: int) -> Fitting:
    """What suits the task: no fewer halvings than these. Models nobody uses are let go where it would not fit beside.

    What has run on loaded models runs again, whatever is free: it works where it worked before.
    """
    whole = _need(task, 0)
    first = Fitting(halvings, whole, _need(task, halvings), free_bytes(sessions.device))
    if first.fits or sessions.has_worked(first.need.model, first.need.total_bytes):
        return first
    sessions.release_unused()
    best = Fitting(halvings, whole, first.need, free_bytes(sessions.device))
    while not best.fits and can_be_halved(task, best.halvings):
        best = Fitting(best.halvings + 1, whole, _need(task, best.halvings + 1), best.free_bytes)
    return best


def can_be_halved(task: Task, halvings: int) -> bool:
    """Whether once more makes a difference."""
    pack, request = task.take.pack, task.take.request
    if task.stage != "refine" or halvings >= MOST_HALVINGS:
        return False
    return piece_of(pack, request, halvings) != piece_of(pack, request, halvings + 1)


def in_pieces(task: Task) -> str:
    """How Stage C works where it is cut."""
    return "in tiles" if task.take.pack.refine.decoder is not None else "with fewer frames at a time"


def before_running(task: Task, fit: Fitting, device: Device) -> str:
    """What is said of a task that doesn't fit as it is."""
    kind, shot = memory_of(device.name), f"shot {task.take.position}"
    if fit.fits:
        whole = figures(fit.whole.total_bytes, fit.free_bytes)
        return f"Not enough {kind} for {shot} ({whole}). Finishing it {in_pieces(task)}."
    return f"There may not be enough {kind} for {shot} ({figures(fit.need.total_bytes, fit.free_bytes)})."


def memory_of(device: str) -> str:
    return "memory" if device == "cpu" else "GPU memory"


def figures(needed_bytes: int, there_bytes: int) -> str:
    """ "needs about 7.9 GB, 6.1 free"; what it is known to be more than; "" where nothing is known."""
    needed, there = amount(needed_bytes), amount(there_bytes)
    if not there_bytes:
        return f"needs about {needed}" if needed_bytes else ""
    if needed_bytes <= there_bytes:
        # It ran out all the same: the estimate was too low.
        return f"needs more than the {there} free"
    same = needed.rsplit(" ", 1)[1] == there.rsplit(" ", 1)[1]
    return f"needs about {needed}, {there.rsplit(' ', 1)[0] if same else there} free"


def _need(task: Task, halvings: int) -> Need:
    return stage_need(task.take.pack, task.take.request, task.stage, halvings)
