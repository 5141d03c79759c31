"""What is changed before a take is tried a second time, and what the user reads of it: never the same call again."""

from dataclasses import dataclass, replace
from pathlib import Path

from sora_studio.errors import BlankPicture, GenerationError, ModelFailed, OutOfMemory

CPU = "cpu"
# Every other model is let go before one is loaded.
LEAST_BUDGET_MB = 1


@dataclass(frozen=True, slots=True)
class Terms:
    """How a task is done: on which device, with how much memory for models and how many threads; shown or not."""

    device: str
    memory_budget_mb: int
    threads: int
    previews: bool = True


class EngineStopped(Exception):
    """The process that renders ended in the middle of a task, or had to be ended."""


Trouble = EngineStopped | ModelFailed


def gentler(terms: Terms, device: str, trouble: Trouble) -> Terms | None:
    """What to try after the trouble on `device`; None where it would only come again."""
    if device != CPU:
        return replace(terms, device=CPU)
    if terms.memory_budget_mb == LEAST_BUDGET_MB or not isinstance(trouble, EngineStopped | OutOfMemory):
        return None
    return replace(terms, memory_budget_mb=LEAST_BUDGET_MB, previews=False)


def helped(position: int, trouble: Trouble, device: str) -> str:
    """The second try, after trouble on `device`, was the last one needed."""
    way = "in the least memory" if device == CPU else "on the CPU"
    match trouble:
        case EngineStopped():
            return f"The render engine stopped and was restarted. Shot {position} was retried {way}: done."
        case OutOfMemory():
            return f"Not enough memory for shot {position}. Retried {way}: done."
        case BlankPicture():
            return f"Shot {position} came out blank (numeric overflow). Retried {way}: fixed."
        case _:
            return f"Shot {position} failed: {trouble.message} Retried {way}: done."


def in_vain(position: int, trouble: Trouble, others: int, log: Path) -> GenerationError:
    """The second try was no better; so many others wait."""
    if isinstance(trouble, ModelFailed):
        return GenerationError(f"{trouble.message} Shot {position} was retried once and failed.", trouble.hint)
    go_on = {0: "", 1: " The other one continues."}.get(others, f" The other {others} continue.")
    return GenerationError(
        f"The render engine stopped and was restarted. Shot {position} was retried once and failed.{go_on}",
        f"Try the shot again, or with another model. What the engine said last is in {log}.",
    )
