"""The takes and packs a process that renders was told of: each is made a value when it is first needed."""

from pathlib import Path

from sora_studio.inference.pack import ModelPack, PackDigest
from sora_studio.inference.packs import load_pack
from sora_studio.studio.pipe import Head
from sora_studio.studio.planning import PlannedTake
from sora_studio.studio.render_wire import request_heard, take_heard


class TakeShelf:
    """Told on one thread, asked on another."""

    def __init__(self) -> None:
        self._told: dict[str, Head] = {}
        self._takes: dict[str, PlannedTake] = {}
        self._packs: dict[str, ModelPack] = {}

    def tell(self, head: Head) -> None:
        """A take; the one it goes on from was told before."""
        self._told[head["name"]] = head

    def take(self, name: str) -> PlannedTake:
        """The take of that name, and all before it. Raises PackError."""
        unmade: list[str] = []
        wanted: str | None = name
        while wanted is not None and wanted not in self._takes:
            unmade.append(wanted)
            wanted = self._told[wanted]["continues"]
        before = None if wanted is None else self._takes[wanted]
        for each in reversed(unmade):
            before = self._takes[each] = self._made(self._told[each], before)
            del self._told[each]
        return self._takes[name]

    def _made(self, head: Head, before: PlannedTake | None) -> PlannedTake:
        request = request_heard(head)
        return take_heard(head, request, self._pack(head["pack"], request.pack_digest), before)

    def _pack(self, folder: str, wanted: PackDigest) -> ModelPack:
        """Read and checked here too, for files are loaded from it; read again where another state of it is wanted."""
        if folder not in self._packs or self._packs[folder].digest != wanted:
            self._packs[folder] = load_pack(Path(folder))
        return self._packs[folder]
