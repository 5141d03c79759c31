"""What every shot of a film shows, brought up to date at the cost of what changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from sora_studio.errors import SoraError
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.request import GenerationRequest
from sora_studio.storage.blobs import BlobStore
from sora_studio.studio.keeping import frames_per_second_of
from sora_studio.studio.planning import PlannedTake, request_for, seed_shown
from sora_studio.studio.showing import ShownShot, ShownTake, shown_take
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Shot

_Basis = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """A shot's answer, and everything it was worked out from: the same objects give the same answer."""

    basis: _Basis
    shown: ShownTake | None
    planned: PlannedTake | None

    def holds_for(self, basis: _Basis) -> bool:
        return all(one is other for one, other in zip(self.basis, basis, strict=True))


class FilmState:
    """Use it from one thread. A take that comes or goes on the disk is noticed by `forget`."""

    def __init__(self, store: BlobStore) -> None:
        self._store = store
        self._known: dict[str, _Known] = {}
        self._positions: dict[str, int] = {}
        self._order: list[Shot] = []

    def update(self, project: Project, pack: ModelPack | None) -> frozenset[str]:
        """Look at the film as it is now; the ids of shots that show something else than before.

        Without a pack nothing is known to be stale: shots show the best take they have.
        """
        changed: set[str] = set()
        known: dict[str, _Known] = {}
        order: list[Shot] = []
        before: PlannedTake | None = None
        for scene in project.scenes:
            for shot in scene.shots:
                begins_with = before if shot.continues and not shot.sketch else None
                basis = _basis(project, scene, shot, pack, begins_with)
                old = self._known.get(shot.id)
                if old is None or not old.holds_for(basis):
                    new = self._look(project, scene, shot, pack, begins_with, len(order) + 1, basis)
                    if old is None or old.shown != new.shown:
                        changed.add(shot.id)
                    old = new
                known[shot.id] = old
                before = old.planned
                order.append(shot)
        changed |= self._known.keys() - known.keys()
        self._known, self._order = known, order
        self._positions = {shot.id: position for position, shot in enumerate(order, start=1)}
        return frozenset(changed)

    def forget(self, shot_id: str) -> None:
        """Look at this shot anew next time."""
        self._known.pop(shot_id, None)

    def shown(self, shot_id: str) -> ShownShot | None:
        """What the shot shows; None for no shot of the film."""
        position = self._positions.get(shot_id)
        if position is None:
            return None
        return ShownShot(position, self._order[position - 1], self._known[shot_id].shown)

    def all(self) -> list[ShownShot]:
        """Every shot in film order with what it shows."""
        return [ShownShot(at, shot, self._known[shot.id].shown) for at, shot in enumerate(self._order, start=1)]

    def request(self, shot_id: str) -> GenerationRequest | None:
        """What the models would be asked for the shot now; None where the pack can't be asked."""
        planned = self._known[shot_id].planned if shot_id in self._known else None
        return planned.request if planned else None

    @property
    def positions(self) -> Mapping[str, int]:
        """Every shot's place in the film, from 1."""
        return self._positions

    def _look(
        self,
        project: Project,
        scene: Scene,
        shot: Shot,
        pack: ModelPack | None,
        begins_with: PlannedTake | None,
        position: int,
        basis: _Basis,
    ) -> _Known:
        if pack is None:
            return _Known(basis, self._best(shot, {}), None)
        try:
            request = request_for(project, scene, shot, pack, seed_shown(project, shot), begins_with)
        except SoraError:
            # What can't be asked is told when it is rendered; until then the shot shows what it has.
            return _Known(basis, self._best(shot, {}), None)
        rates = dict.fromkeys((request.refined_digest, request.draft_digest), request.frames_per_second)
        planned = PlannedTake(shot.id, position, 1, "draft", request, begins_with)
        return _Known(basis, self._best(shot, rates), planned)

    def _best(self, shot: Shot, rates: Mapping[str, float]) -> ShownTake | None:
        take = shown_take(shot, tuple(rates), self._store)
        if take is None:
            return None
        if take.digest in rates:
            return ShownTake(take, rates[take.digest], stale=False)
        try:
            return ShownTake(take, frames_per_second_of(self._store, take), stale=bool(rates))
        except SoraError:
            return None


def _basis(project: Project, scene: Scene, shot: Shot, pack: ModelPack | None, before: PlannedTake | None) -> _Basis:
    return (shot, scene.direction, project.direction, project.settings, project.frame_rate, pack, before)
