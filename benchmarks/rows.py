"""What every part of the suite hands in: lines of one table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `number` is stable from run to run."""

    number: int
    metric: str
    figure: str
    goal: str
    value: float
