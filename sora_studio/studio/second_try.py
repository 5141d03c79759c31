"""What is changed before a task is tried again, and what the user reads of it: never the same call again.

Out of memory is a ladder: no other model loaded, Stage C in smaller and smaller pieces, the CPU in place of a GPU. Any
other trouble is tried once more: on the CPU, or where memory may have run out unsaid, in the least of it.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from sora_studio.errors import BlankPicture, GenerationError, ModelFailed, OutOfMemory
from sora_studio.inference.loading import is_in_half_precision
from sora_studio.studio.agenda import Task
from sora_studio.studio.fitting import can_be_halved, figures, in_pieces, memory_of
from sora_studio.studio.pack_memory import models_of

CPU = "cpu"
# Every other model is let go before one is loaded.
LEAST_BUDGET_MB = 1


@dataclass(frozen=True, slots=True)
class Terms:
    """How a task is done: on which device, with how much memory for models and how many threads; shown or not.

    `halvings` is how often what Stage C works on at once is halved; `halves_in_full` lets a CPU run what is in half
    precision, in full. `keep_graphs` and `cuda_graphs` are the settings of those
    names.
    """

    device: str
    memory_budget_mb: int
    threads: int
    previews: bool = True
    halvings: int = 0
    halves_in_full: bool = False
    keep_graphs: bool = False
    cuda_graphs: bool = False


class EngineStopped(Exception):
    """The process that renders ended in the middle of a task, or had to be ended."""


Trouble = EngineStopped | ModelFailed


def gentler(task: Task, terms: Terms, device: str, trouble: Trouble, tries: int) -> Terms | None:
    """What to try after trouble on `device`, and so many tries; None where it would only come again."""
    least = replace(terms, memory_budget_mb=LEAST_BUDGET_MB, previews=False, keep_graphs=False, cuda_graphs=False)
    on_the_cpu = replace(terms, device=CPU, halves_in_full=True)
    if isinstance(trouble, OutOfMemory):
        rungs = [least]
        if can_be_halved(task, trouble.halvings):
            rungs.append(replace(least, halvings=trouble.halvings + 1))
        if device != CPU:
            rungs.append(on_the_cpu)
        return next((rung for rung in rungs if rung != terms), None)
    if tries > 1:
        return None
    if device != CPU:
        return on_the_cpu
    if not isinstance(trouble, EngineStopped):
        return None
    # Memory may have run out: a system that has none left says no more than that it ended the process.
    smaller = replace(least, halvings=1) if can_be_halved(task, 0) else least
    return smaller if smaller != terms else None


def done_after_all(task: Task, trouble: Trouble, device: str, terms: Terms) -> str:
    """After trouble on `device` these terms were the last ones needed."""
    position = task.take.position
    if terms.device == CPU != device:
        is_half = any(is_in_half_precision(file) for file in models_of(task.take.pack))
        way = "at full precision" if is_half and isinstance(trouble, BlankPicture) else "on the CPU"
    elif terms.halvings and isinstance(trouble, OutOfMemory):
        way = in_pieces(task)
    else:
        way = "in the least memory"
    match trouble:
        case EngineStopped():
            return f"The render engine stopped and was restarted. Shot {position} was retried {way}: done."
        case OutOfMemory():
            return f"{_not_enough(position, trouble, device)}. Retried {way}: done."
        case BlankPicture():
            return f"Shot {position} came out blank (numeric overflow). Retried {way}: fixed."
        case _:
            return f"Shot {position} failed: {trouble.message} Retried {way}: done."


def in_vain(task: Task, first: Trouble, last: Trouble, device: str, others: int, log: Path) -> GenerationError:
    """No second try was any better; so many others wait."""
    position = task.take.position
    if isinstance(last, OutOfMemory):
        kept = f"{_not_enough(position, first if isinstance(first, OutOfMemory) else last, device)}. "
        return GenerationError(f"{kept}It was retried in less and less, and failed.", last.hint)
    if isinstance(last, ModelFailed):
        return GenerationError(f"{last.message} Shot {position} was retried once and failed.", last.hint)
    go_on = {0: "", 1: " The other one continues."}.get(others, f" The other {others} continue.")
    return GenerationError(
        f"The render engine stopped and was restarted. Shot {position} was retried once and failed.{go_on}",
        f"Try the shot again, or with another model. What the engine said last is in {log}.",
    )


def _not_enough(position: int, trouble: OutOfMemory, device: str) -> str:
    told = figures(trouble.needed_bytes, trouble.free_bytes)
    return f"Not enough {memory_of(device)} for shot {position}{f' ({told})' if told else ''}"
