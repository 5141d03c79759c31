"""Has this process, or one it started, talked to a network? Watched, not assumed."""

import sys
from pathlib import Path

# Python's own words for reaching out (PEP 578); a socket between our own processes is none of them.
_REACHING = frozenset({"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"})
_TABLES = ("tcp", "tcp6", "udp", "udp6")
_reached: list[str] = []
_watching: list[bool] = []
_of_children: dict[int, int] = {}


def watch() -> None:
    """Begin to watch, once for the life of the process: a hook can't be taken back."""
    if not _watching:
        _watching.append(True)
        sys.addaudithook(_hear)


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if event in _REACHING and not _is_local(event, arguments):
        _reached.append(event)


def _is_local(event: str, arguments: tuple[object, ...]) -> bool:
    """A file's name for an address: a Unix socket, such as the desktop's own."""
    return event in ("socket.connect", "socket.sendto") and isinstance(arguments[-1], str | bytes)


def sockets_opened() -> int:
    """How often a network was reached for: seen in Python, and on Linux also what libraries hold open now."""
    own = _own_sockets()
    open_now = len(own & _internet_sockets()) if own else 0
    return len(_reached) + sum(_of_children.values()) + open_now


def opened_by_child(pid: int, sockets: int) -> None:
    """What a process started here says of itself; it counts after its end, too."""
    if sockets:
        _of_children[pid] = max(sockets, _of_children.get(pid, 0))


def _own_sockets() -> set[str]:
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        return set()
    found: set[str] = set()
    for entry in folder.iterdir():
        try:
            target = str(entry.readlink())
        except OSError:
            continue  # Closed since it was listed.
        if target.startswith("socket:["):
            found.add(target[8:-1])
    return found


def _internet_sockets() -> set[str]:
    found: set[str] = set()
    for table in _TABLES:
        try:
            lines = Path(f"/proc/self/net/{table}").read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue  # No such protocol on this machine.
        found.update(line.split()[9] for line in lines)
    return found
