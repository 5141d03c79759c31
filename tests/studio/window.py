"""What stands in a window's place in the tests of its queue: an event loop that is turned by hand."""

import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Self

from sora_studio.studio.events import Event, TakeReady, WorkingOn
from sora_studio.studio.queued_takes import QueuedTake
from sora_studio.studio.render_engine import RenderEngine
from sora_studio.studio.render_queue import RenderQueue
from sora_studio.studio.studio import RenderOrder, Studio


class Window:
    """A studio with its queue; events are noted on this thread, when it is let run."""

    def __init__(self, studio: Studio, before_note: Callable[[Event], None] = lambda _: None) -> None:
        self.studio = studio
        self.seen: list[Event] = []
        self.before_note = before_note
        self._events: SimpleQueue[Event] = SimpleQueue()
        self.queue = RenderQueue(studio, self._events.put)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.queue.close()
        self.studio.close()

    def run_until(self, reached: Callable[[], bool], timeout_s: float = 30.0) -> None:
        """Note what comes until `reached`."""
        end_s = time.monotonic() + timeout_s
        while not reached():
            assert time.monotonic() < end_s, f"not reached; {self.states}; {self.seen[-3:]}"
            self.turn(0.05)

    def turn(self, timeout_s: float = 0.0) -> None:
        """Note the next event, if one comes in time."""
        try:
            event = self._events.get(timeout=timeout_s) if timeout_s else self._events.get_nowait()
        except Empty:
            return
        self.before_note(event)
        self.seen.append(event)
        self.queue.note(event)

    def run_dry(self) -> None:
        """Until nothing is being made and nothing waits."""
        self.run_until(lambda: not any(item.unfinished for item in self.queue.items))

    def make(self, order: RenderOrder | None = None) -> int:
        count = self.queue.submit(order or RenderOrder())
        self.run_dry()
        return count

    @property
    def engine(self) -> RenderEngine:
        return self.queue._worker.engine

    @property
    def states(self) -> list[tuple[int, int, str]]:
        return [(item.position, item.take_number, item.state) for item in self.queue.items]

    def item(self, position: int, take_number: int = 1) -> QueuedTake:
        return next(i for i in self.queue.items if (i.position, i.take_number) == (position, take_number))

    def worked(self) -> list[tuple[int, str]]:
        """What was worked on so far: positions and stages, in order."""
        positions = {item.digest: item.position for item in self.queue.items}
        return [(positions[e.digest], e.stage) for e in self.seen if isinstance(e, WorkingOn)]

    def ready(self) -> list[int]:
        return [event.position for event in self.seen if isinstance(event, TakeReady)]
