"""A machine with an NVIDIA driver and none of the libraries CUDA needs, for processes that are started from now on."""

import ctypes
import shutil
import sys
from pathlib import Path

import pytest

from sora_studio.inference.runtime import runtime

DRIVER = "libcuda.so.1"
TOLD = (
    "Running on the CPU, not your GPU: CUDA 13 or cuDNN 9 can't be loaded, or there is no such GPU. "
    "Expect slower shots."
)


def nvidia_driver() -> bool:
    try:
        ctypes.CDLL(DRIVER)
    except OSError:
        return False
    return True


def give_lone_driver(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any library under the driver's name can be loaded as it can; no more of it is asked."""
    if sys.platform != "linux" or "CUDAExecutionProvider" not in runtime().get_available_providers() or nvidia_driver():
        pytest.skip("needs an onnxruntime with CUDA on a Linux without")
    maps = Path("/proc/self/maps").read_text().splitlines()
    library = next(line.split()[-1] for line in maps if "/libc.so" in line or "/libm.so" in line)
    shutil.copyfile(library, folder / DRIVER)
    monkeypatch.setenv("LD_LIBRARY_PATH", str(folder))
