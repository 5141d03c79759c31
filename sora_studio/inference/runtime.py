"""The one door to onnxruntime, which ships no types: what this package uses of it, typed, and its exceptions."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class OrtValue(Protocol):
    """A tensor on some device."""

    def numpy(self) -> Array: ...
    def update_inplace(self, np_arr: Array) -> None: ...


class OrtArgument(Protocol):
    """An input or output as a session describes it; a dimension that varies is a name or None."""

    name: str
    shape: Sequence[int | str | None]
    type: str


class OrtBinding(Protocol):
    """What a run reads and writes, named once; inputs are copied to the device when they are bound."""

    def bind_cpu_input(self, name: str, arr_on_cpu: Array) -> None: ...
    def bind_output(self, name: str) -> None: ...
    def get_outputs(self) -> Sequence[OrtValue]: ...
    def bind_ortvalue_input(self, name: str, ortvalue: OrtValue) -> None: ...
    def bind_ortvalue_output(self, name: str, ortvalue: OrtValue) -> None: ...


class OrtRunOptions(Protocol):
    log_severity_level: int
    terminate: bool

    def add_run_config_entry(self, key: str, value: str) -> None: ...


class OrtSession(Protocol):
    def get_inputs(self) -> Sequence[OrtArgument]: ...
    def get_outputs(self) -> Sequence[OrtArgument]: ...
    def get_providers(self) -> Sequence[str]: ...
    def run(self, output_names: None, input_feed: Mapping[str, Array]) -> Sequence[Array]: ...
    def io_binding(self) -> OrtBinding: ...
    def run_with_iobinding(self, iobinding: OrtBinding, run_options: OrtRunOptions | None = None) -> None: ...


class OrtSessionOptions(Protocol):
    log_severity_level: int
    intra_op_num_threads: int
    inter_op_num_threads: int
    use_deterministic_compute: bool
    graph_optimization_level: object
    optimized_model_filepath: str

    def add_session_config_entry(self, key: str, value: str) -> None: ...


class _OrtLevels(Protocol):
    ORT_DISABLE_ALL: object


class _OrtValues(Protocol):
    def ortvalue_from_numpy(self, numpy_obj: Array, /, device_type: str = ..., device_id: int = ...) -> OrtValue: ...


class Runtime(Protocol):
    """The module onnxruntime."""

    __version__: str
    OrtValue: _OrtValues
    GraphOptimizationLevel: _OrtLevels

    def get_available_providers(self) -> Sequence[str]: ...
    def set_default_logger_severity(self, severity: int) -> None: ...
    def disable_telemetry_events(self) -> None: ...
    def SessionOptions(self) -> OrtSessionOptions: ...
    def RunOptions(self) -> OrtRunOptions: ...
    def InferenceSession(
        self,
        path_or_bytes: str | bytes,
        sess_options: OrtSessionOptions,
        providers: Sequence[tuple[str, Mapping[str, str]]],
        *,
        enable_fallback: int,
    ) -> OrtSession: ...
    def preload_dlls(self) -> None: ...


LOG_NOTHING = 4


@cache
def runtime() -> Runtime:
    """Load onnxruntime, told to keep its log off the terminal: what matters of it comes as an exception."""
    import onnxruntime  # pyright: ignore[reportMissingTypeStubs]

    module = cast(Runtime, onnxruntime)
    module.set_default_logger_severity(LOG_NOTHING)
    # Its uploads are off already (sora_studio/__init__); Windows has another way of telling.
    module.disable_telemetry_events()
    return module


@cache
def runtime_errors() -> tuple[type[Exception], ...]:
    """Everything onnxruntime raises: its own classes, and the built-in ones its bindings turn C++ errors into."""
    state = import_module("onnxruntime.capi.onnxruntime_pybind11_state")
    own = (value for value in vars(state).values() if isinstance(value, type) and issubclass(value, Exception))
    return (*own, RuntimeError, ValueError, MemoryError)


# The element types a stage may have, by onnxruntime's names for them.
DTYPES: Mapping[str, np.dtype[Any]] = {
    "tensor(float)": np.dtype(np.float32),
    "tensor(float16)": np.dtype(np.float16),
    "tensor(double)": np.dtype(np.float64),
    "tensor(int32)": np.dtype(np.int32),
    "tensor(int64)": np.dtype(np.int64),
    "tensor(bool)": np.dtype(np.bool_),
}
