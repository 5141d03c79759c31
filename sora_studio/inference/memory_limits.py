"""What a process may have of the machine's memory: its container may have less, and it less again (ulimit -v)."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

# Where Linux says which control groups a process is in, and what these may have (man 7 cgroups).
_GROUPS_OF_PROCESS = Path("/proc/self/cgroup")
_GROUPS = Path("/sys/fs/cgroup")


@dataclass(frozen=True, slots=True)
class _Version:
    """Where the groups lie that limit memory, and what their files are called."""

    folder: str
    most: str
    taken: str
    given_back: str


# The second is one tree for all; before it memory had one of its own.
_SECOND = _Version("", "memory.max", "memory.current", "inactive_file")
_FIRST = _Version("memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")


def allowed_bytes(of_machine: int) -> int:
    """How much of the machine's memory the process may have."""
    return min([of_machine, *(most for most, _ in _groups())])


def left_bytes(free_of_machine: int) -> int:
    """How much of what is free of the machine's memory the process may still have; 1 where that is nothing."""
    limits = [most - taken for most, taken in _groups()]
    address_space = _address_space_left()
    return max(1, min([free_of_machine, *limits, *([] if address_space is None else [address_space])]))


def _groups() -> Iterator[tuple[int, int]]:
    """What each control group around the process may have, where it is limited, and has, in bytes."""
    for version, folder in _group_folders():
        try:
            most = (folder / version.most).read_text(encoding="ascii").strip()
            if most != "max":
                yield int(most), _taken(version, folder)
        except (OSError, ValueError):
            # In a container the outer groups can't be seen, and the outermost has no limit to read.
            continue


def _taken(version: _Version, folder: Path) -> int:
    """What can't be had again: what was read of files and isn't in use is given back when memory is short."""
    taken = int((folder / version.taken).read_text(encoding="ascii"))
    lines = (folder / "memory.stat").read_text(encoding="ascii").splitlines()
    back = (int(line.split()[1]) for line in lines if line.startswith(f"{version.given_back} "))
    return taken - next(back, 0)


def _group_folders() -> Iterator[tuple[_Version, Path]]:
    try:
        lines = _GROUPS_OF_PROCESS.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    for line in lines:
        _, controllers, own = line.split(":", 2)
        version = _FIRST if "memory" in controllers.split(",") else None if controllers else _SECOND
        if version is not None:
            within = PurePosixPath(own)
            for each in (within, *within.parents):
                yield version, _GROUPS / version.folder / each.relative_to("/")


def _address_space_left() -> int | None:
    """How much more the process may have, where it has a limit of its own."""
    if sys.platform != "linux":
        return None
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return None
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return limit - pages * resource.getpagesize()
