"""Which device the models run on: asked for by name, tried before it is promised, and told in words."""

import ctypes
import os
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO

import numpy as np

from sora_studio.errors import DeviceError
from sora_studio.inference.combine_model import combine_model
from sora_studio.inference.runtime import LOG_NOTHING, runtime, runtime_errors

_CPU = "CPUExecutionProvider"
# TensorRT leaves the operators it doesn't have to CUDA.
_NEXT_BEST = {"TensorrtExecutionProvider": ("CUDAExecutionProvider",)}


@dataclass(frozen=True, slots=True)
class Device:
    """A device that was seen to work. `memory` is where its tensors lie, in onnxruntime's words.

    `remark` says why it is not the GPU that is there.
    """

    name: str
    provider: str
    description: str
    memory: str = "cpu"
    index: int = 0
    options: tuple[tuple[str, str], ...] = ()
    remark: str = ""

    @property
    def told(self) -> str:
        """What the user reads of where models run."""
        return self.remark or self.description

    @property
    def on_host(self) -> bool:
        """Whether its tensors are numpy arrays."""
        return self.memory == "cpu"

    @property
    def providers(self) -> list[tuple[str, Mapping[str, str]]]:
        """What a session is told, in order; the CPU stands last for the small operators GPUs leave to it."""
        names = dict.fromkeys((self.provider, *_NEXT_BEST.get(self.provider, ()), _CPU))
        return [(name, {} if name == _CPU else dict(self.options)) for name in names]


@dataclass(frozen=True, slots=True)
class _Kind:
    provider: str
    title: str
    memory: str
    takes_index: bool
    to_get_it: str


_CUDA_HINT = (
    "With an NVIDIA GPU and its driver, in Sora Studio's folder: .venv/bin/python -m pip install '.[cuda]'. "
    "Or render on the CPU: in the preferences, Devices; in a terminal, --device cpu."
)
_KINDS: Mapping[str, _Kind] = {
    "cuda": _Kind("CUDAExecutionProvider", "NVIDIA GPU (CUDA)", "cuda", True, _CUDA_HINT),
    "tensorrt": _Kind("TensorrtExecutionProvider", "NVIDIA GPU (TensorRT)", "cuda", True, _CUDA_HINT),
    "directml": _Kind(
        "DmlExecutionProvider", "GPU (DirectML)", "dml", True, "DirectML needs Windows and onnxruntime-directml."
    ),
    "coreml": _Kind("CoreMLExecutionProvider", "Apple GPU (CoreML)", "cpu", False, "CoreML needs a Mac."),
}
# TensorRT is never chosen unasked: it builds an engine for minutes before the first frame.
_AUTO = ("cuda", "directml", "coreml")


def choose_device(name: str = "auto", threads: int = 0) -> Device:
    """The device called `name` (auto, cpu, cuda, cuda:1, tensorrt, directml, coreml), seen to run a model.

    `threads` is how many the CPU is said to use; 0 for all. Raises DeviceError, never takes another device than the
    one asked for; auto says why it is not a GPU that is there.
    """
    if name == "cpu":
        return _cpu(threads=threads)
    if name == "auto":
        refusals: list[str] = []
        for candidate in _AUTO:
            try:
                return _try(candidate)
            except DeviceError as error:
                refusals.append(error.message)
        # Only a GPU that is there and can't be used is worth a word.
        if not _nvidia_driver_found():
            return _cpu(threads=threads)
        why = refusals[0].partition(": ")[2]
        return _cpu(f"Running on the CPU, not your GPU: {why} Expect slower shots.", threads)
    return _try(name)


def available_devices() -> list[Device]:
    """Every device that works on this machine, best first, the CPU last."""
    found: list[Device] = []
    for name in _KINDS:
        try:
            found.append(_try(name))
        except DeviceError:
            continue
    return [*found, _cpu()]


def processor_count() -> int:
    """The cores this process may use, which in a container is fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _cpu(remark: str = "", threads: int = 0) -> Device:
    count = threads or processor_count()
    return Device("cpu", _CPU, f"CPU, {count} thread{'s' if count > 1 else ''}", remark=remark)


def _try(name: str) -> Device:
    kind_name, _, index_text = name.partition(":")
    kind = _KINDS.get(kind_name)
    if kind is None or (index_text and not (kind.takes_index and index_text.isdecimal())):
        raise DeviceError(f"There is no device called `{name}`.", f"Choose one of: auto, cpu, {', '.join(_KINDS)}.")
    index = int(index_text or 0)
    if kind.provider not in runtime().get_available_providers():
        raise DeviceError(f"{kind.title}: the installed onnxruntime can't use it.", kind.to_get_it)
    if kind.memory == "cuda":
        _load_cuda(kind)
    title = f"{kind.title} {index}" if kind.takes_index else kind.title
    options = (("device_id", str(index)),) if kind.takes_index else ()
    if kind.provider == "CUDAExecutionProvider":
        options = (*options, ("arena_extend_strategy", "kSameAsRequested"))
    device = Device(name, kind.provider, title, kind.memory, index, options)
    _prove(device, kind)
    return device


def _load_cuda(kind: _Kind) -> None:
    if not _nvidia_driver_found():
        raise DeviceError(f"{kind.title}: no NVIDIA driver was found on this machine.", kind.to_get_it)
    # The libraries come as Python packages, off the loader's path; it prints what it can't find.
    with redirect_stdout(StringIO()):
        runtime().preload_dlls()


def _nvidia_driver_found() -> bool:
    try:
        ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return False
    return True


def _prove(device: Device, kind: _Kind) -> None:
    """Run one small model there: a provider that is listed may fail to load, and the CPU steps in without a word."""
    options = runtime().SessionOptions()
    options.log_severity_level = LOG_NOTHING
    ones = np.ones(2, np.float32)
    try:
        session = runtime().InferenceSession(combine_model(2), options, device.providers, enable_fallback=0)
        in_use = session.get_providers()[0]
        [sums] = session.run(None, {"weights": ones, "x0": ones, "x1": ones})
    except runtime_errors():
        in_use, sums = "", ones
    if in_use != device.provider or not np.array_equal(sums, ones + ones):
        libraries = "CUDA 13 or cuDNN 9 can't be loaded, or " if kind.memory == "cuda" else ""
        raise DeviceError(f"{kind.title}: {libraries}there is no such GPU.", kind.to_get_it)
