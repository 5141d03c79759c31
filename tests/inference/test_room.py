"""How much memory is free: of the machine within a process's own limit, of a GPU as its driver says."""

import subprocess
import sys

import pytest

from sora_studio.errors import DeviceError
from sora_studio.inference.device import Device, choose_device
from sora_studio.inference.room import free_bytes, host_bytes, total_bytes
from sora_studio.inference.session import SessionCache

LIMITED = """
import resource
from pathlib import Path
from sora_studio.inference.device import choose_device
from sora_studio.inference.room import free_bytes
device = choose_device("cpu")
taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (taken + 50_000_000, -1))
print(free_bytes(device))
"""


def test_some_of_the_machine_s_memory_is_free() -> None:
    device = choose_device("cpu")
    assert 0 < free_bytes(device) < total_bytes(device) == host_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="no way to limit a process's memory here")
def test_a_process_has_no_more_than_its_limit() -> None:
    done = subprocess.run([sys.executable, "-c", LIMITED], check=True, capture_output=True, text=True)
    assert 30_000_000 < int(done.stdout) <= 50_000_000


def test_a_device_nobody_knows_the_memory_of_has_the_budget_of_the_machine() -> None:
    unknown = Device("directml", "DmlExecutionProvider", "GPU (DirectML) 0", memory="dml")
    assert free_bytes(unknown) == 0
    assert total_bytes(unknown) == host_bytes()


def test_a_gpu_s_memory_is_what_its_driver_says() -> None:
    try:
        device = choose_device("cuda")
    except DeviceError as error:
        pytest.skip(f"no GPU to ask: {error.message}")
    total, free = total_bytes(device), free_bytes(device)
    assert 0 < free <= total
    assert SessionCache(device)._budget_bytes == total // 2
