"""Sessions: one per model file and device, made once, kept while the memory budget allows."""

from collections import OrderedDict
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from sora_studio.inference.device import Device, processor_count
from sora_studio.inference.kept_graphs import KeptGraphs
from sora_studio.inference.loading import Manner, load
from sora_studio.inference.model import Model
from sora_studio.inference.pack_parts import PackFile
from sora_studio.inference.room import total_bytes

# The weights, their copies laid out for the processor, and the arena of activations.
_MEMORY_PER_FILE_BYTE = 1.3


@dataclass(slots=True)
class _Slot:
    model: Model
    size_bytes: int
    users: int = 0
    worked_bytes: int = 0


class SessionCache:
    """The loaded models of one device. Any thread may lease one; a leased one is never let go.

    `created` and `runs` count the sessions made and the model runs, over the cache's whole life.
    """

    def __init__(
        self,
        device: Device,
        memory_budget_bytes: int = 0,
        threads: int = 0,
        halves_in_full: bool = False,
        spinning: bool = False,
        kept: KeptGraphs | None = None,
        captures: bool = False,
    ) -> None:
        """A budget of 0 is half the device's memory; 0 threads is every core, fewer leave room for a window.

        With `halves_in_full` a CPU runs models in half precision too, calculating in full: slowly, and with no
        overflow. Threads that go on `spinning` from operator to operator are faster by a twentieth, where nothing else
        wants the cores. `kept` is where large models are kept ready for a CPU; with `captures` an NVIDIA GPU plays
        what it was asked before from a recording.
        """
        self.device = device
        self.created = 0
        self._budget_bytes = memory_budget_bytes or total_bytes(device) // 2
        self._manner = Manner(threads or processor_count(), spinning, halves_in_full, kept, captures)
        self._slots: OrderedDict[PackFile, _Slot] = OrderedDict()
        self._runs_before = 0
        self._lock = Lock()
        # Held while a session is made, so that no file is ever loaded twice at once; leases of others go on.
        self._making = Lock()

    @property
    def runs(self) -> int:
        """Model runs so far."""
        with self._lock:
            return self._runs_before + sum(slot.model.runs for slot in self._slots.values())

    @property
    def loaded(self) -> list[PackFile]:
        """The files whose sessions are kept, the longest unused first."""
        with self._lock:
            return list(self._slots)

    @contextmanager
    def lease(self, file: PackFile) -> Generator[Model]:
        """The loaded model of `file`, kept at least while the block runs. Raises PackError, DeviceError."""
        slot = self._take(file)
        if slot is None:
            with self._making:
                slot = self._take(file) or self._make(file)
        try:
            yield slot.model
        finally:
            with self._lock:
                slot.users -= 1

    def release_unused(self) -> None:
        """Let go of every session nobody is using: before another program needs the memory, or at the end."""
        self._make_room(self._budget_bytes)

    def has_worked(self, file: PackFile, need_bytes: int) -> bool:
        """Whether the model that is loaded has done work that takes as much: what that took, it keeps."""
        with self._lock:
            slot = self._slots.get(file)
            return slot is not None and slot.worked_bytes >= need_bytes

    def worked(self, file: PackFile, need_bytes: int) -> None:
        """The model did work that takes as much."""
        with self._lock:
            slot = self._slots.get(file)
            if slot is not None:
                slot.worked_bytes = max(slot.worked_bytes, need_bytes)

    def _take(self, file: PackFile) -> _Slot | None:
        with self._lock:
            slot = self._slots.get(file)
            if slot is not None:
                slot.users += 1
                self._slots.move_to_end(file)
            return slot

    def _make(self, file: PackFile) -> _Slot:
        size_bytes = memory_bytes(file)
        self._make_room(size_bytes)
        model = load(file, self.device, self._manner)
        slot = _Slot(model, size_bytes, users=1)
        with self._lock:
            self.created += 1
            self._slots[file] = slot
        return slot

    def _make_room(self, needed_bytes: int) -> None:
        """Drop the longest unused until `needed_bytes` fit, or none is left to drop: what must run still runs."""
        with self._lock:
            used_bytes = sum(slot.size_bytes for slot in self._slots.values())
            for file, slot in list(self._slots.items()):
                if used_bytes + needed_bytes <= self._budget_bytes:
                    return
                if slot.users == 0:
                    used_bytes -= slot.size_bytes
                    self._runs_before += slot.model.runs
                    del self._slots[file]


def memory_bytes(file: PackFile) -> int:
    """About what a model takes while it is loaded."""
    return int(_MEMORY_PER_FILE_BYTE * file.bytes_of_all)
