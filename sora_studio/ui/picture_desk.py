"""What has been made of the film's pictures, what is still to come, and who waits for it."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtGui import QImage

from sora_studio.studio.pictures import Wanted
from sora_studio.ui.image_cache import ImageCache
from sora_studio.ui.picture_thread import PictureThread

# Thumbnails have a share of their own, so that a long play doesn't empty the timeline.
THUMBNAILS_SHARE = 0.25

# What to tell once a picture is there: a film frame's index, a shot's id, or a shot's id and a take's digest.
News = tuple[Literal["frame", "thumbnail", "take"], int | str, str]


@dataclass(frozen=True, slots=True)
class _Pending:
    """Where a picture will be kept, and who is to be told of it."""

    cache: ImageCache
    news: set[News]


class PictureDesk:
    """Use it from the window's thread. Pictures are known by what they show, so an edit elsewhere loses none."""

    def __init__(self, limit_bytes: int) -> None:
        self.frames, self.thumbnails = ImageCache(0), ImageCache(0)
        self.limit_bytes = limit_bytes
        self._pending: dict[Hashable, _Pending] = {}
        self._thread: PictureThread[QImage] = PictureThread()

    @property
    def limit_bytes(self) -> int:
        return self.frames.limit_bytes + self.thumbnails.limit_bytes

    @limit_bytes.setter
    def limit_bytes(self, limit_bytes: int) -> None:
        self.thumbnails.limit_bytes = int(limit_bytes * THUMBNAILS_SHARE)
        self.frames.limit_bytes = limit_bytes - self.thumbnails.limit_bytes

    @property
    def held_bytes(self) -> int:
        return self.frames.held_bytes + self.thumbnails.held_bytes

    @property
    def busy(self) -> bool:
        """Whether a picture that was asked for is still to come."""
        return bool(self._pending)

    def kept_or_asked(self, cache: ImageCache, wanted: Wanted, news: News) -> QImage | None:
        """The picture if it is there; else it is made, frames before thumbnails, unless there is nothing to show."""
        if wanted.key is None:
            return None
        image = cache.get(wanted.key)
        if image is None:
            self.ask(cache, wanted, news)
        return image

    def ask(self, cache: ImageCache, wanted: Wanted, news: News) -> None:
        """Have the picture made before all others of its cache."""
        if self._thread.alive:
            self._expect(cache, wanted, news)
            lane = "now" if cache is self.frames else "later"
            self._give_up(self._thread.ask(lane, wanted.key, _as_image(wanted.make)))

    def ask_ahead(self, following: Iterable[tuple[Wanted, News]]) -> None:
        """Have these frames made in this order, in place of those asked for so before."""
        if self._thread.alive:
            wanted = [(each, news) for each, news in following]
            for each, news in wanted:
                self._expect(self.frames, each, news)
            self._give_up(self._thread.ask_next((each.key, _as_image(each.make)) for each, _ in wanted))

    def collect(self) -> tuple[set[News], Exception | None]:
        """Put away what has been made: what to tell, and an error of our own making, of which nobody is told.

        Who is told asks again, and would get the same error again.
        """
        news: set[News] = set()
        error: Exception | None = None
        for answer in self._thread.answers():
            pending = self._pending.pop(answer.key, None)
            if answer.error is not None:
                error = answer.error
                continue
            if pending is not None:
                news |= pending.news
            if answer.made is not None:
                (pending.cache if pending else self.frames).put(answer.key, answer.made)
        return news, error

    def close(self) -> None:
        """End the thread; what is held can still be looked at."""
        self._thread.close()
        self._pending.clear()

    def _expect(self, cache: ImageCache, wanted: Wanted, news: News) -> None:
        self._pending.setdefault(wanted.key, _Pending(cache, set())).news.add(news)

    def _give_up(self, keys: Iterable[Hashable]) -> None:
        for key in keys:
            self._pending.pop(key, None)


def _as_image(make: Callable[[], np.ndarray | None]) -> Callable[[], QImage | None]:
    """Makes the picture and puts it into the form that is painted fastest, still in the background."""

    def made() -> QImage | None:
        frame = make()
        if frame is None:
            return None
        frame = np.ascontiguousarray(frame)
        height, width = frame.shape[:2]
        view = QImage(frame.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        return view.convertToFormat(QImage.Format.Format_RGB32)

    return made
