"""Which model pack makes each shot of a film: its own or the film's, each read once, refusals remembered."""

from collections.abc import Sequence
from pathlib import Path

from sora_studio.errors import PackError
from sora_studio.inference.pack import ModelPack
from sora_studio.inference.packs import folder_of_pack, pack_named
from sora_studio.timeline.project import Project
from sora_studio.timeline.shot import Shot


class FilmPacks:
    """Use it from one thread. What a name stands for never changes in one of these: `looked_again` gives another."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)
        self._read: dict[str, ModelPack] = {}
        self._refused: dict[str, PackError] = {}

    def of_film(self, project: Project) -> ModelPack:
        """The pack of every shot that has none of its own. Raises PackError."""
        return self.named(project.settings.pack)

    def of(self, project: Project, shot: Shot) -> ModelPack:
        """The pack the shot is made with. Raises PackError."""
        return self.named(shot.pack or project.settings.pack)

    def named(self, name: str) -> ModelPack:
        """The pack of that name, read and checked. Raises PackError, the same one each time."""
        if name in self._refused:
            # Raised again and again, one error would drag along every place it ever came through.
            raise self._refused[name].with_traceback(None)
        if name not in self._read:
            try:
                self._read[name] = pack_named(name, self.folders)
            except PackError as error:
                self._refused[name] = error
                raise
        return self._read[name]

    def looked_again(self, folders: Sequence[Path]) -> "FilmPacks":
        """The packs as the folders have them now: this one where no name was refused, and no folder came or went.

        A pack that is read already and still there is not read again.
        """
        if tuple(folders) == self.folders and not self._refused:
            return self
        packs = FilmPacks(folders)
        packs._read = {name: pack for name, pack in self._read.items() if _is_at(pack, folder_of_pack(name, folders))}
        return packs


def _is_at(pack: ModelPack, folder: Path | None) -> bool:
    return folder is not None and pack.folder == folder.resolve()
