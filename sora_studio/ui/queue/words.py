"""What the queue says in words: plain strings, no Qt."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sora_studio.studio.queued_takes import QueuedTake

# The stages by the letters a render log knows them by, and their names.
STAGES = {"encode": ("A", "Reading the prompt"), "draft": ("B", "Drawing"), "refine": ("C", "Refining")}
STATES = {"waiting": "Waiting", "done": "Done", "failed": "Failed", "cancelled": "Cancelled"}


def takes(count: int) -> str:
    return "1 take" if count == 1 else f"{count} takes"


def lasting(seconds: float) -> str:
    """ "40 s", "12 min", "2 h 05 min", in steps a person plans by."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02} min" if hours else f"{minutes} min"


def headline(items: Sequence[QueuedTake], paused: bool, seconds_left: float | None, now: datetime) -> str:
    """How many takes are to be made and when they are ready. No time is told before one was measured."""
    unfinished = sum(item.unfinished for item in items)
    failed = sum(item.state == "failed" for item in items)
    if not unfinished:
        return f"{takes(failed)} failed" if failed else "Nothing to make"
    if paused:
        return f"Paused with {takes(unfinished)} to make"
    if seconds_left is None:
        return f"{takes(unfinished)} to make"
    ready = now + timedelta(seconds=seconds_left)
    days = (ready.date() - now.date()).days
    when = f"{ready:%H:%M}" if not days else f"{ready:%H:%M} tomorrow" if days == 1 else f"{ready:%a %H:%M}"
    return f"{takes(unfinished)}, ready at {when} (in {lasting(seconds_left)})"


def state_text(item: QueuedTake, paused: bool = False) -> str:
    """Where a take is: its stage and step, or what became of it."""
    if item.state != "running":
        return STATES[item.state]
    letter, name = STAGES[item.running] if item.running else ("", "Beginning")
    name = "Paused" if paused else name
    if item.steps > 1:
        return f"{letter}  {name} {item.step}/{item.steps}"
    return f"{letter}  {name}".strip()


def stage_fills(item: QueuedTake) -> list[tuple[str, float]]:
    """Each stage the take goes through by its letter, and how much of it is done, 0 to 1."""
    names = ["encode", "draft"] if item.stage == "draft" else ["encode", "draft", "refine"]
    if item.state == "done":
        return [(STAGES[name][0], 1.0) for name in names]
    at = names.index(item.running) if item.running in names else -1
    if at < 0 and item.drawn:
        at = names.index("draft") + 1
    share = item.step / item.steps if item.steps and item.running else 0.0
    return [(STAGES[name][0], 1.0 if place < at else share if place == at else 0.0) for place, name in enumerate(names)]


def last_time(items: Sequence[QueuedTake]) -> str:
    """The sentence after a restart."""
    asked = [item for item in items if not item.message]
    shots = len({item.shot_id for item in asked or items})
    counted = "1 shot was" if shots == 1 else f"{shots} shots were"
    if asked:
        return f"{counted} waiting when the film was closed."
    return f"{counted} waiting when the film was closed, and can't go on as they were."
