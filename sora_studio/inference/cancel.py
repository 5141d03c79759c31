"""Stopping a generation from another thread."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Lock

from sora_studio.errors import Cancelled


class CancelToken:
    """One generation's stop button: `cancel()` from any thread, `check()` between steps, `watch()` during a run."""

    def __init__(self) -> None:
        self.cancelled = False
        self._lock = Lock()
        self._watchers: list[Callable[[], None]] = []

    def cancel(self) -> None:
        """Ask to stop. Returns at once; the generation raises Cancelled within one step."""
        with self._lock:
            self.cancelled = True
            watchers = tuple(self._watchers)
        for stop in watchers:
            stop()

    def check(self) -> None:
        """Raise Cancelled once `cancel()` was called."""
        if self.cancelled:
            raise Cancelled

    @contextmanager
    def watch(self, stop: Callable[[], None]) -> Generator[None]:
        """Call `stop` (from the cancelling thread) when `cancel()` comes while the block runs."""
        with self._lock:
            self._watchers.append(stop)
        try:
            self.check()
            yield
        finally:
            with self._lock:
                self._watchers.remove(stop)
