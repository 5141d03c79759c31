"""What each picture of the film is made of, as the film stands; nothing is made before it is asked for."""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sora_studio.film.overlays import Overlay
from sora_studio.film.overlays import key_of as key_of_overlays
from sora_studio.film.plan import FilmShot, FilmSize, Frame, Segment
from sora_studio.film.playback import FilmPlayback, Reel
from sora_studio.film.shelf import LostTake, TakeShelf
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio import keeping
from sora_studio.studio.film_making import film_shot, take_as_shot
from sora_studio.studio.kept_stills import HEIGHT, KeptStills
from sora_studio.studio.showing import ShownShot, ShownTake
from sora_studio.timeline.shot import Shot, Take


def nothing() -> Frame | None:
    """What a card's picture is made by."""
    return None


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """A picture not made yet. Equal keys are equal pictures; None: there is nothing to show.

    `make`, on any thread, gives None when a take turns out to be unreadable: then ask anew for what is shown instead.
    """

    shot_id: str
    shot_frame: int
    key: Hashable | None = None
    make: Callable[[], Frame | None] = nothing


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """A shot's running take so far, (n, h, w, 3) spread over it; `number` tells it from all others."""

    number: int
    frames: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class PicturePlan:
    """The film at one moment, by shots shown; never changed, so that any thread may ask it."""

    store: BlobStore
    shelf: TakeShelf
    reel: Reel
    size: FilmSize
    shown: Sequence[ShownShot]
    places: Mapping[str, int]
    previews: Mapping[str, Preview]
    stills: KeptStills | None = None
    overlays: Sequence[Overlay] = ()
    # Worked out when asked for, the same by whichever thread: a film of 10,000 shots is open at once.
    _shots: dict[int, FilmShot | None] = field(default_factory=dict[int, FilmShot | None])

    @property
    def playback(self) -> FilmPlayback:
        return FilmPlayback(self.reel, self._shot_at, self.size, self.shelf, self.overlays)

    def want_frame(self, index: int, height: int, exact: bool) -> Wanted:
        """Film frame `index`."""
        playback = self.playback
        moment = playback.moment(index)
        if moment is None:
            return Wanted("", 0)
        shot, segment = self.shown[moment.place].shot, moment.segment
        if segment is None:
            return self._in_the_making(moment.place, moment.shot_frame, height)
        laid_over = json.dumps(key_of_overlays(self.overlays, index, 1))
        key = ("film", _strands(segment, moment.index), laid_over, exact, self.size, height)
        make = _told(lambda: playback.picture(index, moment, height, exact=exact))
        return Wanted(shot.id, moment.shot_frame, key, make)

    def want_still(self, shot_id: str, at_frame: int, height: int) -> Wanted:
        """What a shot shows about its frame `at_frame`, by itself and unretimed."""
        place = self.places.get(shot_id)
        if place is None:
            return Wanted("", 0)
        at_frame = min(max(at_frame, 0), self.shown[place].shot.duration_frames - 1)
        shot = self._shot_at(place)
        if shot is None or self.shelf.problem(shot.key):
            return self._in_the_making(place, at_frame, height)
        own_index = self.playback.own_index(shot, at_frame)
        key = ("own", shot.key, own_index, self.size, height)
        shown = self.shown[place].shown
        take = shown.take if shown else None
        return Wanted(shot_id, at_frame, key, _told(lambda: self._own(shot, take, own_index, height)))

    def _own(self, shot: FilmShot, take: Take | None, index: int, height: int) -> Frame:
        """The take's own frame: from the small pictures kept of it where that will do, which then are kept."""
        playback, rate = self.playback, self.size.rate
        if self.stills is None or take is None or height > HEIGHT or self.shelf.holds(shot, rate):
            return playback.own(shot, index, height)
        small = self.stills.frame(take, index)
        if small is not None:
            return playback.fitted(small, height)
        frame = playback.own(shot, index, height)
        self.stills.keep(take, self.shelf.take(shot, rate).own_frames)
        return frame

    def want_take(
        self, shot: Shot, take: Take, index: int, height: int, exact: bool, rate_of: Callable[[Take], float]
    ) -> Wanted:
        """The shot's frame `index` as if it showed that take; not `exact`: the nearest of the take's own frames."""
        playback, asked = self.playback, self._move_of(shot)

        def make() -> Frame:
            move = asked if asked and keeping.is_still(self.store, take) else ""
            as_shot = take_as_shot(shot, ShownTake(take, rate_of(take), stale=False, move=move), self.store)
            if not exact:
                return playback.own(as_shot, playback.own_index(as_shot, index), height)
            return playback.alone(as_shot, index, height)

        key = None
        if not self.shelf.problem(key_of(take)):
            seen = (shot.head_frames, shot.retime, shot.camera, asked)
            key = ("take", key_of(take), seen, index, exact, self.size, height)
        return Wanted(shot.id, index, key, _told(make))

    def _move_of(self, shot: Shot) -> str:
        """What a camera does over the still the shot shows."""
        place = self.places.get(shot.id)
        shown = self.shown[place].shown if place is not None else None
        return shown.move if shown else ""

    def shown_take(self, shot_id: str) -> Take | None:
        """The take the shot should show."""
        place = self.places.get(shot_id)
        shown = self.shown[place].shown if place is not None else None
        return shown.take if shown else None

    def _shot_at(self, place: int) -> FilmShot | None:
        if place not in self._shots:
            after = self.shown[place + 1] if place + 1 < len(self.shown) else None
            hidden = self._preview_at(place) is not None
            self._shots[place] = None if hidden else film_shot(self.shown[place], after, self.store)
        return self._shots[place]

    def _preview_at(self, place: int) -> Preview | None:
        """A take in the making is shown in the place of a card or a stale take, not of a good one."""
        each = self.shown[place]
        return self.previews.get(each.shot.id) if each.shown is None or each.shown.stale else None

    def _in_the_making(self, place: int, shot_frame: int, height: int) -> Wanted:
        shot = self.shown[place].shot
        preview = self.previews.get(shot.id)
        if preview is None:
            return Wanted(shot.id, shot_frame)
        last = len(preview.frames) - 1
        which = round(shot_frame * last / max(1, shot.duration_frames - 1))
        playback = self.playback
        key = ("preview", preview.number, which, self.size, height)
        return Wanted(shot.id, shot_frame, key, lambda: playback.fitted(preview.frames[which], height))


def key_of(take: Take) -> str:
    """What the take's pictures are known by; FilmShot.key of the shot that shows it."""
    return f"{take.stage}/{take.digest}"


def _strands(segment: Segment, index: int) -> tuple[object, ...]:
    """All that a frame of a segment depends on, beside the film's size."""
    out, into = segment.outgoing, segment.incoming
    outgoing = (out.shot.key, out.shot.frames_per_second, out.position(index), out.shot.between, out.view(index))
    if into is None:
        return outgoing
    incoming = (into.shot.key, into.shot.frames_per_second, into.position(index), into.shot.between, into.view(index))
    return (*outgoing, *incoming, segment.kind, index, segment.frames)


def _told(make: Callable[[], Frame]) -> Callable[[], Frame | None]:
    def made() -> Frame | None:
        try:
            return make()
        except LostTake:
            return None

    return made
