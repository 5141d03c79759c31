import threading

import pytest

from sora_studio.errors import Cancelled, GenerationError
from sora_studio.inference.cancel import CancelToken
from sora_studio.studio.background import Emit, events_of
from sora_studio.studio.events import Notice


def test_events_arrive_in_order_in_the_callers_thread() -> None:
    threads: list[int] = []

    def work(emit: Emit) -> None:
        threads.append(threading.get_ident())
        for number in range(100):
            emit(Notice(str(number)))

    said = [event.message for event in events_of(work, CancelToken(), name="test") if isinstance(event, Notice)]
    assert said == [str(number) for number in range(100)]
    assert threads != [threading.get_ident()]


def test_what_the_work_raises_is_raised_here() -> None:
    def work(emit: Emit) -> None:
        raise GenerationError("The shot came out blank.", "Try another seed.")

    with pytest.raises(GenerationError, match="blank"):
        list(events_of(work, CancelToken(), name="test"))


def test_leaving_early_cancels_and_waits() -> None:
    cancel = CancelToken()
    stopped = threading.Event()

    def work(emit: Emit) -> None:
        try:
            while True:
                emit(Notice("on"))
                cancel.check()
        except Cancelled:
            stopped.set()
            raise

    events = events_of(work, cancel, name="test")
    next(events)
    events.close()
    assert stopped.is_set()
    assert not any(thread.name == "test" for thread in threading.enumerate())
