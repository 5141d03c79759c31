"""How much memory there is on a device, and how much of it is free; 0 where nobody says."""

import ctypes
import sys
from contextlib import suppress
from pathlib import Path

from sora_studio.inference.device import Device, physical_memory_bytes

# A CUDA device's memory, by the library that comes with every driver (docs.nvidia.com, NVML API Reference).
_NVML = "nvml.dll" if sys.platform == "win32" else "libnvidia-ml.so.1"


class _NvmlMemory(ctypes.Structure):
    _fields_ = (("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong), ("used", ctypes.c_ulonglong))


def free_bytes(device: Device) -> int:
    """What a model could still be given there."""
    return _free_of_host() if device.on_host else _of_gpu(device)[1]


def total_bytes(device: Device) -> int:
    """All there is; a GPU whose memory isn't known counts as having the machine's."""
    return (0 if device.on_host else _of_gpu(device)[0]) or physical_memory_bytes()


def _free_of_host() -> int:
    """Linux: what can be had without swapping (man 5 proc_meminfo), within the process's own limit."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return 0
    available = next((int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")), 0)
    return min(available, _left_of_limit(available))


def _left_of_limit(otherwise: int) -> int:
    """How much more address space the process may have, where it has a limit (ulimit -v)."""
    if sys.platform != "linux":
        return otherwise
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return otherwise
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return max(1, limit - pages * resource.getpagesize())


def _of_gpu(device: Device) -> tuple[int, int]:
    """Total and free bytes; of CUDA devices only, counted as the driver does."""
    if device.memory != "cuda":
        return 0, 0
    with suppress(OSError, AttributeError):
        nvml = ctypes.CDLL(_NVML)
        if nvml.nvmlInit_v2() == 0:
            try:
                handle, memory = ctypes.c_void_p(), _NvmlMemory()
                if (
                    nvml.nvmlDeviceGetHandleByIndex_v2(device.index, ctypes.byref(handle)) == 0
                    and nvml.nvmlDeviceGetMemoryInfo(handle, ctypes.byref(memory)) == 0
                ):
                    return int(memory.total), int(memory.free)
            finally:
                nvml.nvmlShutdown()
    return 0, 0
