"""What the window says of saving. Never a guess: saved is what is on the disk."""

from dataclasses import dataclass, replace
from datetime import datetime

from sora_studio.studio.events import FilmNotSaved, FilmSaved


@dataclass(frozen=True, slots=True)
class SaveState:
    """When the film was last safe on the disk, whether edits made since are on their way there, and what keeps them
    from it ("" when nothing does)."""

    saved: datetime
    saving: bool = False
    problem: str = ""
    hint: str = ""

    def after_edit(self, unsaved: bool) -> "SaveState":
        """An edit was made; `unsaved`: it is not on the disk yet. While the disk refuses, that stays said."""
        return replace(self, saving=True) if unsaved else SaveState(datetime.now())

    def after(self, event: FilmSaved | FilmNotSaved, unsaved: bool) -> "SaveState":
        """What was told by the thread that saves; `unsaved`: more has been edited meanwhile."""
        if isinstance(event, FilmSaved):
            return SaveState(event.at, unsaved)
        return self.refused(event.message, event.hint)

    def refused(self, problem: str, hint: str) -> "SaveState":
        """What was edited could not be saved."""
        return SaveState(self.saved, True, problem, hint)
