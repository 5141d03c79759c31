"""The background thread that makes pictures: what is looked at now first, then what comes next, then thumbnails."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from queue import Empty, SimpleQueue
from threading import Condition, Thread
from typing import Generic, Literal, NamedTuple, TypeVar

Made = TypeVar("Made")
Lane = Literal["now", "next", "later"]

# Which lane is looked into first, and whether its newest or its oldest is taken.
ORDER: tuple[tuple[Lane, bool], ...] = (("now", True), ("next", False), ("later", True))
# Only the last asked of what is looked at counts: the playhead has left the others.
NOW_LIMIT = 2
# More thumbnails than any window shows at a time; older ones have been scrolled away.
LATER_LIMIT = 512


class Answer(NamedTuple, Generic[Made]):
    """What came of a key: a picture, nothing, or the error that is ours to mend."""

    key: Hashable
    made: Made | None
    error: Exception | None = None


class PictureThread(Generic[Made]):
    """Asked from one thread, which also takes the answers; touches nothing of Qt's that lives on another thread."""

    def __init__(self) -> None:
        self._lanes: dict[Lane, OrderedDict[Hashable, Callable[[], Made | None]]] = {
            "now": OrderedDict(),
            "next": OrderedDict(),
            "later": OrderedDict(),
        }
        self._running: Hashable | None = None
        self._closing = False
        self._changed = Condition()
        self._answers: SimpleQueue[Answer[Made]] = SimpleQueue()
        self._thread = Thread(target=self._work, name="sora-pictures", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def ask(self, lane: Literal["now", "later"], key: Hashable, make: Callable[[], Made | None]) -> list[Hashable]:
        """Have a picture made before all others of its lane; the keys given up for it, which get no answer."""
        with self._changed:
            if key == self._running:
                return []
            self._leave(key)
            asked = self._lanes[lane]
            asked[key] = make
            limit = NOW_LIMIT if lane == "now" else LATER_LIMIT
            dropped = [asked.popitem(last=False)[0] for _ in range(len(asked) - limit)]
            self._changed.notify()
            return dropped

    def ask_next(self, wanted: Iterable[tuple[Hashable, Callable[[], Made | None]]]) -> list[Hashable]:
        """Have these made, in this order, in place of those asked for so before; the keys given up."""
        with self._changed:
            before = self._lanes["next"]
            following = OrderedDict(
                (key, make) for key, make in wanted if key != self._running and key not in self._lanes["now"]
            )
            self._lanes["next"] = following
            self._changed.notify()
            return [key for key in before if key not in following and key != self._running]

    def answers(self) -> Iterable[Answer[Made]]:
        """What has been made since the last time."""
        while True:
            try:
                yield self._answers.get_nowait()
            except Empty:
                return

    def close(self) -> None:
        """Finish the picture being made, and end."""
        with self._changed:
            self._closing = True
            for lane in self._lanes.values():
                lane.clear()
            self._changed.notify()
        self._thread.join()

    def _leave(self, key: Hashable) -> None:
        for lane in self._lanes.values():
            lane.pop(key, None)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            key, make = job
            try:
                answer = Answer(key, make())
            except Exception as error:  # Not the user's to mend: raised where it is taken, on the window's thread.
                answer = Answer[Made](key, None, error)
            with self._changed:
                # At once: a key whose answer was taken may be asked for again.
                self._answers.put(answer)
                self._running = None

    def _next(self) -> tuple[Hashable, Callable[[], Made | None]] | None:
        with self._changed:
            while not self._closing and not any(self._lanes.values()):
                self._changed.wait()
            if self._closing:
                return None
            for lane, newest_first in ORDER:
                if self._lanes[lane]:
                    self._running, make = self._lanes[lane].popitem(last=newest_first)
                    return self._running, make
            return None
