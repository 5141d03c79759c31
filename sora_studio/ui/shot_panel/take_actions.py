"""What can be done with a take, as commands: they act on the take looked at, else on the one the shot shows."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from sora_studio.errors import SoraError
from sora_studio.studio.events import TakeReady
from sora_studio.studio.showing import as_shown
from sora_studio.studio.stills import save_still
from sora_studio.studio.studio import RenderOrder
from sora_studio.timeline.cascade import resolve
from sora_studio.timeline.edits import pin_take, rate_take, remove_take
from sora_studio.timeline.seeds import take_seed
from sora_studio.timeline.shot import Shot, Take
from sora_studio.ui.commands import Commands
from sora_studio.ui.document import FilmDocument, Message
from sora_studio.ui.shot_panel.cutting import begins_next
from sora_studio.ui.shot_panel.scope import Scope
from sora_studio.ui.shot_panel.seed import rolled_seed
from sora_studio.ui.shot_panel.several import with_shots


class TakeActions(QObject):
    """Registers the commands. `takes_each`: how many takes of each shot a Draft or Refine makes."""

    asked_for_prompt = Signal()

    def __init__(self, scope: Scope, commands: Commands, window: QWidget) -> None:
        super().__init__(window)
        self._scope, self._commands, self._window = scope, commands, window
        self._document: FilmDocument = scope.document
        self.takes_each = 1
        self._told = 0
        # Shots of which a new take was asked for to be looked at when it comes.
        self._awaited: set[str] = set()
        self._document.noticed.connect(self._on_told)
        self._document.event_arrived.connect(self._on_event)
        group, take_group = self.tr("Shot"), self.tr("Takes")

        def add(name: str, text: str, run, icon: str, enabled, group: str = group, checked=None) -> None:
            commands.add(f"shot.{name}", text, run, group=group, icon=icon, enabled=enabled, checked=checked)

        has_shots, has_take = lambda: bool(scope.shot_ids), lambda: self.current() is not None
        is_rendered = lambda: any(shot.is_rendered for shot in scope.shots())  # noqa: E731
        add("draft", self.tr("Draft"), lambda: self.render("draft"), "wand-sparkles", is_rendered)
        add("refine", self.tr("Refine"), lambda: self.render("refined"), "sparkles", is_rendered)
        add("cancel", self.tr("Cancel rendering"), self.cancel, "x", lambda: bool(self.going()))
        add("another_take", self.tr("Another like this"), self.another, "copy", is_rendered, take_group)
        add("pin_take", self.tr("Pin take"), self.pin, "pin", has_take, take_group, self._is_pinned)
        for stars in range(1, 6):
            text = self.tr("Rate take %d") % stars
            add(f"rate_{stars}", text, lambda stars=stars: self.rate(stars), "star", has_take, take_group)
        add(
            "delete_take",
            self.tr("Delete take"),
            self.delete,
            "trash-2",
            lambda: has_take() and is_rendered(),
            take_group,
        )
        add("lock_seed", self.tr("Lock seed"), self.lock_seed, "lock", has_shots, group, self._is_locked)
        add("roll_seed", self.tr("Roll another seed"), self.roll_seed, "dices", has_shots)
        add(
            "use_as_first_frame",
            self.tr("Begin the next shot with this take"),
            self.use_as_first_frame,
            "arrow-right-to-line",
            self.can_begin_next,
            take_group,
        )
        add("save_still", self.tr("Save still…"), self.save_still, "image", has_take, take_group)
        add("edit_prompt", self.tr("Edit prompt"), self.asked_for_prompt.emit, "square-pen", has_shots)

    # Which take

    def current(self) -> tuple[Shot, Take] | None:
        """The take looked at, else the one the current shot shows."""
        shown = self._document.shown(self._scope.current)
        if shown is None:
            return None
        looked = self._document.looked_at(shown.shot.id)
        for take in shown.shot.takes:
            if take.digest == looked:
                return shown.shot, take
        return (shown.shot, shown.shown.take) if shown.shown is not None else None

    def going(self) -> list[str]:
        """The queued takes of the selected shots that wait or run."""
        ids = set(self._scope.shot_ids)
        return [
            item.digest
            for item in self._document.queue.items
            if item.shot_id in ids and item.state in ("waiting", "running")
        ]

    def can_begin_next(self) -> bool:
        """Whether there is a take, and a shot after it to begin with its last picture."""
        current = self._scope.current
        return self.current() is not None and self._document.project.neighbours(current)[2] is not None

    def _is_pinned(self) -> bool:
        found = self.current()
        return found is not None and found[0].pinned == found[1].digest

    def _is_locked(self) -> bool:
        return self._scope.shared(lambda shot: shot.seed is not None) is True

    # Rendering

    def render(self, stage: str, fresh: bool = False) -> None:
        """Queue takes of the selected shots."""
        positions = tuple(self._document.position(shot.id) for shot in self._scope.shots() if shot.is_rendered)
        if not positions:
            return
        takes = 1 if fresh else self.takes_each
        order = RenderOrder(positions, takes, "draft" if stage == "draft" else "refined", fresh=fresh)
        told = self._told
        if self._document.render(order) == 0 and self._told == told:
            self._document.tell(Message(self.tr("That is made already."), self.tr("Another take needs another seed.")))

    def _on_event(self, event: object) -> None:
        if isinstance(event, TakeReady) and event.shot_id in self._awaited:
            self._awaited.discard(event.shot_id)
            self._document.set_look(event.shot_id, event.take.digest)

    def _on_told(self) -> None:
        self._told += 1

    def another(self) -> None:
        """The same prompt with a seed not tried yet, as far as the take looked at."""
        found = self.current()
        self._awaited.update(self._scope.shot_ids)
        self.render(found[1].stage if found else "draft", fresh=True)

    def cancel(self) -> None:
        """Take the selected shots' takes out of the queue."""
        for digest in self.going():
            self._document.queue.cancel(digest)
        self._document.refresh_queue()

    # Judging

    def pin(self, digest: str = "") -> None:
        """Show this take always, or let the shot choose again."""
        found = self.current()
        shot = found[0] if found else None
        wanted = digest or (found[1].digest if found else "")
        if shot is None or not wanted:
            return
        on = shot.pinned != wanted
        label = self._named(self.tr("Pin take of shot %s") if on else self.tr("Unpin take of shot %s"), shot)
        self._document.edit(label, lambda project: pin_take(project, shot.id, wanted if on else ""))

    def rate(self, stars: int, digest: str = "") -> None:
        found = self.current()
        if found is not None:
            shot, take = found
            wanted = digest or take.digest
            label = self._named(self.tr("Rate take of shot %s"), shot)
            self._document.edit(label, lambda project: rate_take(project, shot.id, wanted, stars))

    def delete(self, digest: str = "") -> None:
        found = self.current()
        if found is None:
            return
        shot, take = found
        wanted = digest or take.digest
        label = self._named(self.tr("Delete take of shot %s"), shot)
        if self._document.edit(label, lambda project: remove_take(project, shot.id, wanted)):
            if self._document.looked_at(shot.id) == wanted:
                self._document.set_look(shot.id, None)
            self._document.tell(Message(self.tr("Take deleted."), undo=True))

    def use_as_first_frame(self) -> None:
        """Pin the take, and let the next shot go on from it: one step."""
        found = self.current()
        if found is not None and self.can_begin_next():
            shot, take = found
            label = self._named(self.tr("Begin the next shot with shot %s"), shot)
            self._document.edit(label, lambda project: begins_next(project, shot.id, take.digest))

    def compare(self) -> None:
        self._commands.run("viewer.compare.wipe")

    def save_still(self) -> None:
        """Save the picture at the playhead, or the take's first where the playhead is elsewhere, as a PNG."""
        found = self.current()
        if found is None:
            return
        shot, take = found
        path, project = self._document.studio.path, self._document.project
        beside = str(path.with_name(f"{path.stem} {self._document.label(shot.id)}.png"))
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save still"), beside, self.tr("PNG (*.png)"))
        if not chosen:
            return
        frames, at = project.shot_range(shot.id), self._document.transport.frame
        at = at if at in frames else frames.start
        store = self._document.studio.store
        try:
            looked = as_shown(take, {}, resolve(project, *project.find(shot.id)).move, store)
            shown = [
                replace(each, shown=looked) if each.shot.id == shot.id else each
                for each in self._document.shots_shown()
            ]
            written = save_still(project, shown, store, at, Path(chosen))
        except SoraError as error:
            self._document.tell(Message(error.message, error.hint, grave=True))
        else:
            self._document.tell(Message(self.tr("The still is saved as %s.") % written.name))

    # Seeds

    def lock_seed(self) -> None:
        """Keep each selected shot's seed as it is, or let the film decide again."""
        project, on = self._document.project, not self._is_locked()
        ids = self._scope.shot_ids

        def locked(shot: Shot) -> Shot:
            return replace(shot, seed=take_seed(project, shot) if on else None)

        what = self.tr("Lock seed of %s") if on else self.tr("Unlock seed of %s")
        self._document.edit(what % self._scope.name(), lambda film: with_shots(film, ids, locked))

    def roll_seed(self) -> None:
        """Another seed for each selected shot."""
        seeds = {shot_id: rolled_seed() for shot_id in self._scope.shot_ids}
        self._document.edit(
            self.tr("Roll seed of %s") % self._scope.name(),
            lambda film: with_shots(film, tuple(seeds), lambda shot: replace(shot, seed=seeds[shot.id])),
        )

    def _named(self, text: str, shot: Shot) -> str:
        return text % self._document.label(shot.id)
