"""The open film as the views see it: one way to edit it, one way to have it made, and word of every change."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from sora_studio.errors import EditError, ProjectFileError, SoraError
from sora_studio.studio.config import Config
from sora_studio.studio.events import (
    DeviceMissing,
    Event,
    FilmNotSaved,
    FilmSaved,
    Notice,
    Preview,
    QueueStopped,
    ShotFailed,
    TakeReady,
)
from sora_studio.studio.queued_takes import told_of_shots
from sora_studio.studio.render_queue import RenderQueue
from sora_studio.studio.studio import RenderOrder, Studio
from sora_studio.timeline.project import Project
from sora_studio.ui.bridge import OUTSIDE_THE_QUEUE, Bridge
from sora_studio.ui.film_reading import FilmReading
from sora_studio.ui.messages import Message
from sora_studio.ui.pictures import Pictures
from sora_studio.ui.save_state import SaveState
from sora_studio.ui.selection import Selection
from sora_studio.ui.transport import Transport

CLOSE_S = 2.0


class FilmDocument(FilmReading):
    """Use it from the window's thread. Every edit is saved soon, beside it; `save_state` says what is safe."""

    project_changed = Signal(object, object)
    shown_changed = Signal(object)
    preview_changed = Signal(str)
    queue_changed = Signal()
    save_changed = Signal()
    noticed = Signal(object)
    event_arrived = Signal(object)
    look_changed = Signal(str)
    closing = Signal()

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(studio, parent)
        self.bridge = Bridge(self)
        studio.save_behind(self.bridge.deliver)
        self.queue = RenderQueue(studio, self.bridge.deliver)
        self.pictures = Pictures(studio.store, self)
        self.selection = Selection(lambda: self.strip.places, self)
        self.transport = Transport(self)
        self.save_state = SaveState(datetime.now())
        # Why nothing more is made; None while the queue goes on, or rests because the user paused it.
        self.stopped: Message | None = None
        self._packs = studio.packs
        self.bridge.arrived.connect(self._on_event)
        # What the person looks at is rendered first.
        self.selection.changed.connect(lambda: self.queue.focus(self.selection.shot_ids))
        self._refresh(self.project)

    def edit(self, label: str, change: Callable[[Project], Project], merge_key: str | None = None) -> bool:
        """Make an edit; False where it could not be made, which the user has then been told."""
        return self.change(lambda: self.studio.edit(label, change, merge_key))

    def undo(self) -> bool:
        return bool(self.studio.undo_labels) and self.change(self.studio.undo)

    def redo(self) -> bool:
        return bool(self.studio.redo_labels) and self.change(self.studio.redo)

    def tell(self, message: Message) -> None:
        """Show a message to the user."""
        self.noticed.emit(message)

    def change(self, work: Callable[[], object]) -> bool:
        """Let `work` edit the film through its studio; False where it could not, which the user has then been told."""
        before = self.project
        try:
            work()
        except SoraError as error:
            self._not_done(error)
            return False
        self._changed_from(before)
        return True

    def _changed_from(self, before: Project) -> None:
        """Let the views know, where the film is another than before."""
        if self.project is not before:
            self._set_save_state(self.save_state.after_edit(self.studio.unsaved))
            self._refresh(before)

    def _set_save_state(self, state: SaveState) -> None:
        self.save_state = state
        self.save_changed.emit()

    def _not_done(self, error: SoraError) -> None:
        if not isinstance(error, EditError):
            self._set_save_state(self.save_state.refused(error.message, error.hint))
        self.tell(Message(error.message, error.hint, grave=not isinstance(error, EditError)))

    def set_look(self, shot_id: str, digest: str | None) -> None:
        """Look at a take without choosing it; None goes back to what the shot shows."""
        if self.looked_at(shot_id) != (digest or ""):
            self._looked_at.pop(shot_id, None)
            if digest:
                self._looked_at[shot_id] = digest
            self.look_changed.emit(shot_id)

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
        # Takes that were kept already are on their shots at once.
        self._changed_from(before)
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
            case FilmSaved():
                self._set_save_state(self.save_state.after(event, self.studio.unsaved))
            case FilmNotSaved(message, hint):
                self._set_save_state(self.save_state.after(event, self.studio.unsaved))
                self.tell(Message(message, hint, grave=True))
            case _:
                pass
        if isinstance(event, ShotFailed):
            self.tell(Message(event.message, event.hint, grave=True))
        self._changed_from(before)
        if self.project is before and isinstance(event, TakeReady):
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
        """Stop what runs within two seconds; what waits is kept for next time.

        What the disk refuses is lost: ask before (`closing`).
        """
        self.closing.emit()
        self.queue.close(CLOSE_S)
        self.bridge.close()
        self.transport.pause()
        self.pictures.close()
        with suppress(ProjectFileError):
            self.studio.flush(CLOSE_S)
        self.studio.close()
