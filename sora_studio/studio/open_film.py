"""One film open for editing: every change is saved, and can be undone."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Self

from sora_studio.storage.blobs import BlobStore
from sora_studio.storage.disk import is_local
from sora_studio.storage.project_file import ProjectFile
from sora_studio.studio.film_copy import copy_film
from sora_studio.studio.saving import SaveBehind, SaveNow, Saving, Told
from sora_studio.studio.versions import Version, keep_version
from sora_studio.timeline.edits import add_take
from sora_studio.timeline.history import History
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Take


class OpenFilm:
    """A project file and its take store. Use it from one thread; `store` may be read from any.

    Every change is on the disk when its call returns, or soon after (`save_behind`).
    """

    def __init__(self, file: ProjectFile) -> None:
        self.path = file.path
        self.store = BlobStore.beside(file.path)
        # Who had the film open and never closed it, if anyone.
        self.left_open = file.left_open
        self.on_network_drive = not is_local(file.path)
        self._file = file
        self._saving: Saving = SaveNow(file)
        self._history = History(file.load())

    def save_behind(self, told: Told) -> None:
        """From now on save on a thread of its own; `told` hears from it what is safe and what isn't yet."""
        if not self.read_only:
            self._saving = SaveBehind(self._file, told)

    @property
    def unsaved(self) -> bool:
        """Whether the newest changes aren't on the disk yet."""
        return self._saving.unsaved

    def flush(self, timeout_s: float) -> None:
        """When this returns every change is on the disk. Raises ProjectFileError where it isn't, and why."""
        self._saving.flush(timeout_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def keep_version(self, name: str = "") -> Version:
        """Keep the film as it is among its versions; may be called from any thread. Raises SoraError."""
        return keep_version(self.path, self.copy_project, name)

    def save_copy(self, path: Path) -> Path:
        """Copy the film with its takes; this one stays open. May be called from any thread.

        Raises ProjectFileError (a file of that name included), StorageError; then there is no file at `path`.
        """
        return copy_film(self.store, path, self.copy_project)

    def copy_project(self, path: Path) -> None:
        """A copy of the project file alone, with the edits that its own disk may refuse. Raises SoraError."""
        self._file.copy_to(path, self.project)

    def close(self) -> None:
        """Let go of the file; what the disk refused until now (`flush`) is lost."""
        self._saving.close()
        self._file.close()

    @property
    def project(self) -> Project:
        return self._history.project

    def edit(self, label: str, change: Callable[[Project], Project], merge_key: str | None = None) -> None:
        """Apply a pure edit, remember it for undo, save. Raises EditError, ProjectFileError; then nothing changed."""
        changed = change(self.project)
        if changed != self.project:
            self._saving.save(self._history.recorded(changed))
            self._history.record(changed, label, merge_key)

    def absorb(self, *changes: Callable[[Project], Project]) -> None:
        """Apply pure edits that are no steps to undo, such as takes that are ready, and save once.

        One whose shot is gone is made when undo brings it back. Raises ProjectFileError; then nothing changed.
        """
        changed = self._history.absorbed(*changes)
        if changed is not self.project:
            self._saving.save(changed)
        for change in changes:
            self._history.absorb(change)

    def undo(self) -> str:
        """Take the last edit back, save, return its label. Raises EditError, ProjectFileError; then nothing changed."""
        self._saving.save(self._history.undone())
        label = self._history.undo_labels[0]
        self._history.undo()
        return label

    def redo(self) -> str:
        """Make the last undone edit again and save; returns and raises as `undo` does."""
        self._saving.save(self._history.redone())
        label = self._history.redo_labels[0]
        self._history.redo()
        return label

    @property
    def undo_labels(self) -> tuple[str, ...]:
        """The names of the edits that undo would take back, the latest first."""
        return self._history.undo_labels

    @property
    def redo_labels(self) -> tuple[str, ...]:
        """The names of the edits that redo would make again, the next first."""
        return self._history.redo_labels

    @property
    def read_only(self) -> bool:
        """Whether the film can be looked at but not changed."""
        return self._file.read_only

    def keep_takes(self, takes: Sequence[tuple[str, Take]]) -> None:
        """Put takes on their shots, by shot id, as no step to undo. Raises ProjectFileError."""
        self.absorb(*(partial(add_take, shot_id=shot_id, take=take) for shot_id, take in takes))
