"""What every part of the suite hands in: lines of one table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `number` is stable from run to run, `value` None where nothing was measured."""

    number: int
    metric: str
    figure: str
    goal: str
    value: float | None


def not_measured(number: int, metric: str, goal: str, why: str) -> Row:
    """A line that says what is missing; it is no pass."""
    return Row(number, metric, f"not measured: {why}", goal, None)
