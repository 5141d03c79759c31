"""Which picture is made first, how many are kept, and how many can be shown in time: without Qt."""

import time
from collections.abc import Callable, Iterator
from threading import Event

import pytest
from PySide6.QtGui import QImage

from sora_studio.ui.image_cache import ImageCache
from sora_studio.ui.picture_pace import REMEMBERED, Pace
from sora_studio.ui.picture_thread import LATER_LIMIT, PictureThread


@pytest.fixture
def worker() -> Iterator[tuple[PictureThread[str], Event, list[str]]]:
    """A thread that stands at its first picture until the event is set; then the order in which it made things."""
    go_on, order = Event(), list[str]()
    thread = PictureThread[str]()
    started = Event()

    def first() -> str:
        started.set()
        assert go_on.wait(10)
        return "first"

    thread.ask("now", "first", first)
    assert started.wait(10)
    yield thread, go_on, order
    go_on.set()
    thread.close()


def _waited_for(thread: PictureThread[str], number: int) -> list[str]:
    answers: list[str] = []
    until = time.monotonic() + 10
    while len(answers) < number and time.monotonic() < until:
        answers += [str(answer.key) for answer in thread.answers()]
        time.sleep(0.002)
    return answers


def _made(order: list[str], name: str) -> Callable[[], str]:
    def make() -> str:
        order.append(name)
        return name

    return make


def test_what_is_looked_at_comes_first_then_what_is_next_then_thumbnails(worker) -> None:
    thread, go_on, order = worker
    for name in ("t1", "t2"):
        assert thread.ask("later", name, _made(order, name)) == []
    assert thread.ask_next([(name, _made(order, name)) for name in ("n1", "n2", "n3")]) == []
    assert thread.ask_next([(name, _made(order, name)) for name in ("n2", "n3", "n4")]) == ["n1"]
    assert thread.ask("now", "a", _made(order, "a")) == []
    assert thread.ask("now", "n4", _made(order, "n4")) == []
    assert thread.ask("now", "b", _made(order, "b")) == ["a"], "the playhead has left it"
    go_on.set()
    _waited_for(thread, 7)
    assert order == ["b", "n4", "n2", "n3", "t2", "t1"]


def test_thumbnails_scrolled_away_are_given_up(worker) -> None:
    thread, _, order = worker
    dropped = [thread.ask("later", number, _made(order, str(number))) for number in range(LATER_LIMIT + 3)]
    assert dropped[-4:] == [[], [0], [1], [2]]


def test_the_last_looked_at_images_are_kept() -> None:
    cache = ImageCache(3 * 4 * 10 * 10)
    images = [QImage(10, 10, QImage.Format.Format_RGB32) for _ in range(5)]
    for number in (0, 1, 2):
        cache.put(number, images[number])
    cache.get(0)
    cache.put(3, images[3])
    assert [number in cache for number in range(4)] == [True, False, True, True]
    cache.put(3, images[4])
    assert (len(cache), cache.held_bytes) == (3, 1200)
    cache.limit_bytes = 1
    assert (len(cache), cache.get(3)) == (1, images[4])


def test_playback_shows_as_many_frames_as_can_be_made_in_time() -> None:
    pace = Pace()
    assert [pace.stride(step, 24) for step in (1, -1, 4)] == [1, 1, 4]
    for _ in range(REMEMBERED):
        assert pace.timed(lambda: "made")() == "made"
    pace.timed(lambda: time.sleep(0.3))()
    assert pace.stride(1, 24) == 1, "one take read from the disk is no reason"
    for _ in range(REMEMBERED):
        pace.timed(lambda: time.sleep(0.05))()
    assert 0.05 * 24 / pace.stride(1, 24) < 1
    assert pace.stride(1, 24) in (2, 4, 8)
    assert pace.stride(-4, 24) in (8, 16, 32)
    for _ in range(REMEMBERED):
        pace.timed(lambda: None)()
    assert pace.stride(1, 24) == 1
