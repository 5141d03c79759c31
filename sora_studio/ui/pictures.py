"""The film's pictures for the views: there at once when made before, else made in the background and announced."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from sora_studio.studio.kept_stills import KeptStills
from sora_studio.studio.pictures import FilmPictures, Wanted
from sora_studio.studio.showing import ShownShot
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Shot, Take
from sora_studio.ui.image_cache import ImageCache
from sora_studio.ui.picture_desk import News, PictureDesk
from sora_studio.ui.picture_pace import Pace

DEFAULT_BYTES = 300_000_000
LOOK_MS = 8
# So many frames before the playhead there is no time left for finding motion.
TOO_NEAR = 6


@dataclass(frozen=True, slots=True)
class FilmImage:
    """A film frame; no image where the shot has nothing to show: draw its card. No shot: outside the film."""

    image: QImage | None
    shot_id: str
    shot_frame: int


class Pictures(QObject):
    """Heights are pixels of the device. A view that is told None keeps what it shows and asks again when told.

    `store` is the open film's take store. Every image is in the film's shape.
    """

    frame_ready = Signal(int)
    thumbnail_ready = Signal(str)
    take_ready = Signal(str, str)

    def __init__(self, store, parent: QObject | None = None, limit_bytes: int = DEFAULT_BYTES) -> None:
        super().__init__(parent)
        self._film = FilmPictures(store, stills=KeptStills(store))
        self._desk = PictureDesk(limit_bytes)
        self._pace, self._stride, self._frames_per_second = Pace(), 1, 24.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def limit_bytes(self) -> int:
        """How much memory images may take."""
        return self._desk.limit_bytes

    @limit_bytes.setter
    def limit_bytes(self, limit_bytes: int) -> None:
        self._desk.limit_bytes = limit_bytes

    @property
    def held_bytes(self) -> int:
        return self._desk.held_bytes

    @property
    def busy(self) -> bool:
        """Whether a picture that was asked for is still to come."""
        return self._desk.busy

    def update(self, project: Project, shown: Sequence[ShownShot]) -> None:
        """Show the film as it is now. Pictures that an edit didn't change are kept."""
        self._frames_per_second = float(project.frame_rate.per_second)
        self._film.update(project, shown)

    def set_preview(self, shot_id: str, frames: np.ndarray | None) -> None:
        """Show a shot as far as it is made, where it has no take or a stale one; None when that is over."""
        self._film.set_preview(shot_id, frames)

    def forget(self, shot_id: str) -> None:
        """Files of the shot's takes came or went: read them anew."""
        self._film.forget(shot_id)

    def problem(self, shot_id: str) -> str:
        """Why the take a shot should show can't be shown; "" when nothing is known against it."""
        return self._film.problem(shot_id)

    def frame(self, index: int, height: int, exact: bool = True) -> FilmImage | None:
        """Film frame `index`; None while it is made, then `frame_ready` tells its index.

        While playing ask with exact=False: a frame whose motion could not be found in time is then shown as a mix.
        Otherwise such a mix is given only until the exact frame, which is announced too, is there.
        """
        if not exact:
            index -= index % self._stride
        wanted = self._film.want_frame(index, height, exact=exact)
        if wanted.key is None:
            return FilmImage(None, wanted.shot_id, wanted.shot_frame)
        frames = self._desk.frames
        image = frames.get(wanted.key)
        if image is None:
            image = frames.get(self._film.want_frame(index, height, exact=not exact).key)
            if exact or image is None:
                self._desk.ask(frames, wanted, ("frame", index, ""))
                self._watch()
        return FilmImage(image, wanted.shot_id, wanted.shot_frame) if image is not None else None

    def prefetch(self, index: int, count: int, height: int, step: int = 1, exact: bool = True) -> None:
        """Make `count` frames ready from `index` on, every `step`-th, backwards when negative.

        In place of those asked for before, so call it as the playhead moves; a count of 0 stops it. Where every frame
        is more than this machine can make in time it is every second, every fourth …; `frame` with exact=False then
        gives the last of them.
        """
        self._stride = self._pace.stride(step, self._frames_per_second)
        step = self._stride if step > 0 else -self._stride
        index -= index % self._stride
        rough = not exact or self._stride > 1
        following: list[tuple[Wanted, News]] = []
        for ahead in range(self._held_at_once(count, height)):
            at = index + ahead * step
            wanted = self._missing(at, height, rough=rough or ahead < TOO_NEAR)
            if wanted is not None:
                following.append((wanted, ("frame", at, "")))
        self._desk.ask_ahead(following)
        self._watch()

    def thumbnail(self, shot_id: str, at_frame: int, height: int) -> QImage | None:
        """What a shot shows about its frame `at_frame`; None where it shows nothing, or while it is made.

        `thumbnail_ready` tells the shot's id.
        """
        wanted = self._film.want_still(shot_id, at_frame, height)
        return self._kept_or_asked(self._desk.thumbnails, wanted, ("thumbnail", shot_id, ""))

    def take_thumbnail(self, shot_id: str, digest: str, at_frame: int, height: int) -> QImage | None:
        """As `thumbnail`, of one of the shot's takes."""
        found = self._take(shot_id, digest)
        if found is None:
            return None
        wanted = self._film.want_take(*found, at_frame, height, exact=False)
        return self._kept_or_asked(self._desk.thumbnails, wanted, ("take", shot_id, digest))

    def take_frame(self, shot_id: str, digest: str, index: int, height: int) -> QImage | None:
        """The shot's frame `index` as if it showed that take; None where it can't be shown, or while it is made.

        `take_ready` tells the shot's id and the take's digest.
        """
        found = self._take(shot_id, digest)
        if found is None:
            return None
        wanted = self._film.want_take(*found, index, height)
        return self._kept_or_asked(self._desk.frames, wanted, ("take", shot_id, digest))

    def take_problem(self, shot_id: str, digest: str) -> str:
        """Why a take can't be shown; "" when nothing is known against it."""
        found = self._take(shot_id, digest)
        return self._film.take_problem(found[1]) if found else ""

    def close(self) -> None:
        """End the background thread; what is held can still be looked at."""
        self._timer.stop()
        self._desk.close()

    def _take(self, shot_id: str, digest: str) -> tuple[Shot, Take] | None:
        shot = self._film.shot(shot_id)
        take = next((take for take in shot.takes if take.digest == digest), None) if shot else None
        return (shot, take) if shot and take else None

    def _missing(self, index: int, height: int, rough: bool) -> Wanted | None:
        """What to make of a frame ahead; None where it shows nothing, or what is there will do."""
        wanted = self._film.want_frame(index, height, exact=True)
        if wanted.key is None or wanted.key in self._desk.frames:
            return None
        if not rough:
            return wanted
        mix = self._film.want_frame(index, height, exact=False)
        return None if mix.key in self._desk.frames else replace(mix, make=self._pace.timed(mix.make))

    def _held_at_once(self, count: int, height: int) -> int:
        """How many frames can be made ahead without giving up the first of them before it is shown."""
        one = 4 * height * height * 16 // 9
        return min(count, max(1, self._desk.frames.limit_bytes // 2 // one))

    def _kept_or_asked(self, cache: ImageCache, wanted: Wanted, news: News) -> QImage | None:
        image = self._desk.kept_or_asked(cache, wanted, news)
        self._watch()
        return image

    def _watch(self) -> None:
        if self._desk.busy and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _look(self) -> None:
        """Take what has been made, and tell the views."""
        news, error = self._desk.collect()
        if not self._desk.busy:
            self._timer.stop()
        self._tell(news)
        if error is not None:
            raise error

    def _tell(self, news: set[News]) -> None:
        for sort, what, digest in news:
            if sort == "frame":
                self.frame_ready.emit(what)
            elif sort == "thumbnail":
                self.thumbnail_ready.emit(what)
            else:
                self.take_ready.emit(what, digest)
