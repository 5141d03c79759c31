"""What the window says to the user."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Message:
    """Something to tell the user: what happened, what to do, and how grave it is; `undo` offers to take it back."""

    text: str
    hint: str = ""
    grave: bool = False
    undo: bool = False


@dataclass(frozen=True, slots=True)
class SaveState:
    """When the film was last safe on the disk, and what keeps it from being so now ("" when nothing does)."""

    saved: datetime
    problem: str = ""
    hint: str = ""
