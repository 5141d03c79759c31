"""Row 9. Inputs without end for all that reads a stranger's file: a film or a sentence, and nothing else touched."""

import mmap
import os
import signal
import sys
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from sora_studio.errors import SoraError
from tests.torture import strace
from tests.torture.fault_points import NO_STRACE
from tests.torture.forked import Forked, Link, in_lanes
from tests.torture.importers import Importer, importers
from tests.torture.memory_disk import quick_room
from tests.torture.mutation import mutated
from tests.torture.tally import Effort, Tally

# Of the processor's time, for the machine may be busy; a sound file of this size takes a hundredth.
LIMIT_S = 5.0
# Beyond so many of one importer's, more of the same say nothing new.
MOST_FOUND = 3
# Audited by Python (PEP 578): reaching out, running, changing what lies elsewhere.
FORBIDDEN = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.remove", "os.rename", "os.link",
    "os.symlink", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "shutil.", "ctypes.dlopen", "urllib.",
    "webbrowser.",
)  # fmt: skip
# Who has a film open is told by the machine's name, which asks nobody.
OWN_NAME = "socket.gethostname"
# The machine's own account of itself.
MACHINE = ("/proc/", "/sys/", "/dev/null", "/etc/ld.so.cache", "/usr/lib/", "/lib/")


@dataclass(frozen=True, slots=True)
class Share:
    """Inputs `start` to `stop` of an importer; `watched` from outside, for its libraries tell Python of nothing."""

    name: str
    start: int
    stop: int
    seed: int
    room: Path
    watched: bool = False


def fuzzing(effort: Effort, random: Random, room: Path) -> Tally:
    """100,000 inputs for each importer in full."""
    with quick_room(room) as place:
        return _in_room(effort, random.getrandbits(32), place)


def _in_room(effort: Effort, seed: int, room: Path) -> Tally:
    count = effort.of(100_000, 250)
    names = [each.name for each in _in(room / "names")]
    each, some = count // effort.of(4, 1), effort.of(2000, 50)
    shares = [
        Share(name, start, start + each, seed, room / f"{name}-{start}")
        for name in names
        for start in range(0, count, each)
    ]
    told = Tally(counted=Counter(importers=len(names)))
    if strace.available():
        # Drawn anew: these are inputs beyond the others.
        shares += [Share(name, count, count + some, seed, room / f"{name}-watched", watched=True) for name in names]
    else:
        told += Tally(skipped=(f"what libraries open: {NO_STRACE}",))
    return in_lanes(effort.lanes, _fuzzed, shares) + told


def _in(room: Path) -> list[Importer]:
    room.mkdir()
    return importers(room)


def _fuzzed(share: Share) -> Tally:
    """Run in children, each going on behind the input that was the end of the one before."""
    [importer] = [each for each in _in(share.room) if each.name == share.name]
    reached = mmap.mmap(-1, 8)
    start, tally = share.start, Tally()
    while start < share.stop and len(tally.problems) < MOST_FOUND:
        child = Forked.start(partial(_feed, importer, share, start, reached))
        assert child.link.hear() == "ready"
        with _watching(child.pid, share) as log:
            child.link.say("go")
            said = child.heard_out()
        status = child.wait()
        stop = int.from_bytes(reached[:8])
        found = [f"{importer.name}, input {number} of seed {share.seed}: {what}" for number, what in said[:MOST_FOUND]]
        if stop < share.stop:
            found.append(f"{importer.name}, input {stop} of seed {share.seed}: {_end(status)}")
        if share.watched:
            found += [
                f"{importer.name}, of seed {share.seed}: {each}" for each in strace.strays(log, _mine(share.room))
            ]
        tally += Tally(min(stop + 1, share.stop) - start, problems=tuple(found))
        start = stop + 1
    return tally


@contextmanager
def _watching(pid: int, share: Share) -> Generator[Path]:
    log = share.room / "calls"
    with strace.watching(pid, log) if share.watched else nullcontext():
        yield log


def _mine(room: Path) -> tuple[str, ...]:
    """What may be opened: the input's folder, Python's modules, what the system tells of this process."""
    return (str(room), *MACHINE, sys.prefix, sys.base_prefix, *filter(None, sys.path))


def _end(status: int) -> str:
    by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return f"took more than {LIMIT_S:g} s" if by == signal.SIGPROF else f"ended its process ({status})"


def _feed(importer: Importer, share: Share, start: int, reached: mmap.mmap, link: Link) -> None:
    path = share.room / f"film{importer.ending}"
    # What libraries print of a broken picture is nobody's.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    for sample in importer.samples:
        importer.place(path, sample)
        importer.read(path)
    link.say("ready")
    link.hear()
    audit = _Audit(share.room)
    for number in range(start, share.stop):
        reached[:8] = number.to_bytes(8)
        random = Random(f"{share.seed} {importer.name} {number}")
        importer.place(path, mutated(importer.samples, importer.words, random))
        # Unheeded, the signal is the end: no library can swallow it.
        signal.setitimer(signal.ITIMER_PROF, LIMIT_S)
        audit.begin()
        try:
            importer.read(path)
        except SoraError as error:
            if not error.message or "\n" in error.message:
                link.say((number, f"no sentence: {error.message!r}"))
        except BaseException as error:
            link.say((number, f"{type(error).__name__}: {error}"))
        for touched in audit.end():
            link.say((number, f"touched {touched}"))
        signal.setitimer(signal.ITIMER_PROF, 0)
    reached[:8] = share.stop.to_bytes(8)


class _Audit:
    """Whatever is opened or reached for between `begin` and `end`, but for the input's folder and Python's own modules.

    A hook can't be taken back: one for each process.
    """

    def __init__(self, room: Path) -> None:
        self._allowed, self._room = _mine(room), str(room)
        self._touched: list[str] = []
        self._on = False
        sys.addaudithook(self._hear)

    def begin(self) -> None:
        self._touched.clear()
        self._on = True

    def end(self) -> list[str]:
        self._on = False
        return self._touched

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._on:
            return
        if event == "open":
            path = arguments[0]
            if isinstance(path, str | bytes) and not os.fsdecode(path).startswith(self._allowed):
                self._touched.append(f"{event} {os.fsdecode(path)}")
        elif event.startswith(FORBIDDEN) and event != OWN_NAME and not self._is_within(arguments):
            self._touched.append(f"{event} {arguments}")

    def _is_within(self, arguments: tuple[object, ...]) -> bool:
        """Journals and locks beside the input come and go."""
        return bool(arguments) and str(arguments[0]).startswith(self._room)
