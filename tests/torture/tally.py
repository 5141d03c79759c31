"""What a row of the matrix did and found."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

# A row that goes wrong goes wrong in the same way many times: so many are told.
MOST_TOLD = 12


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is done: all of it, or what fits into a test; on how many cores."""

    full: bool
    lanes: int

    def of(self, full: int, short: int) -> int:
        return full if self.full else short


@dataclass(frozen=True, slots=True)
class Tally:
    """`lost`: acknowledged and gone. `corrupt`: neither as it was nor as it was to be. `problems`: all else, in words.

    `counted` and `figures` say how much was behind it; `skipped` what could not be done here, and is never a pass.
    """

    done: int = 0
    lost: int = 0
    corrupt: int = 0
    problems: tuple[str, ...] = ()
    counted: Counter[str] = field(default_factory=Counter[str])
    figures: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """What was behind it, in a few words."""
        return ", ".join([*(f"{count:,} {what}" for what, count in sorted(self.counted.items())), *self.figures])

    @property
    def failed(self) -> bool:
        return bool(self.lost or self.corrupt or self.problems)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.done + other.done,
            self.lost + other.lost,
            self.corrupt + other.corrupt,
            (*self.problems, *other.problems)[:MOST_TOLD],
            self.counted + other.counted,
            _once(self.figures + other.figures),
            _once(self.skipped + other.skipped),
        )


# A row, given how much to do, what is drawn at random and an empty folder.
Run = Callable[[Effort, Random, Path], Tally]


def total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def _once(told: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(told))
