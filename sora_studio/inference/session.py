"""Sessions: one per model file and device, made once, kept while the memory budget allows."""

from collections import OrderedDict
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from sora_studio.errors import DeviceError, PackError
from sora_studio.inference.device import Device, processor_count
from sora_studio.inference.model import Model, failure, first_line, out_of_memory
from sora_studio.inference.onnx_header import read_onnx_header
from sora_studio.inference.pack_files import verify
from sora_studio.inference.pack_parts import PackFile
from sora_studio.inference.room import total_bytes
from sora_studio.inference.runtime import LOG_NOTHING, OrtSessionOptions, runtime, runtime_errors

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
    ) -> None:
        """A budget of 0 is half the device's memory; 0 threads is every core, fewer leave room for a window.

        With `halves_in_full` a CPU runs models in half precision too, calculating in full: slowly, and with no
        overflow. Threads that go on `spinning` from operator to operator are faster by a twentieth, where nothing else
        wants the cores.
        """
        self.device = device
        self.created = 0
        self._budget_bytes = memory_budget_bytes or total_bytes(device) // 2
        self._threads = threads or processor_count()
        self._halves_in_full = halves_in_full
        self._spinning = spinning
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
        model = _load(file, self.device, _options(self._threads, self._spinning), self._halves_in_full)
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


def is_in_half_precision(file: PackFile) -> bool:
    """Whether the model takes or gives float16, and so calculates in it."""
    return read_onnx_header(file.path).is_half


def _load(file: PackFile, device: Device, options: OrtSessionOptions, halves_in_full: bool) -> Model:
    # Again, for the file may have been exchanged since the pack was read; an untouched file is not read twice.
    verify(file)
    # onnxruntime puts casts around what it has no half-precision kernel for, and leaves out those that meet.
    if device.name == "cpu" and not halves_in_full and is_in_half_precision(file):
        name = f"{file.path.parent.name}/{file.path.name}"
        raise PackError(
            f"{name} is in half precision (fp16), which a CPU can't calculate in.",
            "Render on a GPU, or convert the model again without --fp16.",
        )
    try:
        # By path: a model loaded from bytes reads its external weights from the current directory.
        session = runtime().InferenceSession(str(file.path), options, device.providers, enable_fallback=0)
    except runtime_errors() as error:
        if out_of_memory(error):
            raise failure(file.path.name, error) from error
        raise PackError(
            f"{file.path.parent.name}: {file.path.name} can't be loaded on {device.description}: {first_line(error)}",
            "Install the pack again, or try --device cpu.",
        ) from error
    in_use = session.get_providers()[0]
    if in_use != device.provider:
        raise DeviceError(
            f"{device.description} was asked for, but {file.path.name} would run on {in_use}.",
            "Run `sora-studio doctor` to see what is missing, or use --device cpu.",
        )
    return Model(session, file.path)


def _options(threads: int, spinning: bool) -> OrtSessionOptions:
    options = runtime().SessionOptions()
    options.log_severity_level = LOG_NOTHING
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    # Threads that spin between operators starve a window.
    options.add_session_config_entry("session.intra_op.allow_spinning", "1" if spinning else "0")
    return options
