"""What the window says to the user."""

from collections.abc import Sequence
from dataclasses import dataclass

from sora_studio.ui.language import translate

MOST_NOTES = 3


@dataclass(frozen=True, slots=True)
class Message:
    """Something to tell the user: what happened, what to do, and how grave it is; `undo` offers to take it back."""

    text: str
    hint: str = ""
    grave: bool = False
    undo: bool = False


def left_out_message(notes: Sequence[str], done: str = "", undo: bool = False) -> Message:
    """What was brought in from a file, and what of it was not: the first of it, where it is much."""
    told = list(notes[:MOST_NOTES])
    if len(notes) > MOST_NOTES:
        told.append(translate("Messages", "And %n more.", "", len(notes) - MOST_NOTES))
    text = done or translate("Messages", "Not all of the file could be brought in.")
    return Message(text, " ".join(told), undo=undo)
