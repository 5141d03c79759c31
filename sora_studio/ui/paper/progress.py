"""How far a file is that is made of the film, for whoever shows it: pages or frames."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileProgress:
    """So many of its parts are done."""

    name: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class FileEnded:
    """It is written, was stopped, or failed."""

    name: str
