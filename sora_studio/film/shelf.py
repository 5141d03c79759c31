"""Takes held in memory for a viewer, the least lately used put away first; ones that can't be read are remembered."""

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

from sora_studio.errors import SoraError
from sora_studio.film.plan import FilmShot
from sora_studio.timeline.time import FrameRate

if TYPE_CHECKING:
    from sora_studio.film.retime import RetimedTake

HELD_BYTES = 256_000_000


class LostTake(Exception):
    """The take can't be read; the shelf knows why."""


class TakeShelf:
    """Any thread may ask. A single take larger than the limit is still held: it is being looked at."""

    def __init__(self, limit_bytes: int = HELD_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._held_bytes = 0
        self._takes: OrderedDict[tuple[str, float, FrameRate], RetimedTake] = OrderedDict()
        self._problems: dict[str, str] = {}
        self._lock = Lock()

    @property
    def held_bytes(self) -> int:
        return self._held_bytes

    def holds(self, shot: FilmShot, rate: FrameRate) -> bool:
        """Whether the shot's take is in memory."""
        return (shot.key, shot.frames_per_second, rate) in self._takes

    def take(self, shot: FilmShot, rate: FrameRate) -> "RetimedTake":
        """The shot's take at the film's rate. Raises LostTake, and does so again without trying the file again."""
        name = (shot.key, shot.frames_per_second, rate)
        with self._lock:
            if shot.key in self._problems:
                raise LostTake
            if name in self._takes:
                self._takes.move_to_end(name)
                return self._takes[name]
        from sora_studio.film.retime import RetimedTake

        try:
            # Outside the lock: a take held already must not wait for the disk.
            take = RetimedTake(shot, rate)
        except SoraError as error:
            self.lose(shot.key, error.message)
            raise LostTake from error
        with self._lock:
            self._hold(name, take)
        return take

    def lose(self, key: str, problem: str) -> None:
        """The take of that key can't be read, for the reason given."""
        with self._lock:
            self._problems[key] = problem

    def problem(self, key: str) -> str:
        """Why the take of that key can't be shown; "" when nothing is known against it."""
        return self._problems.get(key, "")

    def forget(self, key: str) -> None:
        """The take's file may have come or gone: read it anew next time."""
        with self._lock:
            self._problems.pop(key, None)
            for name in [name for name in self._takes if name[0] == key]:
                self._held_bytes -= self._takes.pop(name).bytes

    def _hold(self, name: tuple[str, float, FrameRate], take: "RetimedTake") -> None:
        if name in self._takes:  # Another thread read it meanwhile.
            return
        self._takes[name] = take
        self._held_bytes += take.bytes
        while self._held_bytes > self._limit_bytes and len(self._takes) > 1:
            self._held_bytes -= self._takes.popitem(last=False)[1].bytes
