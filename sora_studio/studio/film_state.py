"""What every shot of a film shows, brought up to date at the cost of what changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from sora_studio.errors import GenerationError, PackError, SoraError
from sora_studio.inference.request import GenerationRequest
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.packs_in_use import FilmPacks
from sora_studio.studio.planning import Beginning, PlannedTake, begins_with, never_rendered, request_for, seed_shown
from sora_studio.studio.showing import ShownShot, ShownTake, as_shown, shown_take
from sora_studio.timeline.cascade import resolve
from sora_studio.timeline.order import shared_ends
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.strip import ShotStrip

_NO_FILM = Project("")
_NO_PACKS = FilmPacks(())


@dataclass(frozen=True, slots=True)
class _Known:
    """A shot's answer, and all it was worked out from: the shot, its scene's direction, what is the film's, the packs,
    the take it begins with. The same objects give the same answer. `planned` is the reason where nothing can be."""

    basis: tuple[object, ...]
    shown: ShownTake | None
    planned: PlannedTake | SoraError

    def holds_for(self, basis: tuple[object, ...]) -> bool:
        return all(one is other for one, other in zip(self.basis, basis, strict=True))


class ShownFilm(Sequence[ShownShot]):
    """Every shot in film order with what it shows, at one moment: put together only where it is looked at."""

    def __init__(self, strip: ShotStrip, known: Mapping[str, _Known]) -> None:
        self.strip, self._known = strip, known

    def __len__(self) -> int:
        return len(self.strip)

    @overload
    def __getitem__(self, at: int) -> ShownShot: ...
    @overload
    def __getitem__(self, at: slice) -> list[ShownShot]: ...
    def __getitem__(self, at: int | slice) -> ShownShot | list[ShownShot]:
        if isinstance(at, slice):
            return [self._at(place) for place in range(len(self))[at]]
        return self._at(range(len(self))[at])

    def __iter__(self) -> Iterator[ShownShot]:
        return map(self._at, range(len(self)))

    def _at(self, place: int) -> ShownShot:
        shot = self.strip.shots[place]
        return ShownShot(place + 1, shot, self._known[shot.id].shown)


class FilmState:
    """Use it from one thread. A take that comes or goes on the disk is noticed by `forget`."""

    def __init__(self, store: BlobStore) -> None:
        self._store = store
        self._project = _NO_FILM
        self._packs = _NO_PACKS
        self._known: dict[str, _Known] = {}
        self._showing: set[str] = set()
        self._forgotten: set[str] = set()
        self.strip = ShotStrip(_NO_FILM)

    def update(self, project: Project, packs: FilmPacks) -> frozenset[str]:
        """Look at the film as it is now; the ids of shots that show something else than before.

        A shot that can't be made now, for want of its pack say, isn't known to be stale: it shows the best it has.
        """
        before, self.strip = self.strip, ShotStrip(project, self.strip)
        gone = _gone(before, self.strip)
        for shot_id in gone:
            del self._known[shot_id]
            self._showing.discard(shot_id)
        doubtful = self._doubtful(project, packs)
        self._project, self._packs = project, packs
        changed = set(gone)
        while doubtful:
            place = doubtful.pop()
            shot = self.strip.shots[place]
            old = self._known.get(shot.id)
            new = self._looked_at(place, old)
            self._known[shot.id] = new
            (self._showing.discard if new.shown is None else self._showing.add)(shot.id)
            if old is None or old.shown != new.shown:
                changed.add(shot.id)
            if (old is None or old.planned is not new.planned) and self._goes_on(place + 1):
                # What begins with this shot's take follows it.
                doubtful += [place + 1] if doubtful[-1:] != [place + 1] else []
        self._forgotten.clear()
        return frozenset(changed)

    def forget(self, shot_id: str) -> None:
        """Look at this shot anew next time."""
        self._forgotten.add(shot_id)

    def shown(self, shot_id: str) -> ShownShot | None:
        """What the shot shows; None for no shot of the film."""
        place = self.strip.places.get(shot_id)
        if place is None:
            return None
        return ShownShot(place + 1, self.strip.shots[place], self._known[shot_id].shown)

    def all(self) -> ShownFilm:
        """Every shot in film order with what it shows, whatever becomes of the film."""
        return ShownFilm(self.strip, self._known.copy())

    @property
    def shows_anything(self) -> bool:
        """Whether any shot of the film has a take to show."""
        return bool(self._showing)

    def request(self, shot_id: str) -> GenerationRequest | None:
        """What the models would be asked for the shot now; None where they can't be."""
        planned = self._known[shot_id].planned if shot_id in self._known else None
        return planned.request if isinstance(planned, PlannedTake) else None

    def problem(self, shot_id: str) -> SoraError | None:
        """Why the shot can't be made as the film is now; None where it can."""
        planned = self._known[shot_id].planned if shot_id in self._known else None
        return planned if isinstance(planned, SoraError) else None

    def _doubtful(self, project: Project, packs: FilmPacks) -> list[int]:
        """The places of the shots that may show something else than when last looked at, the last place first."""
        before, strip = self._project, self.strip
        if packs is not self._packs or any(
            one is not other for one, other in zip(_of_film(before), _of_film(project), strict=True)
        ):
            return list(range(len(strip) - 1, -1, -1))
        places = {strip.places[shot_id] for shot_id in self._forgotten if shot_id in strip.places}
        start, tail = shared_ends(before.scenes, project.scenes)
        known = {scene.id: scene for scene in before.scenes[start : len(before.scenes) - tail]}
        stop = len(project.scenes) - tail
        for at in range(start, stop):
            run = strip.run(at)
            head, foot = _shared(known.get(run.scene.id), run.scene)
            # The shot behind what changed may begin with another shot's take now, and so may a scene's first.
            places.update(range(run.first + head, run.stop - foot + 1), (run.first,))
        places.add(strip.firsts[stop])
        return sorted((place for place in places if place < len(strip)), reverse=True)

    def _goes_on(self, place: int) -> bool:
        """Whether a shot begins with the picture the one before ends with."""
        return place < len(self.strip) and self.strip.shots[place].continues

    def _looked_at(self, place: int, old: _Known | None) -> _Known:
        project, shot = self._project, self.strip.shots[place]
        scene = self.strip.scene_at(place)
        before: Beginning = None
        if place:
            before = begins_with(shot, self._known[self.strip.shots[place - 1].id].planned)
        basis = (shot, scene.direction, *_of_film(project), self._packs, before)
        if old is not None and shot.id not in self._forgotten and old.holds_for(basis):
            return old
        if not shot.is_rendered:
            return _Known(basis, self._best(shot, {}, ""), never_rendered(shot, place + 1))
        move = resolve(project, scene, shot).move
        try:
            pack = self._packs.of(project, shot)
            request = request_for(project, scene, shot, pack, seed_shown(project, shot), before)
        except (GenerationError, PackError) as error:
            # Kept without what was going on when it was raised.
            return _Known(basis, self._best(shot, {}, move), error.with_traceback(None))
        wanted = dict.fromkeys((request.refined_digest, request.draft_digest), request)
        goes_on_from = before if isinstance(before, PlannedTake) else None
        planned = PlannedTake(shot.id, place + 1, 1, "draft", request, pack, goes_on_from)
        return _Known(basis, self._best(shot, wanted, move), planned)

    def _best(self, shot: Shot, wanted: Mapping[str, GenerationRequest], move: str) -> ShownTake | None:
        take = shown_take(shot, tuple(wanted), self._store)
        try:
            return None if take is None else as_shown(take, wanted, move, self._store)
        except SoraError:
            return None


def _of_film(project: Project) -> tuple[object, ...]:
    """What of the film itself its shots' takes depend on."""
    return project.direction, project.settings, project.frame_rate


def _shared(before: Scene | None, after: Scene) -> tuple[int, int]:
    """How many shots at a scene's start, and of the rest at its end, are made as they were."""
    if before is None or before.direction is not after.direction:
        return 0, 0
    return shared_ends(before.shots, after.shots)


def _gone(before: ShotStrip, after: ShotStrip) -> list[str]:
    """The shots that are no longer in the film, of which `after` was made after `before`."""
    start, tail = after.shared
    return [shot.id for shot in before.shots[start : len(before) - tail] if shot.id not in after.places]
