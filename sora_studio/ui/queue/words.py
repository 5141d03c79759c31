"""What the queue says in words: plain strings, no Qt."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sora_studio.studio.queued_takes import QueuedTake
from sora_studio.ui.language import translate

# The stages by the letters a render log knows them by.
LETTERS = {"encode": "A", "draft": "B", "refine": "C"}


def takes(count: int) -> str:
    return translate("Queue", "%n take(s)", "", count)


def stage_name(stage: str) -> str:
    match stage:
        case "encode":
            return translate("Queue", "Reading the prompt")
        case "draft":
            return translate("Queue", "Drawing")
        case "refine":
            return translate("Queue", "Refining")
        case _:
            return translate("Queue", "Beginning")


def _outcome(state: str) -> str:
    match state:
        case "waiting":
            return translate("Queue", "Waiting")
        case "done":
            return translate("Queue", "Done")
        case "failed":
            return translate("Queue", "Failed")
        case _:
            return translate("Queue", "Cancelled")


def lasting(seconds: float) -> str:
    """ "40 s", "12 min", "2 h 05 min", in steps a person plans by."""
    if seconds < 60:
        return translate("Queue", "{seconds} s").format(seconds=max(1, round(seconds)))
    minutes = round(seconds / 60)
    hours, rest = divmod(minutes, 60)
    if hours:
        return translate("Queue", "{hours} h {minutes:02} min").format(hours=hours, minutes=rest)
    return translate("Queue", "{minutes} min").format(minutes=minutes)


def headline(items: Sequence[QueuedTake], paused: bool, seconds_left: float | None, now: datetime) -> str:
    """How many takes are to be made and when they are ready. No time is told before one was measured."""
    unfinished = sum(item.unfinished for item in items)
    failed = sum(item.state == "failed" for item in items)
    if not unfinished:
        return translate("Queue", "%n take(s) failed", "", failed) if failed else translate("Queue", "Nothing to make")
    if paused:
        return translate("Queue", "Paused with %n take(s) to make", "", unfinished)
    if seconds_left is None:
        return translate("Queue", "%n take(s) to make", "", unfinished)
    ready = now + timedelta(seconds=seconds_left)
    days = (ready.date() - now.date()).days
    tomorrow = translate("Queue", "{time} tomorrow").format(time=f"{ready:%H:%M}")
    when = f"{ready:%H:%M}" if not days else tomorrow if days == 1 else f"{ready:%a %H:%M}"
    said = translate("Queue", "%n take(s), ready at {when} (in {lasting})", "", unfinished)
    return said.format(when=when, lasting=lasting(seconds_left))


def state_text(item: QueuedTake, paused: bool = False) -> str:
    """Where a take is: its stage and step, or what became of it."""
    if item.state != "running":
        return _outcome(item.state)
    letter = LETTERS[item.running] if item.running else ""
    name = translate("Queue", "Paused") if paused else stage_name(item.running or "")
    if item.steps > 1:
        return f"{letter}  {name} {item.step}/{item.steps}"
    return f"{letter}  {name}".strip()


def stage_fills(item: QueuedTake) -> list[tuple[str, float]]:
    """Each stage the take goes through by its letter, and how much of it is done, 0 to 1."""
    names = ["encode", "draft"] if item.stage == "draft" else ["encode", "draft", "refine"]
    if item.state == "done":
        return [(LETTERS[name], 1.0) for name in names]
    at = names.index(item.running) if item.running in names else -1
    if at < 0 and item.drawn:
        at = names.index("draft") + 1
    share = item.step / item.steps if item.steps and item.running else 0.0
    return [(LETTERS[name], 1.0 if place < at else share if place == at else 0.0) for place, name in enumerate(names)]


def last_time(items: Sequence[QueuedTake]) -> str:
    """The sentence after a restart."""
    asked = [item for item in items if not item.message]
    shots = len({item.shot_id for item in asked or items})
    if asked:
        return translate("Queue", "%n shot(s) waited when the film was closed.", "", shots)
    return translate("Queue", "%n shot(s) waited when the film was closed, and can't go on as before.", "", shots)
