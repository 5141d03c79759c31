"""Processes that cost milliseconds: forks that have everything imported, spoken to over a socket, killed at will."""

import os
import pickle
import signal
import socket
import traceback
import warnings
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.reduction import ForkingPickler
from typing import Any, Self, TypeVar

from tests.torture.tally import Tally, total

_Share = TypeVar("_Share")
_LENGTH_BYTES = 4
HANGS_AFTER_S = 300.0


class Link:
    """One end of the socket. Says and hears whole values, or hears None once the other end is gone."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def say(self, value: object) -> None:
        data = bytes(ForkingPickler.dumps(value))
        # One call, and none that faults are injected into: `sendto`.
        self._end.sendall(len(data).to_bytes(_LENGTH_BYTES) + data)

    def hear(self) -> Any:
        head = self._received(_LENGTH_BYTES)
        body = self._received(int.from_bytes(head)) if head else b""
        return pickle.loads(body) if body else None

    def close(self) -> None:
        self._end.close()

    def _received(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            # A killed process may leave half a value behind: then it has said nothing.
            with suppress(ConnectionResetError):
                if more := self._end.recv(count - len(data)):
                    data += more
                    continue
            return b""
        return data


@dataclass(frozen=True, slots=True)
class Forked:
    """A child that does `work` with its end of the link, then ends. What it doesn't catch is heard as a Crashed."""

    pid: int
    link: Link

    @classmethod
    def start(cls, work: Callable[[Link], object]) -> Self:
        here, there = socket.socketpair()
        with _numpy_has_threads():
            pid = os.fork()
        if pid:
            there.close()
            # One that hangs is a fault to be told, not one to wait for.
            here.settimeout(HANGS_AFTER_S)
            return cls(pid, Link(here))
        here.close()
        link = Link(there)
        try:
            work(link)
        except BaseException:
            with suppress(OSError):
                link.say(Crashed(traceback.format_exc()))
        finally:
            os._exit(0)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Its end, as `os.waitpid` tells of it."""
        self.link.close()
        return os.waitpid(self.pid, 0)[1]

    def heard_out(self) -> list[Any]:
        """All it says until its end."""
        said: list[Any] = []
        while (value := self.link.hear()) is not None:
            said.append(value)
        return said


@dataclass(frozen=True, slots=True)
class Crashed:
    """A fault of ours: the traceback."""

    trace: str

    def __str__(self) -> str:
        return self.trace.strip().splitlines()[-1]


@contextmanager
def _numpy_has_threads() -> Generator[None]:
    """Python warns of a fork beside threads; these are of OpenBLAS, which sees to its own after a fork."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r".*multi-threaded.*fork", DeprecationWarning)
        yield


def in_lanes(lanes: int, work: Callable[[_Share], Tally], shares: Sequence[_Share]) -> Tally:
    """The shares of a row done side by side, each in a process of its own; a share that crashes is a problem."""
    with _numpy_has_threads(), ProcessPoolExecutor(lanes, mp_context=get_context("fork")) as pool:
        waiting = [pool.submit(work, share) for share in shares]
        return total(_tally(each.exception() or each.result()) for each in waiting)


def _tally(outcome: Tally | BaseException) -> Tally:
    if isinstance(outcome, Tally):
        return outcome
    return Tally(problems=("".join(traceback.format_exception(outcome)).strip(),))
