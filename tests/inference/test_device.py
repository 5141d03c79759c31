"""A device is promised only when it works, and the CPU never stands in for a GPU unsaid."""

import subprocess
import sys
from pathlib import Path

import pytest

from sora_studio.errors import DeviceError
from sora_studio.inference.device import available_devices, choose_device
from tests.inference.lone_driver import TOLD, give_lone_driver, nvidia_driver


def test_the_cpu_is_always_there_and_last():
    device = choose_device("cpu")
    assert device.providers == [("CPUExecutionProvider", {})]
    assert device.on_host
    assert "thread" in device.description
    assert available_devices()[-1] == device


def test_auto_takes_the_best_that_works():
    assert choose_device("auto").name == available_devices()[0].name


@pytest.mark.parametrize("name", ["gpu", "cuda:x", "cpu:1", "coreml:1", "", "cuda:-1"])
def test_an_unknown_name_is_answered_with_the_known_ones(name: str):
    with pytest.raises(DeviceError, match="no device called") as caught:
        choose_device(name)
    assert "cuda" in caught.value.hint


@pytest.mark.skipif(nvidia_driver(), reason="this machine has an NVIDIA driver")
@pytest.mark.parametrize("name", ["cuda", "cuda:1", "tensorrt"])
def test_asking_for_a_gpu_that_is_not_there_is_an_error_with_the_line_that_mends_it(name: str, capfd):
    with pytest.raises(DeviceError) as caught:
        choose_device(name)
    assert "NVIDIA" in caught.value.message
    assert "pip install '.[cuda]'" in caught.value.hint
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(nvidia_driver(), reason="this machine has an NVIDIA driver")
def test_a_gpu_that_was_never_there_is_not_mourned():
    assert choose_device("auto").description == choose_device("cpu").description


def test_a_provider_that_is_listed_but_cannot_load_is_found_out(monkeypatch, capfd):
    """onnxruntime lists CUDA wherever it was built with it, and answers with the CPU where it can't be loaded."""
    from sora_studio.inference import device
    from sora_studio.inference.runtime import runtime

    if "CUDAExecutionProvider" not in runtime().get_available_providers() or nvidia_driver():
        pytest.skip("needs an onnxruntime with CUDA on a machine without")
    monkeypatch.setattr(device, "_nvidia_driver_found", lambda: True)
    with pytest.raises(DeviceError, match="can't be loaded"):
        choose_device("cuda")
    assert capfd.readouterr() == ("", "")


AUTO = """
from sora_studio.inference.device import choose_device
print(choose_device("auto", 2).told)
"""


def test_a_driver_without_its_libraries_is_told_with_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_lone_driver(tmp_path, monkeypatch)
    done = subprocess.run([sys.executable, "-c", AUTO], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == TOLD
