"""Every call by which a deed changes the disk is once its process's last, and fails in every way a disk fails."""

import shutil
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from sora_studio.errors import SoraError
from tests.torture import strace
from tests.torture.deed import NEW, OLD, Deed, lay_out
from tests.torture.exchange_deeds import EXCHANGE
from tests.torture.forked import Crashed, Forked, Link, in_lanes
from tests.torture.format_deeds import FORMATS
from tests.torture.saving_deeds import SAVING
from tests.torture.strace import Point
from tests.torture.tally import Effort, Tally

DEEDS = (*SAVING, *EXCHANGE, *FORMATS)
KILL = ("signal=KILL",)
DISK = ("error=EIO", "error=EIO for ever", "error=ENOSPC", "error=ENOSPC for ever")
# One that passes and one that lasts: what deeds meet that aren't thorough.
SOME = (*KILL, "error=EIO", "error=ENOSPC for ever")
# To list a deed's calls it is done twice: too long for all of them in a test.
SHORT_DEEDS = 6
# An AAF is written in thousands of small pieces, one like the other.
MOST_ALIKE = 8
TRIES = 3
NO_STRACE = "strace is missing, or may not look at processes here (apt-get install strace)"


@dataclass(frozen=True, slots=True)
class Told:
    """The deed was refused, in the user's words."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Trial:
    """One deed, met by one fault at one point."""

    deed: Deed
    point: Point
    fault: str

    def __str__(self) -> str:
        return f"{self.deed.name}, {self.fault.partition('=')[2]} at {self.point}"


def kill_points(effort: Effort, random: Random, room: Path) -> Tally:
    """Row 2. A process killed before any of its calls leaves the old or the new."""
    return _run(KILL, effort.of(0, 24), effort, random, room)


def disk_faults(effort: Effort, random: Random, room: Path) -> Tally:
    """Of row 3. A call that fails leaves the old or the new, and a sentence that says which."""
    return _run(DISK, effort.of(0, 40), effort, random, room)


def _run(faults: Iterable[str], most: int, effort: Effort, random: Random, room: Path) -> Tally:
    if not strace.available():
        return Tally(skipped=(NO_STRACE,))
    made = Forked.start(lambda link: lay_out(room / "film"))
    if crashed := made.heard_out():
        return Tally(problems=(crashed[0].trace,))
    made.wait()
    deeds = DEEDS if effort.full else random.sample(DEEDS, SHORT_DEEDS)
    found = [(deed, point) for deed in deeds for point in _points(deed, room)]
    trials = [Trial(deed, point, fault) for fault in faults for deed, point in found if deed.thorough or fault in SOME]
    chosen = random.sample(trials, min(most, len(trials))) if most else trials
    tally = in_lanes(effort.lanes, partial(_tried, room), chosen)
    return tally + Tally(counted=Counter({f"points of {len(deeds)} deeds": len(found)}))


def _points(deed: Deed, room: Path) -> list[Point]:
    folder, log = room / "listed", room / "calls"
    shutil.copytree(room / "film", folder)
    begun = Forked.start(lambda link: deed.begin(folder))
    assert not begun.heard_out()
    begun.wait()
    assert deed.state(folder) == OLD, deed.name
    shutil.rmtree(folder)
    # Done unwatched first: what is loaded then, and compiled, is not met again among the calls that are counted.
    for watched in (nullcontext, partial(strace.listing, log=log)):
        shutil.copytree(room / "film", folder)
        child = Forked.start(partial(_do, deed, folder))
        assert child.link.hear() == "ready"
        with watched(child.pid):
            child.link.say("go")
            outcome = child.link.hear()
        assert outcome == "done", f"{deed.name}: {outcome}"
        child.wait()
        assert deed.state(folder) == NEW, deed.name
        shutil.rmtree(folder)
    return strace.points(log) if deed.thorough else spread(strace.points(log))


def spread(points: list[Point]) -> list[Point]:
    """Of the calls of one name no more than MOST_ALIKE, evenly from the first to the last."""
    chosen: set[Point] = set()
    for call in {point.call for point in points}:
        alike = [point for point in points if point.call == call]
        steps = min(MOST_ALIKE, len(alike)) - 1
        chosen.update(alike[round(step * (len(alike) - 1) / max(1, steps))] for step in range(steps + 1))
    return [point for point in points if point in chosen]


def _do(deed: Deed, folder: Path, link: Link) -> None:
    """In the child: open what is needed, then wait to be watched."""
    act = deed.begin(folder)
    link.say("ready")
    assert link.hear() == "go"
    try:
        act()
        link.say("done")
    except SoraError as error:
        link.say(Told(error.message, error.hint))
    except BaseException as error:
        import traceback

        link.say(Crashed("".join(traceback.format_exception(error))))
    # Not closed: who looks on must not count what an end in peace would still write.
    link.hear()


def _tried(room: Path, trial: Trial) -> Tally:
    """One that isn't met says nothing of the program, and on a busy machine may be met the next time."""
    for _ in range(TRIES):
        if (tally := _met(room, trial)) is not None:
            return tally
    return Tally(problems=(f"{trial}: never met",))


def _met(room: Path, trial: Trial) -> Tally | None:
    """What came of it; None where the process never came to that call."""
    name = f"{trial.deed.name}-{trial.point}-{trial.fault}".replace(" ", "-")
    folder, log = room / name, room / f"{name}.log"
    shutil.copytree(room / "film", folder)
    child = Forked.start(partial(_do, trial.deed, folder))
    assert child.link.hear() == "ready"
    with strace.injecting(child.pid, trial.point, trial.fault, log):
        child.link.say("go")
        outcome = child.link.hear()
    child.wait()
    tally = _judged(trial, folder, outcome) if strace.was_met(log) else None
    if tally is None or not tally.failed:
        shutil.rmtree(folder)
        log.unlink()
    return tally


def _judged(trial: Trial, folder: Path, outcome: object) -> Tally:
    """What the deed said of itself against what is on the disk."""
    problems: tuple[str, ...] = ()
    match outcome:
        case Told(message, hint) if not (message and hint):
            problems = (f"{trial}: says nothing of use: {message!r} {hint!r}",)
        case Crashed():
            problems = (f"{trial}: {outcome}",)
        case None if "KILL" not in trial.fault:
            problems = (f"{trial}: its process ended",)
        case _:
            pass
    try:
        state = trial.deed.state(folder)
    except Exception as error:
        return Tally(1, corrupt=1, problems=(*problems, f"{trial}: {type(error).__name__}: {error}"))
    if outcome == "done" and state == OLD:
        return Tally(1, lost=1, problems=(*problems, f"{trial}: said done, and was not"))
    return Tally(1, problems=problems)
