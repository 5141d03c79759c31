"""The open film as the views see it: one place to read it, one way to edit it, and word of every change."""

from collections.abc import Callable
from datetime import datetime

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from sora_studio.errors import EditError, SoraError
from sora_studio.studio.config import Config
from sora_studio.studio.events import DeviceMissing, Event, Notice, Preview, QueueStopped, ShotFailed, TakeReady
from sora_studio.studio.film_state import FilmState
from sora_studio.studio.queued_takes import QueuedTake, told_of_shots
from sora_studio.studio.render_queue import RenderQueue
from sora_studio.studio.showing import ShownShot
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.project import Project, Scene
from sora_studio.timeline.shot import Shot
from sora_studio.timeline.strip import ShotStrip
from sora_studio.ui.bridge import OUTSIDE_THE_QUEUE, Bridge
from sora_studio.ui.messages import Message, SaveState
from sora_studio.ui.pictures import Pictures
from sora_studio.ui.selection import Selection
from sora_studio.ui.transport import Transport

CLOSE_S = 2.0


class FilmDocument(QObject):
    """Use it from the window's thread. Every edit is saved before `edit` returns."""

    project_changed = Signal(object, object)
    shown_changed = Signal(object)
    preview_changed = Signal(str)
    queue_changed = Signal()
    save_changed = Signal()
    noticed = Signal(object)
    event_arrived = Signal(object)
    look_changed = Signal(str)

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.studio = studio
        self.bridge = Bridge(self)
        self.queue = RenderQueue(studio, self.bridge.deliver)
        self.pictures = Pictures(studio.store, self)
        self.selection = Selection(lambda: self.strip.places, self)
        self.transport = Transport(self)
        self.save_state = SaveState(datetime.now())
        # Why nothing more is made; None while the queue goes on, or rests because the user paused it.
        self.stopped: Message | None = None
        self._state = FilmState(studio.store)
        self._packs = studio.packs
        self._previews: dict[str, np.ndarray] = {}
        self._queued: dict[str, QueuedTake] = {}
        self._looked_at: dict[str, str] = {}
        self.bridge.arrived.connect(self._on_event)
        # What the person looks at is rendered first.
        self.selection.changed.connect(lambda: self.queue.focus(self.selection.shot_ids))
        self._refresh(self.project)

    @property
    def project(self) -> Project:
        return self.studio.project

    @property
    def strip(self) -> ShotStrip:
        """The film's shots laid end to end."""
        return self._state.strip

    def edit(self, label: str, change: Callable[[Project], Project], merge_key: str | None = None) -> bool:
        """Make an edit and save it; False where it could not be made, which the user has then been told."""
        return self._changing(lambda: self.studio.edit(label, change, merge_key))

    def undo(self) -> bool:
        return bool(self.studio.undo_labels) and self._changing(self.studio.undo)

    def redo(self) -> bool:
        return bool(self.studio.redo_labels) and self._changing(self.studio.redo)

    def tell(self, message: Message) -> None:
        """Show a message to the user."""
        self.noticed.emit(message)

    def _changing(self, work: Callable[[], object]) -> bool:
        before = self.project
        try:
            work()
        except SoraError as error:
            self._not_done(error)
            return False
        if self.project is not before:
            self.save_state = SaveState(datetime.now())
            self._refresh(before)
            self.save_changed.emit()
        return True

    def _not_done(self, error: SoraError) -> None:
        if not isinstance(error, EditError):
            self.save_state = SaveState(self.save_state.saved, error.message, error.hint)
            self.save_changed.emit()
        self.tell(Message(error.message, error.hint, grave=not isinstance(error, EditError)))

    def shown(self, shot_id: str) -> ShownShot | None:
        return self._state.shown(shot_id)

    def request(self, shot_id: str) -> object | None:
        """What the models would be asked for the shot now; None where they can't be."""
        return self._state.request(shot_id)

    def problem(self, shot_id: str) -> SoraError | None:
        """Why the shot can't be made as the film is now: a PackError where its model can't be used."""
        return self._state.problem(shot_id)

    def badge(self, shot_id: str) -> str:
        """How far a shot is: card, draft, refined, stale, queued, running or failed."""
        queued = self._queued.get(shot_id)
        if queued is not None:
            return {"waiting": "queued", "running": "running", "failed": "failed"}[queued.state]
        shot = self._state.shown(shot_id)
        if shot is None or shot.shown is None:
            return "card"
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

    def set_look(self, shot_id: str, digest: str | None) -> None:
        """Look at a take without choosing it; None goes back to what the shot shows."""
        if self.looked_at(shot_id) != (digest or ""):
            self._looked_at.pop(shot_id, None)
            if digest:
                self._looked_at[shot_id] = digest
            self.look_changed.emit(shot_id)

    @property
    def shows_pictures(self) -> bool:
        """Whether any shot shows a take."""
        return self._state.shows_anything

    def shots_shown(self) -> list[ShownShot]:
        """Every shot in film order with what it shows."""
        return list(self._state.all())

    def forget_shown(self, shot_id: str) -> None:
        """A file of this shot came or went on the disk."""
        self._state.forget(shot_id)
        self.pictures.forget(shot_id)
        self._refresh(self.project)

    def configure(self, config: Config) -> None:
        """Take changed settings over: the next render begins with them, one that stopped for its device goes on."""
        before, self.studio.config = self.studio.config, config
        if config.folders != before.folders:
            self.look_for_models()
        if self.stopped is not None and (config.device, config.threads) != (before.device, before.threads):
            self._resume()

    def look_for_models(self) -> None:
        """A model may have been found, or be gone: shots can be made or not, are stale or not, and the views say so."""
        self.studio.look_for_packs()
        self._follow_packs()

    def _follow_packs(self) -> None:
        if self._packs is not self.studio.packs:
            self._refresh(self.project)
            self.shown_changed.emit(frozenset(self.strip.places))

    def _resume(self) -> None:
        try:
            self.queue.resume()
        except SoraError as error:
            self.tell(Message(error.message, error.hint, grave=True))
        self.refresh_queue()

    def render(self, order: RenderOrder) -> int | None:
        """Queue what the order asks for; how many takes were queued. None where it can't be, which the user is told."""
        before = self.project
        try:
            queued = self.queue.submit(order)
        except SoraError as error:
            self.tell(Message(error.message, error.hint, grave=True))
            queued = None
        if self.project is not before:
            # Takes that were kept already are on their shots at once.
            self._refresh(before)
        # Rendering looked again for models that were refused.
        self._follow_packs()
        self.refresh_queue()
        return queued

    def refresh_queue(self) -> None:
        """The queue was changed by hand."""
        if not self.queue.paused:
            self.stopped = None
        waiting = told_of_shots(self.queue.items)
        changed = frozenset(
            shot_id
            for shot_id in waiting.keys() | self._queued.keys()
            if waiting.get(shot_id) != self._queued.get(shot_id)
        )
        self._queued = waiting
        self.queue_changed.emit()
        if changed:
            self.shown_changed.emit(changed)

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        before = self.project
        try:
            self.queue.note(event)
        except SoraError as error:
            self._not_done(error)
        match event:
            case Preview(shot_id=shot_id, frames=frames):
                self._set_preview(shot_id, frames)
            case TakeReady(shot_id=shot_id) | ShotFailed(shot_id=shot_id):
                self._set_preview(shot_id, None)
            case Notice(message):
                self.tell(Message(message))
            case QueueStopped(message, hint):
                self.stopped = Message(message, hint, grave=True)
                self.tell(self.stopped)
            case DeviceMissing(message, hint):
                self.tell(Message(message, hint, grave=True))
            case _:
                pass
        if isinstance(event, ShotFailed):
            self.tell(Message(event.message, event.hint, grave=True))
        if self.project is not before:
            self.save_state = SaveState(datetime.now())
            self.save_changed.emit()
            self._refresh(before)
        elif isinstance(event, TakeReady):
            # The shot had this take already, and its file was missing: now it is back.
            self.forget_shown(event.shot_id)
        if not isinstance(event, OUTSIDE_THE_QUEUE):
            self.refresh_queue()
        self.event_arrived.emit(event)

    def _set_preview(self, shot_id: str, frames: np.ndarray | None) -> None:
        if frames is None:
            self._previews.pop(shot_id, None)
        else:
            self._previews[shot_id] = frames
        self.pictures.set_preview(shot_id, frames)
        self.preview_changed.emit(shot_id)

    def _refresh(self, before: Project) -> None:
        project, self._packs = self.project, self.studio.packs
        changed = self._state.update(project, self._packs)
        self.pictures.update(project, self._state.all())
        self.transport.set_film(project.frame_rate, self.strip.duration)
        self.selection.keep_to_film()
        if project is not before:
            self.project_changed.emit(before, project)
        if changed:
            self.shown_changed.emit(changed)

    def close(self) -> None:
        """Stop what runs within two seconds; what waits is kept for next time."""
        self.queue.close(CLOSE_S)
        self.bridge.close()
        self.transport.pause()
        self.pictures.close()
        self.studio.close()
