"""What the views read of the open film: its shots and where they stand, what each shows, how far each is made."""

import numpy as np
from PySide6.QtCore import QObject

from sora_studio.errors import SoraError
from sora_studio.studio.film_state import FilmState
from sora_studio.studio.queued_takes import QueuedTake
from sora_studio.studio.showing import ShownShot
from sora_studio.studio.studio import Studio
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.strip import ShotStrip


class FilmReading(QObject):
    """Only reads; FilmDocument keeps it true."""

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.studio = studio
        self._state = FilmState(studio.store)
        self._previews: dict[str, np.ndarray] = {}
        self._queued: dict[str, QueuedTake] = {}
        self._looked_at: dict[str, str] = {}

    @property
    def project(self) -> Project:
        return self.studio.project

    @property
    def strip(self) -> ShotStrip:
        """The film's shots laid end to end."""
        return self._state.strip

    def shown(self, shot_id: str) -> ShownShot | None:
        return self._state.shown(shot_id)

    def request(self, shot_id: str) -> object | None:
        """What the models would be asked for the shot now; None where they can't be."""
        return self._state.request(shot_id)

    def problem(self, shot_id: str) -> SoraError | None:
        """Why the shot can't be made as the film is now: a PackError where its model can't be used."""
        return self._state.problem(shot_id)

    def badge(self, shot_id: str) -> str:
        """How far a shot is: card, footage, draft, refined, stale, queued, running or failed."""
        queued = self._queued.get(shot_id)
        if queued is not None:
            return {"waiting": "queued", "running": "running", "failed": "failed"}[queued.state]
        shot = self._state.shown(shot_id)
        if shot is None or shot.shown is None:
            return "card"
        if shot.shot.footage:
            return "footage"
        return "stale" if shot.shown.stale else shot.shown.take.stage

    def queued(self, shot_id: str) -> QueuedTake | None:
        """The take of this shot that is being made, waits or failed."""
        return self._queued.get(shot_id)

    def progress(self, shot_id: str) -> float:
        """How much of the shot's queued take is made, 0 to 1."""
        queued = self._queued.get(shot_id)
        return queued.progress if queued is not None else 0.0

    def preview(self, shot_id: str) -> np.ndarray | None:
        """The running take so far, uint8 (F, h, w, 3)."""
        return self._previews.get(shot_id)

    def position(self, shot_id: str) -> int:
        """The shot's place in the film, from 1; 0 for no shot of it."""
        return self.strip.places.get(shot_id, -1) + 1

    def label(self, shot_id: str) -> str:
        """The shot's number as it is shown: the script's own, else its place."""
        shot = self._state.shown(shot_id)
        return "" if shot is None else shot.shot.number or str(shot.position)

    def find(self, shot_id: str) -> tuple[Scene, Shot] | None:
        """The shot and its scene; None once it is gone."""
        place = self.strip.places.get(shot_id)
        return None if place is None else (self.strip.scene_at(place), self.strip.shots[place])

    def looked_at(self, shot_id: str) -> str:
        """The take of this shot that is looked at in place of the one it shows; "" for none."""
        return self._looked_at.get(shot_id, "")

    @property
    def shows_pictures(self) -> bool:
        """Whether any shot shows a take."""
        return self._state.shows_anything

    def shots_shown(self) -> list[ShownShot]:
        """Every shot in film order with what it shows."""
        return list(self._state.all())
