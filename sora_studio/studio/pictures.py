"""Any picture of the film for a window: film frames, takes beside one another, thumbnails, a shot in the making."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count

import numpy as np
from numpy.typing import NDArray

from sora_studio.errors import StorageError
from sora_studio.film.plan import FilmSize, Frame
from sora_studio.film.playback import Reel
from sora_studio.film.shelf import HELD_BYTES, LostTake, TakeShelf
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.film_making import film_overlays, film_size
from sora_studio.studio.film_state import ShownFilm
from sora_studio.studio.keeping import frames_per_second_of
from sora_studio.studio.kept_stills import KeptStills
from sora_studio.studio.picture_plan import PicturePlan, Preview, Wanted, key_of
from sora_studio.studio.showing import ShownShot
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Shot, Take
from sora_studio.timeline.time import FrameRate


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A frame (H, W, 3) uint8 and where it is; None: the shot has nothing to show. No shot: outside the film."""

    frame: Frame | None
    shot_id: str
    shot_frame: int


class FilmPictures:
    """`update`, `set_preview` and `forget` belong to one thread; what gives pictures may be called from any.

    With `stills` thumbnails come from what is kept small of the takes; they are then made on one thread.
    """

    def __init__(self, store: BlobStore, held_bytes: int = HELD_BYTES, stills: KeptStills | None = None) -> None:
        self._store, self._stills = store, stills
        self._shelf = TakeShelf(held_bytes)
        self._numbers = count()
        self._rates: dict[str, float] = {}
        self._plan = PicturePlan(store, self._shelf, Reel(()), FilmSize(16, 9, FrameRate(24)), (), {}, {}, stills)

    def update(self, project: Project, shown: Sequence[ShownShot]) -> None:
        """Show the film as it is now."""
        if isinstance(shown, ShownFilm):
            reel, places = Reel.laid(shown.strip.starts), shown.strip.places
        else:
            shown = tuple(shown)
            reel = Reel(each.shot.duration_frames for each in shown)
            places = {each.shot.id: place for place, each in enumerate(shown)}
        size, overlays = film_size(project), film_overlays(project, reel.duration_frames)
        previews = {shot_id: each for shot_id, each in self._plan.previews.items() if shot_id in places}
        self._plan = PicturePlan(self._store, self._shelf, reel, size, shown, places, previews, self._stills, overlays)

    def set_preview(self, shot_id: str, frames: NDArray[np.uint8] | None) -> None:
        """Show a shot as far as it is made, where it has no take or a stale one; None when that is over."""
        previews = {other: each for other, each in self._plan.previews.items() if other != shot_id}
        if frames is not None:
            previews[shot_id] = Preview(next(self._numbers), frames)
        else:
            self.forget(shot_id)
        self._plan = replace(self._plan, previews=previews, _shots={})

    def shot(self, shot_id: str) -> Shot | None:
        """The shot as it is in the film; None for no shot of it."""
        place = self._plan.places.get(shot_id)
        return self._plan.shown[place].shot if place is not None else None

    @property
    def duration_frames(self) -> int:
        return self._plan.reel.duration_frames

    def want_frame(self, index: int, height: int, *, exact: bool = True) -> Wanted:
        """Film frame `index`. Not `exact`: several times faster where a take is retimed, for shuttling."""
        return self._plan.want_frame(index, height, exact)

    def want_still(self, shot_id: str, at_frame: int, height: int) -> Wanted:
        """What a shot shows about its frame `at_frame`, by itself and unretimed: a thumbnail."""
        return self._plan.want_still(shot_id, at_frame, height)

    def want_take(self, shot: Shot, take: Take, index: int, height: int, *, exact: bool = True) -> Wanted:
        """The shot's frame `index` as if it showed that take. Not `exact`: the nearest of the take's own frames."""
        return self._plan.want_take(shot, take, index, height, exact, self._rate)

    def frame(self, index: int, height: int, *, exact: bool = True) -> Picture:
        """Film frame `index`, made now."""
        return _made(lambda: self.want_frame(index, height, exact=exact))

    def still(self, shot_id: str, at_frame: int, height: int) -> Frame | None:
        """A shot's thumbnail, made now; None where it shows nothing."""
        return _made(lambda: self.want_still(shot_id, at_frame, height)).frame

    def take_frame(self, shot: Shot, take: Take, index: int, height: int) -> Frame | None:
        """The shot's frame `index` as if it showed that take, made now; None when the take can't be read."""
        return _made(lambda: self.want_take(shot, take, index, height)).frame

    def problem(self, shot_id: str) -> str:
        """Why the take a shot should show can't be shown; "" when nothing is known against it."""
        take = self._plan.shown_take(shot_id)
        return self.take_problem(take) if take else ""

    def take_problem(self, take: Take) -> str:
        """Why a take can't be shown; "" when nothing is known against it."""
        return self._shelf.problem(key_of(take))

    def forget(self, shot_id: str) -> None:
        """Files of the shot's takes may have come or gone: read them anew."""
        place = self._plan.places.get(shot_id)
        for take in self._plan.shown[place].shot.takes if place is not None else ():
            self._shelf.forget(key_of(take))

    def _rate(self, take: Take) -> float:
        """Raises LostTake, having told the shelf why."""
        if take.digest not in self._rates:
            try:
                self._rates[take.digest] = frames_per_second_of(self._store, take)
            except StorageError as error:
                self._shelf.lose(key_of(take), error.message)
                raise LostTake from error
        return self._rates[take.digest]


def _made(want: Callable[[], Wanted]) -> Picture:
    while True:
        wanted = want()
        frame = wanted.make()
        # Nothing for a key that promised something: a take was found lost, and something else is shown instead.
        if frame is not None or wanted.key is None:
            return Picture(frame, wanted.shot_id, wanted.shot_frame)
