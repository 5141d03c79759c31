"""A process's calls to the system for writing: listed, or one of them made to fail or to be its last."""

import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

# Whatever changes what is on a disk. A "?" lets strace pass over what this machine's system doesn't have.
CHANGING = (
    "write", "pwrite64", "writev", "fsync", "fdatasync", "ftruncate", "fallocate", "sendfile", "copy_file_range",
    "?rename", "renameat", "renameat2", "?unlink", "unlinkat", "?link", "linkat", "?mkdir", "mkdirat", "?rmdir",
    "?open", "openat", "?creat",
)  # fmt: skip
# Whatever opens a file, starts a program or reaches another machine.
REACHING = ("?open", "openat", "?creat", "execve", "connect", "sendto", "sendmsg")
_PATH = re.compile(r'"([^"]*)"')
_AWAY = re.compile(r"sa_family=AF_INET6?\b")
_MAKES = re.compile(r"O_CREAT|O_WRONLY|O_RDWR|O_TRUNC")
_CALL = re.compile(r"(?:\d+ +)?(\w+)\(")
_ATTACHED_WITHIN_S = 10.0


class Point(NamedTuple):
    """The `number`-th call of this name, from 1."""

    call: str
    number: int

    def __str__(self) -> str:
        return f"{self.call} {self.number}"


def available() -> bool:
    """Whether there is a strace that may look at a process of ours."""
    if shutil.which("strace") is None:
        return False
    return (
        subprocess.run(["strace", "-qq", "-e", "trace=none", "true"], capture_output=True, check=False).returncode == 0
    )


@contextmanager
def listing(pid: int, log: Path) -> Generator[None]:
    """The process's calls are written to `log` until it ends or the block does."""
    with _attached(pid, "-o", str(log), "-e", f"trace={','.join(CHANGING)}"):
        yield


@contextmanager
def injecting(pid: int, point: Point, fault: str, log: Path) -> Generator[None]:
    """The process meets `fault` at `point`: "signal=KILL", "error=EIO"; with "for ever" after it, from there on."""
    what, _, for_ever = fault.partition(" ")
    when = f"{point.number}{'+' if for_ever else ''}"
    inject = f"inject={point.call}:{what}:when={when}"
    with _attached(pid, "-o", str(log), "-e", f"trace={point.call}", "-e", inject):
        yield


@contextmanager
def watching(pid: int, log: Path) -> Generator[None]:
    """What the process and its threads open and reach for is written to `log`; `strays` reads it."""
    with _attached(pid, "-f", "-o", str(log), "-e", f"trace={','.join(REACHING)}"):
        yield


def left_the_machine(log: Path) -> list[str]:
    """The calls listed that name an address of a network, another machine's or this one's."""
    return [line for line in log.read_text("utf-8", "replace").splitlines() if _AWAY.search(line)]


def strays(log: Path, allowed: tuple[str, ...]) -> list[str]:
    """Of the calls listed those that opened what begins with none of `allowed`, ran a program or left the machine."""
    found: list[str] = []
    for line in log.read_text("utf-8", "replace").splitlines():
        path = _PATH.search(line)
        opened = "open" in line and path is not None and not path[1].startswith(allowed)
        if opened or "execve(" in line:
            found.append(line)
    return [*found, *left_the_machine(log)]


def was_met(log: Path) -> bool:
    """Whether the process came as far as a call that failed, or was its last."""
    told = log.read_text("utf-8", "replace")
    return "(INJECTED" in told or told.rstrip().endswith("= ?") or "+++ killed by SIGKILL +++" in told


def points(log: Path) -> list[Point]:
    """The calls listed that change something, in their order."""
    counts: Counter[str] = Counter()
    found: list[Point] = []
    for line in log.read_text("utf-8", "replace").splitlines():
        if call := _CALL.match(line):
            counts[call[1]] += 1
            if not call[1].startswith(("open", "creat")) or _MAKES.search(line):
                found.append(Point(call[1], counts[call[1]]))
    return found


@contextmanager
def _attached(pid: int, *arguments: str) -> Generator[None]:
    tracer = subprocess.Popen(["strace", "-qq", "-p", str(pid), *arguments], stderr=subprocess.PIPE)
    try:
        end_s = time.monotonic() + _ATTACHED_WITHIN_S
        while not _is_traced(pid):
            if tracer.poll() is not None or time.monotonic() > end_s:
                raise RuntimeError(f"strace could not attach: {tracer.communicate()[1].decode()}")
            time.sleep(0.001)
        yield
    finally:
        tracer.terminate()
        tracer.communicate()


def _is_traced(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return "TracerPid:\t0\n" not in status
