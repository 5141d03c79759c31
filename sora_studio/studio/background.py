"""Work in a background thread, its events in the caller's: only frozen values and finished arrays cross."""

from collections.abc import Callable, Generator
from queue import SimpleQueue
from threading import Thread

from sora_studio.inference.cancel import CancelToken
from sora_studio.studio.events import Event

Emit = Callable[[Event], None]
Work = Callable[[Emit], None]


class _Finished:
    """The last thing a worker says; carries what it raised."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def events_of(work: Work, cancel: CancelToken, *, name: str) -> Generator[Event]:
    """Run `work(emit)` in a thread and yield what it emits, here. What it raises is raised here.

    Leaving early (an exception, Ctrl-C, closing the generator) cancels the work and waits for it to stop.
    """
    said: SimpleQueue[Event | _Finished] = SimpleQueue()

    def run() -> None:
        error: BaseException | None = None
        try:
            work(said.put)
        except BaseException as raised:  # Handed over whole to the thread that asked.
            error = raised
        said.put(_Finished(error))

    thread = Thread(target=run, name=name, daemon=True)
    thread.start()
    try:
        while True:
            event = said.get()
            if isinstance(event, _Finished):
                break
            yield event
    finally:
        if thread.is_alive():
            cancel.cancel()
        thread.join()
    if event.error is not None:
        raise event.error
