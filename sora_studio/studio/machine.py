"""The device the models run on and their loaded sessions: made when first needed, let go at the end."""

from sora_studio import paths
from sora_studio.inference.device import choose_device, processor_count
from sora_studio.inference.kept_graphs import KeptGraphs
from sora_studio.inference.session import SessionCache
from sora_studio.studio.config import Config


def thread_count(config: Config, leave_a_core: bool) -> int:
    """How many threads models on the CPU take; 0 for as many as there are cores. A window is left a core."""
    return config.threads or (max(1, processor_count() - 1) if leave_a_core else 0)


def _of_models(config: Config) -> tuple[int, int, bool, bool]:
    return config.memory_budget_mb, config.threads, config.keep_graphs, config.cuda_graphs


def graphs_kept() -> KeptGraphs:
    """Where the user's large models are kept ready for the processor."""
    return KeptGraphs(paths.graphs_folder())


class Machine:
    """One device at a time. A render that needs no model never touches onnxruntime."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._name, self._halves_in_full = "auto", False
        self._sessions: SessionCache | None = None

    def configure(self, config: Config) -> None:
        """Take other settings over; loaded models are let go where they are to be loaded in another way."""
        before, self._config = self._config, config
        if _of_models(before) != _of_models(config):
            self.close()

    def use(self, device: str, halves_in_full: bool = False) -> None:
        """Choose the device by name. One that was asked for by name is tried at once. Raises DeviceError."""
        if (device, halves_in_full) != (self._name, self._halves_in_full):
            self.close()
            self._name, self._halves_in_full = device, halves_in_full
        if device not in ("auto", "cpu"):
            self._open()

    @property
    def device_name(self) -> str:
        """The device as it was asked for."""
        return self._name

    @property
    def sessions(self) -> SessionCache:
        """The loaded models. Raises DeviceError."""
        return self._open()

    def _open(self) -> SessionCache:
        if self._sessions is None:
            budget_bytes = self._config.memory_budget_mb * 1_000_000
            threads = thread_count(self._config, leave_a_core=False)
            device = choose_device(self._name, threads)
            # Whoever hasn't the whole machine to itself leaves some of it to a window.
            whole = threads == 0
            self._sessions = SessionCache(
                device,
                budget_bytes,
                threads,
                halves_in_full=self._halves_in_full,
                spinning=whole,
                kept=graphs_kept() if self._config.keep_graphs else None,
                captures=self._config.cuda_graphs,
            )
        return self._sessions

    @property
    def model_runs(self) -> int:
        """Model runs on the present device."""
        return self._sessions.runs if self._sessions else 0

    @property
    def sessions_created(self) -> int:
        """Sessions made on the present device."""
        return self._sessions.created if self._sessions else 0

    def close(self) -> None:
        """Let go of every loaded model."""
        if self._sessions is not None:
            self._sessions.release_unused()
            self._sessions = None
