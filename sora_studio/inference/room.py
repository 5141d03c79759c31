"""How much memory there is on a device, and how much of it is free; 0 for a GPU's where nobody says."""

import ctypes
import sys
from contextlib import suppress

import psutil

from sora_studio.inference.device import Device
from sora_studio.inference.memory_limits import allowed_bytes, left_bytes

# A CUDA device's memory, by the library that comes with every driver (docs.nvidia.com, NVML API Reference).
_NVML = "nvml.dll" if sys.platform == "win32" else "libnvidia-ml.so.1"


class _NvmlMemory(ctypes.Structure):
    _fields_ = (("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong), ("used", ctypes.c_ulonglong))


def free_bytes(device: Device) -> int:
    """What a model could still be given there without swapping."""
    return left_bytes(psutil.virtual_memory().available) if device.on_host else _of_gpu(device)[1]


def total_bytes(device: Device) -> int:
    """All there is; a GPU whose memory isn't known counts as having the machine's."""
    return (0 if device.on_host else _of_gpu(device)[0]) or host_bytes()


def host_bytes() -> int:
    """All of the machine's memory that this process may have."""
    return allowed_bytes(psutil.virtual_memory().total)


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
